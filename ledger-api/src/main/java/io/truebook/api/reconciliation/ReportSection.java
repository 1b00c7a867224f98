package io.truebook.api.reconciliation;

import io.truebook.api.reconciliation.ReportDocument.RepairLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables a report has as CSV beside its lines; columns keep their order, new ones come last.
 */
public enum ReportSection {
    HEADER(
            "run_id,provider,first_business_date,last_business_date,time_zone,from,to,cut_off,as_of,"
                    + "journal_position,rule_version,previous_run,matched,timing,breaks,matched_lines,dismissed"),
    FILES("run_id,file,sha256,report_type,rows"),
    ROLL_FORWARD("run_id,provider,currency,line,ledger,provider_amount,difference"),
    TOTALS("run_id,what,name,status,currency,count,amount"),
    REPAIRS(
            "run_id,break_id,code,object,repair,attempt,amount,currency,proposed_by,approved_by,"
                    + "automatic,applied_at,events,journal_positions"),
    PAYOUTS("run_id,payout,currency,amount,rows,rows_amount,difference,code,bank_date,bank_amount"),
    AGEING("run_id,age_days,currency,count,amount,absolute_amount,part"),
    BANK_UNMATCHED("run_id,entry,account,date,amount,currency"),
    MISSING_BATCHES("run_id,batch");

    private final String columns;

    ReportSection(String columns) {
        this.columns = columns;
    }

    /** As the API and file names write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ReportSection> find(String code) {
        return Arrays.stream(values()).filter(section -> section.code().equals(code)).findFirst();
    }

    List<String> columns() {
        return List.of(columns.split(",", -1));
    }

    /** The rows of the table, each as many cells as there are columns. */
    Stream<@Nullable Object[]> rows(
            ReportDocument report, List<RepairLine> repairs, boolean pruned) {
        return switch (this) {
            case HEADER -> Stream.<@Nullable Object[]>of(header(report, pruned));
            case FILES -> files(report);
            case ROLL_FORWARD ->
                    report.rollForward().stream().flatMap(part -> rollForward(report, part));
            case TOTALS -> totals(report);
            case REPAIRS -> repairs.stream().map(repair -> repair(report, repair));
            case PAYOUTS -> payouts(report);
            case AGEING -> ageing(report);
            case BANK_UNMATCHED -> bankUnmatched(report);
            case MISSING_BATCHES ->
                    report.missingBatches().stream().map(batch -> row(report.id(), batch));
        };
    }

    private static @Nullable Object[] header(ReportDocument report, boolean pruned) {
        return row(
                report.id(),
                ReportCsv.text(report.provider()),
                report.firstBusinessDate(),
                report.lastBusinessDate(),
                ReportCsv.text(report.timeZone()),
                report.from(),
                report.to(),
                report.cutOff(),
                report.asOf(),
                report.journalPosition(),
                report.ruleVersion(),
                report.previousRun(),
                report.counts().matched(),
                report.counts().timing(),
                report.counts().breaks(),
                pruned ? "pruned" : "kept",
                report.counts().dismissed());
    }

    private static Stream<@Nullable Object[]> files(ReportDocument report) {
        return report.files().stream()
                .map(file ->
                        row(
                                report.id(),
                                file.id(),
                                ReportCsv.text(file.sha256()),
                                file.reportType(),
                                file.rows()));
    }

    private static Stream<@Nullable Object[]> rollForward(
            ReportDocument report, CurrencyPart part) {
        var currency = part.currency();
        var rows = new ArrayList<@Nullable Object[]>();
        for (var line : part.lines()) {
            rows.add(
                    row(
                            report.id(),
                            ReportCsv.text(report.provider()),
                            currency,
                            line.line(),
                            AmountText.plain(line.ledger(), currency),
                            AmountText.plain(line.provider(), currency),
                            AmountText.plain(line.difference(), currency)));
        }
        var before = part.sincePrevious();
        if (before != null) {
            rows.add(sides(report, currency, "previous_closing", before.closed()));
            rows.add(sides(report, currency, "since_previous", before.since()));
            rows.add(sides(report, currency, "unexplained", before.unexplained()));
        }
        rows.add(explanation(report, currency, "explained_breaks", part.breaks()));
        rows.add(explanation(report, currency, "explained_timing", part.timing()));
        rows.add(explanation(report, currency, "explained_dismissed", part.dismissed()));
        rows.add(explanation(report, currency, "of_it_brought_forward", part.broughtForward()));
        return rows.stream();
    }

    private static @Nullable Object[] sides(
            ReportDocument report, String currency, String name, OpeningPart.Sides sides) {
        return row(
                report.id(),
                ReportCsv.text(report.provider()),
                currency,
                name,
                AmountText.plain(sides.ledger(), currency),
                AmountText.plain(sides.provider(), currency),
                null);
    }

    private static @Nullable Object[] explanation(
            ReportDocument report, String currency, String name, long minor) {
        return row(
                report.id(),
                ReportCsv.text(report.provider()),
                currency,
                name,
                null,
                null,
                AmountText.plain(minor, currency));
    }

    private static Stream<@Nullable Object[]> totals(ReportDocument report) {
        return Stream.concat(
                report.matchedBy().stream()
                        .map(part ->
                                row(
                                        report.id(),
                                        "matched_by",
                                        part.how(),
                                        "matched",
                                        part.currency(),
                                        part.count(),
                                        AmountText.plain(part.amount(), part.currency()))),
                report.byCode().stream()
                        .map(part ->
                                row(
                                        report.id(),
                                        "code",
                                        part.code(),
                                        part.status(),
                                        part.currency(),
                                        part.count(),
                                        AmountText.plain(part.amount(), part.currency()))));
    }

    private static @Nullable Object[] repair(ReportDocument report, RepairLine repair) {
        return row(
                report.id(),
                repair.breakId(),
                repair.code(),
                ReportCsv.text(repair.object()),
                repair.repair(),
                repair.attempt(),
                AmountText.plain(repair.amount(), repair.currency()),
                repair.currency(),
                ReportCsv.text(repair.proposedBy()),
                ReportCsv.text(repair.approvedBy()),
                repair.automatic() ? "by the rule" : "by a person",
                repair.appliedAt(),
                String.join("; ", repair.events().stream().map(e -> e.event()).toList()),
                ReportCsv.text(
                        String.join(
                                "; ",
                                repair.events().stream()
                                        .map(e -> Long.toString(e.journalPosition()))
                                        .toList())));
    }

    private static Stream<@Nullable Object[]> payouts(ReportDocument report) {
        return report.payouts().stream()
                .map(payout ->
                        row(
                                report.id(),
                                ReportCsv.text(payout.id()),
                                payout.currency(),
                                AmountText.plain(payout.amount(), payout.currency()),
                                payout.rows(),
                                AmountText.plain(payout.rowsAmount(), payout.currency()),
                                AmountText.plain(payout.difference(), payout.currency()),
                                payout.code(),
                                payout.bankDate(),
                                payout.bankAmount() == null
                                        ? null
                                        : AmountText.plain(
                                                payout.bankAmount(), payout.currency())));
    }

    private static Stream<@Nullable Object[]> bankUnmatched(ReportDocument report) {
        return report.bankUnmatched().stream()
                .map(entry ->
                        row(
                                report.id(),
                                entry.id(),
                                ReportCsv.text(entry.account()),
                                entry.date(),
                                AmountText.plain(entry.amount(), entry.currency()),
                                entry.currency()));
    }

    private static Stream<@Nullable Object[]> ageing(ReportDocument report) {
        return report.ageing().stream()
                .map(part ->
                        row(
                                report.id(),
                                ReportCsv.age(part.age()),
                                part.currency(),
                                part.count(),
                                AmountText.plain(part.amount(), part.currency()),
                                AmountText.plain(part.absolute(), part.currency()),
                                part.part()));
    }

    private static @Nullable Object[] row(@Nullable Object... cells) {
        return cells;
    }
}
