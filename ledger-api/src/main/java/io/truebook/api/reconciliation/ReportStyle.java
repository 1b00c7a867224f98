package io.truebook.api.reconciliation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * How a page to sign looks, and the policy that lets a browser use exactly this and nothing else.
 */
final class ReportStyle {

    private static final String RULES =
            """

            @page{size:A4;margin:16mm 14mm 18mm;
            @bottom-left{content:"RUN";font:7.5pt sans-serif;color:#444}
            @bottom-right{content:"Page " counter(page) " of " counter(pages);
            font:7.5pt sans-serif;color:#444}}
            *{box-sizing:border-box}
            body{font:10pt/1.4 "Helvetica Neue",Arial,"DejaVu Sans",sans-serif;color:#111;
            background:#fff;margin:0 auto;max-width:182mm;padding:8mm 4mm}
            h1{font-size:18pt;line-height:1.2;margin:0 0 1mm}
            h2{font-size:12.5pt;margin:8mm 0 2mm;border-bottom:.4mm solid #111;padding-bottom:.8mm;
            break-after:avoid}
            p{margin:1.5mm 0}
            .lead{font-size:11pt;margin:0 0 4mm;color:#333}
            .verdict{border:.4mm solid #111;border-left-width:2mm;padding:2.5mm 4mm;margin:4mm 0;
            font-size:11pt;break-inside:avoid}
            .verdict strong{display:block;font-size:12.5pt}
            table{border-collapse:collapse;width:100%;margin:2mm 0 4mm;font-size:8.5pt}
            caption{text-align:left;font-weight:bold;font-size:9.5pt;padding:1mm 0;break-after:avoid}
            th,td{padding:.9mm 1.6mm;text-align:left;vertical-align:top;
            border-bottom:.2mm solid #bbb}
            thead{display:table-header-group;break-after:avoid}
            thead+tbody,tbody:first-of-type>tr:first-child{break-before:avoid}
            table.whole{break-inside:avoid}
            thead th.id{font:inherit;font-weight:bold}
            thead th{border-bottom:.4mm solid #111;border-top:.4mm solid #111;vertical-align:bottom;
            background:#f2f2f2}
            tbody th{font-weight:normal}
            th.n,td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
            .id{font-family:"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:7.2pt;
            overflow-wrap:anywhere}
            tr{break-inside:avoid}
            tr.total th,tr.total td{font-weight:bold;border-top:.4mm solid #111;
            border-bottom:.4mm solid #111}
            tr.part td,tr.part th{color:#333}
            tbody.item{break-inside:avoid}
            tbody.item tr:first-child th,tbody.item tr:first-child td{border-bottom:0;
            padding-bottom:0}
            tbody.item th{font-weight:bold}
            tbody.item tr.more td{font-size:7.6pt;color:#333;padding-top:.3mm;padding-bottom:1.6mm}
            .more .id{font-size:7pt}
            dl.facts{display:grid;grid-template-columns:38mm 1fr;gap:.6mm 3mm;margin:2mm 0;
            font-size:9pt}
            dl.facts dt{color:#444}
            dl.facts dd{margin:0}
            .sign{break-inside:avoid;margin-top:10mm}
            .sign table{font-size:9pt}
            .sign td{height:15mm;border-left:.2mm solid #bbb}
            .codes{break-before:page}
            @media print{body{padding:0;max-width:none}a{color:inherit}}
            """;

    private ReportStyle() {}

    /** The style of the report of a run, whose id stands at the foot of every printed page. */
    static String of(String runId) {
        if (!runId.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException("Not the id of a run");
        }
        return RULES.replace("\"RUN\"", "\"Reconciliation " + runId + "\"");
    }

    /** No script, nothing from elsewhere, no other style than this one. */
    static String policy(String style) {
        return "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                .formatted(Base64.getEncoder().encodeToString(sha256(style)));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
