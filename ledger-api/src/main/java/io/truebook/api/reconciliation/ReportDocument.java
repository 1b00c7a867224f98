package io.truebook.api.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.ledger.reconciliation.Comparison;
import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RollForward;
import io.truebook.projection.reconciliation.ComparisonQueries.FileRef;
import io.truebook.projection.reconciliation.ComparisonQueries.Loaded;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation report, in the order it is read in.
 *
 * <p>Amounts: minor units, signed as they change the provider account's balance; a difference is
 * provider less ledger. Nothing in it depends on when it was written.
 */
record ReportDocument(
        String id,
        String object,
        String provider,
        String from,
        String to,
        String timeZone,
        String firstBusinessDate,
        String lastBusinessDate,
        String asOf,
        int ruleVersion,
        long journalPosition,
        @Nullable String previousRun,
        List<FileRef> files,
        Counts counts,
        List<CurrencyPart> rollForward,
        List<CodePart> byCode,
        List<AgePart> ageing,
        List<Line> items) {

    record Counts(long matched, long timing, long breaks) {}

    /** One currency; its closing difference is the sum of the three that explain it. */
    record CurrencyPart(
            String currency,
            List<SidesLine> lines,
            long difference,
            long broughtForward,
            long breaks,
            long timing) {}

    record SidesLine(String line, long ledger, long provider, long difference) {}

    record CodePart(String code, String status, String currency, long count, long amount) {}

    record AgePart(String age, String currency, long count, long amount) {}

    /** One transaction, matched or not. */
    record Line(
            String id,
            String code,
            String status,
            String severity,
            String leg,
            String object,
            @Nullable String charge,
            @Nullable String providerReference,
            @Nullable String balanceTransaction,
            @Nullable Long ledgerAmount,
            @Nullable String ledgerCurrency,
            @Nullable Long providerAmount,
            @Nullable String providerCurrency,
            long difference,
            String currency,
            String occurredAt,
            String age,
            String evidence) {}

    /** What sums are kept by, in the order they are printed. */
    private record PartKey<E extends Comparable<E>>(E kind, String currency)
            implements Comparable<PartKey<E>> {
        @Override
        public int compareTo(PartKey<E> other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : currency.compareTo(other.currency);
        }
    }

    static ReportDocument of(Identity identity, Loaded loaded, Comparison comparison) {
        var period = identity.period();
        return new ReportDocument(
                identity.id(),
                "reconciliation_report",
                identity.connection(),
                period.from().toString(),
                period.to().toString(),
                period.zone().getId(),
                period.firstDay().toString(),
                period.lastDay().toString(),
                identity.asOf().toString(),
                Comparison.RULE_VERSION,
                identity.position(),
                identity.previousRunId(),
                loaded.files(),
                new Counts(
                        comparison.matched().size(),
                        comparison.timing().size(),
                        comparison.breaks().size()),
                comparison.rollForwards().stream().map(ReportDocument::part).toList(),
                byCode(comparison),
                ageing(comparison, identity.asOf()),
                comparison.findings().stream().map(f -> line(f, identity.asOf())).toList());
    }

    private static CurrencyPart part(RollForward figures) {
        var lines = new ArrayList<SidesLine>();
        lines.add(line("opening", figures.opening()));
        figures.lines().forEach((line, column) -> lines.add(line(line.code(), column)));
        lines.add(line("closing", figures.closing()));
        return new CurrencyPart(
                figures.currency().code(),
                List.copyOf(lines),
                figures.closing().difference(),
                figures.broughtForward(),
                figures.breaks(),
                figures.timing());
    }

    private static SidesLine line(String name, RollForward.Column column) {
        return new SidesLine(name, column.ledger(), column.provider(), column.difference());
    }

    private static List<CodePart> byCode(Comparison comparison) {
        Map<PartKey<FindingCode>, CodePart> parts = new TreeMap<>();
        for (var finding : comparison.findings()) {
            var amount = shown(finding);
            var code = finding.code();
            parts.merge(
                    new PartKey<>(code, amount.currency().code()),
                    new CodePart(
                            code.name(), status(code), amount.currency().code(), 1, amount.minor()),
                    (a, b) ->
                            new CodePart(
                                    a.code(),
                                    a.status(),
                                    a.currency(),
                                    a.count() + b.count(),
                                    Math.addExact(a.amount(), b.amount())));
        }
        return List.copyOf(parts.values());
    }

    private static List<AgePart> ageing(Comparison comparison, Instant asOf) {
        Map<PartKey<AgeBucket>, AgePart> parts = new TreeMap<>();
        for (var finding : comparison.breaks()) {
            var amount = finding.amount();
            var bucket = finding.ageBucket(asOf);
            parts.merge(
                    new PartKey<>(bucket, amount.currency().code()),
                    new AgePart(bucket.label(), amount.currency().code(), 1, amount.minor()),
                    (a, b) ->
                            new AgePart(
                                    a.age(),
                                    a.currency(),
                                    a.count() + b.count(),
                                    Math.addExact(a.amount(), b.amount())));
        }
        return List.copyOf(parts.values());
    }

    private static Line line(Finding finding, Instant asOf) {
        var ledger = finding.ledger();
        var provider = finding.provider();
        var amount = finding.amount();
        return new Line(
                finding.id(),
                finding.code().name(),
                status(finding.code()),
                finding.severity(asOf).code(),
                finding.leg().code(),
                finding.object(),
                finding.chargeId(),
                finding.providerReference(),
                finding.balanceTransactionId(),
                minor(ledger),
                currency(ledger),
                minor(provider),
                currency(provider),
                amount.minor(),
                amount.currency().code(),
                finding.occurredAt().toString(),
                finding.ageBucket(asOf).label(),
                finding.evidence());
    }

    /** What agrees is summed by its amount, everything else by its difference. */
    private static Money shown(Finding finding) {
        var provider = finding.provider();
        return finding.code() == FindingCode.MATCHED && provider != null
                ? provider
                : finding.amount();
    }

    private static String status(FindingCode code) {
        return code.status().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long minor(@Nullable Money money) {
        return money == null ? null : money.minor();
    }

    private static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currency().code();
    }
}
