package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.HtmlPage.Column.number;
import static io.truebook.api.reconciliation.HtmlPage.Column.text;

import java.util.List;

/** The roll-forward of a report, as a table of its page for each currency. */
final class ReportRollForward {

    private final ReportDocument report;
    private final HtmlPage page;

    ReportRollForward(ReportDocument report, HtmlPage page) {
        this.report = report;
        this.page = page;
    }

    void write() {
        page.element("h2", "Roll-forward");
        for (var part : report.rollForward()) {
            var currency = part.currency();
            page.beginShortTable(
                    report.provider() + ", " + currency,
                    List.of(
                            text("Line"),
                            number("Ledger"),
                            number("Provider"),
                            number("Difference")));
            page.markup("<tbody>\n");
            since(part);
            for (var line : part.lines()) {
                boolean end = line.line().equals("closing") || line.line().equals("opening");
                page.markup(end ? "<tr class=\"total\">" : "<tr>");
                page.heading(ReportHtml.words(line.line()));
                page.amount(line.ledger(), currency).amount(line.provider(), currency);
                page.amount(line.difference(), currency).markup("</tr>\n");
            }
            explanation("of it open breaks", part.breaks(), currency);
            explanation("of it within their time", part.timing(), currency);
            if (part.dismissed() != 0) {
                explanation("of it dismissed", part.dismissed(), currency);
            }
            explanation("brought forward, in these", part.broughtForward(), currency);
            page.markup("</tbody>").endTable();
        }
        if (report.rollForward().isEmpty()) {
            page.element("p", "Nothing moved and nothing was open.");
        }
    }

    /** Nothing is said where the opening is the closing of the run before. */
    private void since(CurrencyPart part) {
        var before = part.sincePrevious();
        if (before != null && !(before.since().nothing() && before.unexplained().nothing())) {
            side("Closing of the run before", before.closed(), part.currency());
            side("Known of earlier days since", before.since(), part.currency());
            side("Not explained", before.unexplained(), part.currency());
        }
    }

    private void side(String name, OpeningPart.Sides sides, String currency) {
        page.markup("<tr class=\"part\">").heading(name);
        page.amount(sides.ledger(), currency).amount(sides.provider(), currency).cell("");
        page.markup("</tr>\n");
    }

    private void explanation(String name, long minor, String currency) {
        page.markup("<tr class=\"part\">").heading(name).cell("").cell("");
        page.amount(minor, currency).markup("</tr>\n");
    }
}
