package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.HtmlPage.Column.id;
import static io.truebook.api.reconciliation.HtmlPage.Column.number;
import static io.truebook.api.reconciliation.HtmlPage.Column.text;

import io.truebook.api.reconciliation.ReportDocument.RepairLine;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A report as one document to print and sign, in the order accountants read it: no script, nothing
 * loaded from elsewhere.
 */
final class ReportHtml {

    private final ReportDocument report;
    private final HtmlPage page;

    private ReportHtml(ReportDocument report, HtmlPage page) {
        this.report = report;
        this.page = page;
    }

    static void write(
            ReportDocument report,
            List<RepairLine> repairs,
            ReportLines breaks,
            ReportLines timing,
            boolean pruned,
            Writer out) {
        var page = new HtmlPage(out);
        var html = new ReportHtml(report, page);
        html.begin();
        html.header();
        html.verdict();
        new ReportRollForward(report, page).write();
        html.totals(pruned);
        html.ageing();
        var differences = new ReportDifferences(page);
        differences.breaks(breaks);
        differences.timing(timing);
        differences.repairs(repairs);
        html.payouts();
        html.files();
        html.signatures();
        ReportCodes.write(page);
        page.markup("</main></body></html>\n").flush();
    }

    private void begin() {
        var style = ReportStyle.of(report.id());
        page.markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        page.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"");
        page.markup(ReportStyle.policy(style) + "\">\n");
        page.markup("<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.element("title", title() + ", " + report.id());
        page.markup("<style>" + style + "</style></head>\n<body><main>\n");
    }

    private String title() {
        return "Reconciliation of " + report.provider() + ", " + days();
    }

    private String days() {
        return report.firstBusinessDate().equals(report.lastBusinessDate())
                ? report.firstBusinessDate()
                : report.firstBusinessDate() + " to " + report.lastBusinessDate();
    }

    private void header() {
        page.element("h1", "Reconciliation of " + report.provider());
        page.markup("<p class=\"lead\">Business day ").text(days()).markup(", cut-off ");
        page.text(report.cutOff().replace('T', ' ') + " in " + report.timeZone());
        page.markup("</p>\n");
        page.markup("<dl class=\"facts\">\n");
        fact("Run", report.id());
        fact("Period", report.from() + " to before " + report.to());
        fact("Made from", "the journal up to position " + report.journalPosition());
        fact("Ages counted at", report.asOf());
        fact("Rules", "version " + report.ruleVersion());
        fact("Opens with", report.previousRun() == null ? "the ledger" : report.previousRun());
        page.markup("</dl>\n");
        page.element(
                "p",
                "Amounts are in the units of their currency, signed as they change the provider's"
                        + " account: above zero is money in. A difference is provider less ledger.");
    }

    private void fact(String name, String value) {
        page.markup("<dt>").text(name).markup("</dt><dd>").text(value).markup("</dd>\n");
    }

    private void verdict() {
        long breaks = report.counts().breaks();
        page.markup("<div class=\"verdict\"><strong>");
        long dismissed = report.counts().dismissed();
        page.text(
                breaks == 0
                        ? dismissed == 0
                                ? "The books agree with the provider."
                                : "No break is open; %,d are dismissed.".formatted(dismissed)
                        : breaks == 1
                                ? "One break is open."
                                : "%,d breaks are open.".formatted(breaks));
        page.markup("</strong>");
        page.text(
                "Agreeing: %,d. Within their time: %,d. "
                        .formatted(report.counts().matched(), report.counts().timing()));
        page.text(
                report.rollForward().stream().allMatch(CurrencyPart::followsFromTheRunBefore)
                        ? "The difference of every currency is explained below to the last minor unit."
                        : "An opening does not follow from the closing of the run before: see the line"
                                + " \"Not explained\" below.");
        page.markup("</div>\n");
    }

    private void totals(boolean pruned) {
        page.element("h2", "Counts and sums");
        page.beginTable(
                "What was found",
                List.of(text("Finding"), text("Status"), number("Count"), number("Amount")));
        page.markup("<tbody>\n");
        for (var part : report.matchedBy()) {
            page.markup("<tr>").heading("Matched, " + part.how()).cell("matched");
            page.number(part.count()).money(part.amount(), part.currency()).markup("</tr>\n");
        }
        for (var part : report.byCode()) {
            if (!part.status().equals("matched") || report.matchedBy().isEmpty()) {
                page.markup("<tr>").heading(part.code()).cell(part.status());
                page.number(part.count()).money(part.amount(), part.currency()).markup("</tr>\n");
            }
        }
        page.markup("</tbody>").endTable();
        page.element(
                "p",
                "What agrees is summed by its amount, everything else by its difference. "
                        + (pruned
                                ? "The single transactions that agree are not kept any more;"
                                        + " their sums are."
                                : "Each transaction that agrees is listed in the CSV and JSON of"
                                        + " this run."));
    }

    private void ageing() {
        page.element("h2", "Ageing of open breaks");
        if (report.ageing().isEmpty()) {
            page.element("p", "None is open.");
            return;
        }
        report.ageing().stream().map(AgePart::caption).distinct().sorted().forEach(this::ageing);
    }

    private void ageing(String caption) {
        page.beginShortTable(
                caption,
                List.of(text("Days"), number("Count"), number("Sum"), number("Sum without signs")));
        page.markup("<tbody>\n");
        for (var part : report.ageing()) {
            if (part.caption().equals(caption)) {
                page.markup("<tr>").heading(part.age().replace('-', '\u2013'));
                page.number(part.count()).amount(part.amount(), part.currency());
                page.amount(part.absolute(), part.currency()).markup("</tr>\n");
            }
        }
        page.markup("</tbody>").endTable();
    }

    private void bankUnmatched() {
        page.beginTable(
                "Entries of our bank's statements that are no payout's",
                List.of(id("Entry"), text("Account"), text("Date"), number("Amount")));
        page.markup("<tbody>\n");
        for (var entry : report.bankUnmatched()) {
            page.markup("<tr>").id(entry.id()).cell(entry.account()).cell(entry.date());
            page.money(entry.amount(), entry.currency()).markup("</tr>\n");
        }
        page.markup("</tbody>").endTable();
    }

    private void payouts() {
        page.element("h2", "Payout proof");
        if (report.payouts().isEmpty()) {
            page.element("p", "No payout of this period is in a whole file.");
        } else {
            page.beginTable(
                    "Each payout against the rows it is made of",
                    List.of(
                            id("Payout"),
                            number("Rows"),
                            number("Their sum"),
                            number("Payout"),
                            number("Difference"),
                            text("Result"),
                            text("Bank date"),
                            number("Bank")));
            page.markup("<tbody>\n");
            for (var payout : report.payouts()) {
                var currency = payout.currency();
                page.markup("<tr>").id(payout.id()).number(payout.rows());
                page.money(payout.rowsAmount(), currency).money(payout.amount(), currency);
                page.money(payout.difference(), currency);
                page.cell(payout.code() == null ? "proved" : payout.code());
                page.cell(payout.bankDate()).money(payout.bankAmount(), currency);
                page.markup("</tr>\n");
            }
            page.markup("</tbody>").endTable();
        }
        if (!report.bankUnmatched().isEmpty()) {
            bankUnmatched();
        }
        if (!report.missingBatches().isEmpty()) {
            page.element(
                    "p",
                    "Settlement files that are missing: batches %s."
                            .formatted(
                                    report.missingBatches().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(", "))));
        }
    }

    private void files() {
        page.element("h2", "Source files");
        if (report.files().isEmpty()) {
            page.element("p", "None: the provider has nothing of this period.");
            return;
        }
        page.beginTable(
                "What the provider's side was read from",
                List.of(id("File"), text("Report"), id("SHA-256"), number("Rows")));
        page.markup("<tbody>\n");
        for (var file : report.files()) {
            page.markup("<tr>").id(file.id()).cell(words(file.reportType())).id(file.sha256());
            page.number(file.rows()).markup("</tr>\n");
        }
        page.markup("</tbody>").endTable();
    }

    private void signatures() {
        page.markup("<section class=\"sign\">").element("h2", "Signatures");
        page.beginShortTable(
                "This report was read and is agreed to",
                List.of(text(""), text("Name"), text("Date"), text("Signature")));
        page.markup("<tbody>\n");
        for (var role : List.of("Prepared by", "Reviewed by", "Approved by")) {
            page.markup("<tr>").heading(role).cell("").cell("").cell("").markup("</tr>\n");
        }
        page.markup("</tbody>").endTable();
        page.markup("</section>\n");
    }

    /** A code of ours in words. */
    static String words(String code) {
        var words = code.replace('_', ' ');
        return words.isEmpty()
                ? words
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
