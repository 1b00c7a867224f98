package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.HtmlPage.Column.id;
import static io.truebook.api.reconciliation.HtmlPage.Column.number;
import static io.truebook.api.reconciliation.HtmlPage.Column.text;

import io.truebook.api.reconciliation.HtmlPage.Column;
import io.truebook.api.reconciliation.ReportDocument.Line;
import io.truebook.api.reconciliation.ReportDocument.RepairLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lists of what does not agree and of what was done about it: two rows each, so that all of it
 * fits on an upright page.
 */
final class ReportDifferences {

    private static final List<Column> COLUMNS =
            List.of(
                    text("Code"),
                    id("Ledger transaction"),
                    id("Provider's id"),
                    number("Ledger"),
                    number("Provider"),
                    number("Difference"));

    private final HtmlPage page;
    private boolean begun;

    ReportDifferences(HtmlPage page) {
        this.page = page;
    }

    void breaks(ReportLines lines) {
        list("Breaks", "What somebody has to look at", "No break.", lines);
    }

    void timing(ReportLines lines) {
        list("Within their time", "What may still explain itself", "Nothing.", lines);
    }

    void repairs(List<RepairLine> repairs) {
        page.element("h2", "Repairs done");
        if (repairs.isEmpty()) {
            page.element("p", "None.");
            return;
        }
        page.beginTable(
                "Repairs of this period",
                List.of(
                        text("Repair"),
                        id("Break and object"),
                        text("Proposed by, approved by"),
                        id("Events, journal positions"),
                        number("Amount")));
        for (var repair : repairs) {
            page.markup("<tbody class=\"item\"><tr>").heading(ReportHtml.words(repair.repair()));
            page.markup("<td class=\"id\">").text(repair.breakId()).markup("<br>");
            page.text(repair.object()).markup("</td><td>").text(repair.proposedBy());
            page.markup("<br>").text(repair.automatic() ? "the rule alone" : repair.approvedBy());
            page.markup("</td><td class=\"id\">");
            for (var event : repair.events()) {
                page.text(event.event() + " " + event.journalPosition()).markup("<br>");
            }
            page.markup("</td>").money(repair.amount(), repair.currency());
            page.markup("</tr>\n<tr class=\"more\"><td colspan=\"5\">");
            page.text(
                    "Done %s, attempt %d, because of %s"
                            .formatted(repair.appliedAt(), repair.attempt(), repair.code()));
            page.markup("</td></tr></tbody>\n");
        }
        page.endTable();
    }

    private void list(String heading, String caption, String none, ReportLines lines) {
        page.element("h2", heading);
        begun = false;
        lines.forEach(line -> {
            if (!begun) {
                begun = true;
                page.beginTable(caption, COLUMNS);
            }
            write(line);
        });
        if (begun) {
            page.endTable();
        } else {
            page.element("p", none);
        }
    }

    private void write(Line line) {
        page.markup("<tbody class=\"item\"><tr>").heading(line.code().replace('_', ' '));
        page.id(line.ledgerTransaction() == null ? "\u2013" : line.ledgerTransaction());
        page.id(line.providerReference()).money(line.ledgerAmount(), line.ledgerCurrency());
        page.money(line.providerAmount(), line.providerCurrency());
        page.money(line.difference(), line.currency());
        page.markup("</tr>\n<tr class=\"more\"><td colspan=\"6\">");
        page.text("%s, %s severity, %s days".formatted(line.status(), line.severity(), line.age()));
        said("happened", line.occurredAt());
        said("first seen", line.firstSeenAt());
        said("owner", line.owner());
        said("repair", repair(line));
        named("payout", line.payout());
        named("batch", line.batch() == null ? null : line.batch().toString());
        named("row", line.balanceTransaction());
        named("object", line.object());
        named("break", line.id());
        page.markup("<br>").text(line.evidence()).markup("</td></tr></tbody>\n");
    }

    private static @Nullable String repair(Line line) {
        if (line.proposedRepair() == null) {
            return null;
        }
        var words = line.proposedRepair().replace('_', ' ');
        return line.proposedBy() == null
                ? words + " (usual, not proposed yet)"
                : words + ", proposed by " + line.proposedBy();
    }

    private void said(String name, @Nullable String value) {
        if (value != null) {
            page.text(" \u00B7 " + name + " " + value);
        }
    }

    private void named(String name, @Nullable String id) {
        if (id != null) {
            page.text(" \u00B7 " + name + " ").markup("<span class=\"id\">").text(id);
            page.markup("</span>");
        }
    }
}
