package io.truebook.api.reconciliation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.stream.Collectors;
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

    private final Writer out;
    private final StringBuilder page = new StringBuilder();

    private ReportHtml(Writer out) {
        this.out = out;
    }

    static void write(ReportDocument report, ReportLines lines, Writer out) throws IOException {
        var html = new ReportHtml(out);
        html.write(report, lines);
        html.flush();
    }

    private void flush() {
        try {
            out.append(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.setLength(0);
    }

    private void write(ReportDocument report, ReportLines lines) {
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
        writeSums(report);
        writePayouts(report);
        page.append("<h2>Breaks and timing</h2><table><tr>");
        for (var name :
                new String[] {"Code", "Object", "Provider", "Ledger", "Provider", "Diff."}) {
            page.append("<th>").append(name).append("</th>");
        }
        page.append("</tr>\n");
        lines.forEach(this::write);
        page.append(
                "</table>\n<p>What agrees is listed one by one in the CSV of this run.</p>\n<h2>Files</h2><ul>\n");
        for (var file : report.files()) {
            page.append(
                    "<li>%s: %d rows, SHA-256 %s</li>\n"
                            .formatted(escaped(file.id()), file.rows(), escaped(file.sha256())));
        }
        page.append("</ul></body></html>\n");
    }

    private void writeSums(ReportDocument report) {
        page.append("<h2>By finding</h2><table><tr><th>Code</th><th>Status</th>");
        page.append("<th>Currency</th><th>Count</th><th>Amount</th></tr>\n");
        for (var part : report.byCode()) {
            page.append("<tr><td>").append(part.code()).append("</td>");
            page.append("<td>").append(part.status()).append("</td>");
            page.append("<td>").append(part.currency()).append("</td>");
            number(part.count());
            number(part.amount());
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private void writePayouts(ReportDocument report) {
        if (!report.payouts().isEmpty()) {
            page.append("<h2>Payouts</h2><table><tr><th>Payout</th><th>Currency</th>");
            page.append("<th>Amount</th><th>Rows</th><th>Their sum</th><th>Diff.</th></tr>\n");
        }
        for (var payout : report.payouts()) {
            page.append("<tr><td>").append(escaped(payout.id())).append("</td>");
            page.append("<td>").append(payout.currency()).append("</td>");
            number(payout.amount());
            number(payout.rows());
            number(payout.rowsAmount());
            number(payout.difference());
            page.append("</tr>\n");
        }
        if (!report.payouts().isEmpty()) {
            page.append("</table>\n");
        }
        if (!report.missingBatches().isEmpty()) {
            page.append(
                    "<p>Settlement files that are missing: batches %s.</p>\n"
                            .formatted(
                                    report.missingBatches().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(", "))));
        }
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
                "<p>Difference %d = breaks %d + timing %d; %d of it brought forward.</p>\n"
                        .formatted(
                                part.difference(),
                                part.breaks(),
                                part.timing(),
                                part.broughtForward()));
    }

    private void write(ReportDocument.Line line) {
        page.append("<tr><td>").append(line.code()).append("</td>");
        page.append("<td>").append(escaped(line.object())).append("</td>");
        page.append("<td>").append(escaped(line.providerReference())).append("</td>");
        number(line.ledgerAmount());
        number(line.providerAmount());
        page.append("<td class=\"n\">").append(line.difference()).append(' ');
        page.append(line.currency()).append("</td></tr>\n");
        flush();
    }

    private void number(@Nullable Long amount) {
        page.append("<td class=\"n\">").append(amount == null ? "" : amount).append("</td>");
    }

    private static String escaped(@Nullable String text) {
        return text == null ? "" : HtmlUtils.htmlEscape(text);
    }
}
