package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.HtmlPage.Column.text;

import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RepairKind;
import java.util.List;
import java.util.Locale;

/** The last page of a report: what its words mean. */
final class ReportCodes {

    private ReportCodes() {}

    static void write(HtmlPage page) {
        page.markup("<section class=\"codes\">").element("h2", "What the codes mean");
        page.beginTable("Findings", List.of(text("Code"), text("Status"), text("Meaning")));
        page.markup("<tbody>\n");
        for (var code : FindingCode.values()) {
            page.markup("<tr>").heading(code.name().replace('_', ' '));
            page.cell(code.status().name().toLowerCase(Locale.ROOT));
            page.cell(code.meaning() + ".").markup("</tr>\n");
        }
        page.markup("</tbody>").endTable();
        page.beginTable("Repairs", List.of(text("Repair"), text("What it does")));
        page.markup("<tbody>\n");
        for (var kind : RepairKind.values()) {
            page.markup("<tr>").heading(kind.code().replace('_', ' '));
            page.cell(meaning(kind)).markup("</tr>\n");
        }
        page.markup("</tbody>").endTable();
        page.beginTable("Why both sides agree", List.of(text("Matched"), text("Meaning")));
        page.markup("<tbody>\n");
        for (var how : MatchedBy.values()) {
            page.markup("<tr>").heading(how.code()).cell(meaning(how)).markup("</tr>\n");
        }
        page.markup("</tbody>").endTable();
        page.markup("</section>\n");
    }

    private static String meaning(RepairKind kind) {
        return switch (kind) {
            case RECORD_FACT -> "Books what the provider did as if its callback had told it.";
            case PARK -> "Takes the difference to the suspense account of the provider.";
            case REFUND_DUPLICATE ->
                    "Gives what the provider took a second time back to the payer.";
            case ASK_AGAIN -> "Has the provider asked once more.";
            case BOOK_FX -> "Books what a rate or a rounding made of a conversion to its result.";
            case WRITE_OFF -> "Gives the difference up, to losses or gains.";
            case REVERSE -> "Takes back what was parked, given up or booked: it turned up.";
        };
    }

    private static String meaning(MatchedBy how) {
        return switch (how) {
            case AUTO -> "By themselves, or by a fact the rules recorded without asking anybody.";
            case MANUAL -> "A person approved the repair that recorded the fact.";
            case FORCED -> "The difference itself was booked away, to suspense or further.";
        };
    }
}
