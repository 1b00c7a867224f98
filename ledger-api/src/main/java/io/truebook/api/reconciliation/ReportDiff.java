package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.HtmlPage.Column.id;
import static io.truebook.api.reconciliation.HtmlPage.Column.number;
import static io.truebook.api.reconciliation.HtmlPage.Column.text;

import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.RunItems.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * What two runs of one period do not have alike: lines that appeared, went, or changed code or
 * amount.
 *
 * @param complete whether all of it is in {@code items}: a list has a bound
 */
public record ReportDiff(
        String object,
        String before,
        String after,
        String provider,
        String from,
        String to,
        long beforePosition,
        long afterPosition,
        boolean complete,
        List<Change> items) {

    /** More are of no use to a reader: then the reports themselves are compared. */
    public static final int AT_MOST = 10_000;

    static ReportDiff of(Summary before, Summary after, List<Change> changes) {
        boolean complete = changes.size() <= AT_MOST;
        return new ReportDiff(
                "reconciliation_diff",
                before.id(),
                after.id(),
                before.connection(),
                before.period().from().toString(),
                before.period().to().toString(),
                before.position(),
                after.position(),
                complete,
                complete ? changes : List.copyOf(changes.subList(0, AT_MOST)));
    }

    /** In one of the forms that reports have. */
    public void write(Reports.Form form, OutputStream out) throws IOException {
        switch (form) {
            case JSON -> out.write(ReportJson.bytes(this));
            case CSV -> {
                var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                writeCsv(text);
                text.flush();
            }
            case HTML -> {
                var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                writeHtml(text);
                text.flush();
            }
        }
    }

    /** What a browser may do with the HTML form. */
    public String contentSecurityPolicy() {
        return ReportStyle.policy(ReportStyle.of(after));
    }

    private void writeCsv(Writer out) throws IOException {
        var csv = new CSVPrinter(out, CSVFormat.RFC4180);
        csv.printRecord(
                "before_run",
                "after_run",
                "change",
                "object",
                "leg",
                "charge",
                "provider_reference",
                "code_before",
                "code_after",
                "ledger_before",
                "ledger_after",
                "ledger_currency",
                "provider_before",
                "provider_after",
                "provider_currency",
                "difference_before",
                "difference_after",
                "currency");
        for (var change : items) {
            csv.printRecord(cells(change));
        }
    }

    private @Nullable Object[] cells(Change change) {
        return new @Nullable Object[] {
            before,
            after,
            change.change(),
            CsvText.of(change.object()),
            change.leg(),
            CsvText.of(change.chargeId()),
            CsvText.of(change.providerReference()),
            change.codeBefore(),
            change.codeAfter(),
            AmountText.plain(change.ledgerBefore(), change.ledgerCurrency()),
            AmountText.plain(change.ledgerAfter(), change.ledgerCurrency()),
            change.ledgerCurrency(),
            AmountText.plain(change.providerBefore(), change.providerCurrency()),
            AmountText.plain(change.providerAfter(), change.providerCurrency()),
            change.providerCurrency(),
            AmountText.plain(change.differenceBefore(), change.currency()),
            AmountText.plain(change.differenceAfter(), change.currency()),
            change.currency()
        };
    }

    private void writeHtml(Writer out) {
        var page = new HtmlPage(out);
        var style = ReportStyle.of(after);
        page.markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        page.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"");
        page.markup(ReportStyle.policy(style) + "\">\n");
        page.element("title", "What changed from " + before + " to " + after);
        page.markup("<style>" + style + "</style></head>\n<body><main>\n");
        page.element("h1", "What changed in a reconciliation of " + provider);
        page.element("p", "Period " + from + " to before " + to + ".");
        page.element("p", "From run %s, journal position %d".formatted(before, beforePosition));
        page.element("p", "to run %s, journal position %d.".formatted(after, afterPosition));
        if (items.isEmpty()) {
            page.element("p", "Nothing: every line is alike.");
        } else {
            table(page);
        }
        if (!complete) {
            page.element("p", "There is more: compare the reports themselves.");
        }
        page.markup("</main></body></html>\n").flush();
    }

    private void table(HtmlPage page) {
        page.beginTable(
                "Lines that are not alike",
                List.of(
                        text("Change"),
                        id("Object"),
                        text("Before"),
                        text("After"),
                        number("Difference before"),
                        number("Difference after")));
        page.markup("<tbody>\n");
        for (var change : items) {
            page.markup("<tr>").heading(change.change()).id(change.object());
            page.cell(words(change.codeBefore())).cell(words(change.codeAfter()));
            page.money(change.differenceBefore(), change.currency());
            page.money(change.differenceAfter(), change.currency()).markup("</tr>\n");
        }
        page.markup("</tbody>").endTable();
    }

    private static String words(@Nullable String code) {
        return code == null ? "\u2013" : code.replace('_', ' ');
    }
}
