package io.truebook.api.reconciliation;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** A report as one page to print: no script, nothing loaded from elsewhere. */
final class ReportHtml {

    private static final String STYLE =
            """
            <style>
            body{font:14px/1.4 sans-serif;margin:2em}table{border-collapse:collapse;margin:1em 0}
            th,td{border:1px solid #999;padding:.25em .6em;text-align:left}
            td.n{text-align:right;font-variant-numeric:tabular-nums}
            </style>
            """;

    private final StringBuilder page = new StringBuilder();

    private ReportHtml() {}

    static byte[] bytes(ReportDocument report) {
        var html = new ReportHtml();
        html.write(report);
        return html.page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(ReportDocument report) {
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<title>Reconciliation ").append(escaped(report.id())).append("</title>\n");
        page.append(STYLE);
        page.append(
                "</head><body><h1>Reconciliation of %s, %s to %s</h1>\n"
                        .formatted(
                                escaped(report.provider()),
                                report.firstBusinessDate(),
                                report.lastBusinessDate()));
        page.append(
                "<p>Run %s, time zone %s, as of %s, journal position %d, rules %d.</p>\n"
                        .formatted(
                                escaped(report.id()),
                                escaped(report.timeZone()),
                                report.asOf(),
                                report.journalPosition(),
                                report.ruleVersion()));
        page.append(
                "<p>Matched %d, timing %d, breaks %d. Amounts are minor units.</p>\n"
                        .formatted(
                                report.counts().matched(),
                                report.counts().timing(),
                                report.counts().breaks()));
        report.rollForward().forEach(this::write);
        page.append("<h2>Transactions</h2><table><tr>");
        for (var name :
                new String[] {"Code", "Object", "Provider", "Ledger", "Provider", "Diff."}) {
            page.append("<th>").append(name).append("</th>");
        }
        page.append("</tr>\n");
        report.items().forEach(this::write);
        page.append("</table>\n<h2>Files</h2><ul>\n");
        for (var file : report.files()) {
            page.append(
                    "<li>%s: %d rows, SHA-256 %s</li>\n"
                            .formatted(escaped(file.id()), file.rows(), escaped(file.sha256())));
        }
        page.append("</ul></body></html>\n");
    }

    private void write(ReportDocument.CurrencyPart part) {
        page.append("<h2>").append(part.currency()).append("</h2><table>");
        page.append("<tr><th>Line</th><th>Ledger</th><th>Provider</th><th>Difference</th></tr>\n");
        for (var line : part.lines()) {
            page.append("<tr><td>").append(line.line()).append("</td>");
            number(line.ledger());
            number(line.provider());
            number(line.difference());
            page.append("</tr>\n");
        }
        page.append("</table>\n");
        page.append(
                "<p>Difference %d = brought forward %d + breaks %d + timing %d.</p>\n"
                        .formatted(
                                part.difference(),
                                part.broughtForward(),
                                part.breaks(),
                                part.timing()));
    }

    private void write(ReportDocument.Line line) {
        page.append("<tr><td>").append(line.code()).append("</td>");
        page.append("<td>").append(escaped(line.object())).append("</td>");
        page.append("<td>").append(escaped(line.providerReference())).append("</td>");
        number(line.ledgerAmount());
        number(line.providerAmount());
        page.append("<td class=\"n\">").append(line.difference()).append(' ');
        page.append(line.currency()).append("</td></tr>\n");
    }

    private void number(@Nullable Long amount) {
        page.append("<td class=\"n\">").append(amount == null ? "" : amount).append("</td>");
    }

    private static String escaped(@Nullable String text) {
        return text == null ? "" : HtmlUtils.htmlEscape(text);
    }
}
