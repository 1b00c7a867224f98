package io.truebook.api.reconciliation;

import io.truebook.api.reconciliation.ReportDocument.CodePart;
import io.truebook.api.reconciliation.ReportDocument.Counts;
import io.truebook.api.reconciliation.ReportDocument.MatchedPart;
import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.FindingCode.Status;
import io.truebook.projection.reconciliation.RepairDone;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts and sums over the lines of a report, kept while they pass by. */
final class ReportFigures {

    /** What sums are kept by, in the order they are printed. */
    private record Key<E extends Comparable<E>>(E kind, String currency)
            implements Comparable<Key<E>> {
        @Override
        public int compareTo(Key<E> other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : currency.compareTo(other.currency);
        }
    }

    /** An age in its table: what explains the balance is in one, each leg beside it in its own. */
    private record Aged(Finding.Leg leg, AgeBucket age) implements Comparable<Aged> {

        static Aged of(Finding.Leg leg, AgeBucket age) {
            return new Aged(leg.explainsBalance() ? Finding.Leg.SETTLEMENT : leg, age);
        }

        String part() {
            return leg.explainsBalance() ? AgePart.BALANCE : leg.code();
        }

        @Override
        public int compareTo(Aged other) {
            int byLeg = leg.compareTo(other.leg);
            return byLeg != 0 ? byLeg : age.compareTo(other.age);
        }
    }

    /** A code as it counts: what was dismissed is decided, and is open no more. */
    private record Judged(FindingCode code, boolean isDismissed) implements Comparable<Judged> {

        String status() {
            return isDismissed ? "dismissed" : code.status().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public int compareTo(Judged other) {
            int byCode = code.compareTo(other.code);
            return byCode != 0 ? byCode : Boolean.compare(isDismissed, other.isDismissed);
        }
    }

    private record Sum(long count, long amount, long absolute) {

        static final Sum NONE = new Sum(0, 0, 0);

        static Sum of(Money money) {
            return new Sum(1, money.minor(), Math.absExact(money.minor()));
        }

        Sum plus(Sum other) {
            return new Sum(
                    count + other.count,
                    Math.addExact(amount, other.amount),
                    Math.addExact(absolute, other.absolute));
        }
    }

    private final Instant asOf;
    private final Map<Status, Long> counts = new EnumMap<>(Status.class);
    private final Map<Key<Judged>, Sum> codes = new TreeMap<>();
    private final Map<Key<Aged>, Sum> ages = new TreeMap<>();
    private final Map<Key<MatchedBy>, Sum> matched = new TreeMap<>();
    private final Map<String, Long> dismissedMinor = new HashMap<>();
    private final MatchedBy.Known repairs;
    private final Map<String, Money> dismissed;
    private long dismissedCount;

    /**
     * @param asOf the moment ages are counted from
     * @param repairs of the period, by which matched lines are told apart
     * @param dismissed breaks, each with the amount people saw when they dismissed it
     */
    ReportFigures(Instant asOf, List<RepairDone> repairs, Map<String, Money> dismissed) {
        this.asOf = asOf;
        this.dismissed = Map.copyOf(dismissed);
        this.repairs = MatchedBy.Known.of(repairs);
    }

    void add(Finding finding) {
        counts.merge(finding.status(), 1L, Long::sum);
        var shown = shown(finding);
        var judged = new Judged(finding.code(), isDismissed(finding));
        codes.merge(new Key<>(judged, shown.currency().code()), Sum.of(shown), Sum::plus);
        switch (finding.status()) {
            case MATCHED ->
                    matched.merge(
                            new Key<>(repairs.by(finding), shown.currency().code()),
                            Sum.of(shown),
                            Sum::plus);
            case OPEN -> {
                if (judged.isDismissed()) {
                    dismiss(finding);
                } else {
                    finding.differences().forEach(part -> age(finding, part));
                }
            }
            case TIMING -> {}
        }
    }

    private boolean isDismissed(Finding finding) {
        return finding.status() == Status.OPEN
                && finding.amount().equals(dismissed.get(finding.id()));
    }

    private void dismiss(Finding finding) {
        dismissedCount++;
        if (finding.leg().explainsBalance()) {
            for (var part : finding.differences()) {
                dismissedMinor.merge(part.currency().code(), part.minor(), Math::addExact);
            }
        }
    }

    /** Of the difference in a currency the part that was dismissed, in minor units. */
    long dismissed(Currency currency) {
        return dismissedMinor.getOrDefault(currency.code(), 0L);
    }

    /** A currency's table is whole: what has no break of an age says so. */
    private void age(Finding finding, Money amount) {
        var currency = amount.currency().code();
        for (var bucket : AgeBucket.values()) {
            ages.putIfAbsent(new Key<>(Aged.of(finding.leg(), bucket), currency), Sum.NONE);
        }
        var aged = Aged.of(finding.leg(), finding.ageBucket(asOf));
        ages.merge(new Key<>(aged, currency), Sum.of(amount), Sum::plus);
    }

    Counts counts() {
        return new Counts(
                count(Status.MATCHED),
                count(Status.TIMING),
                count(Status.OPEN) - dismissedCount,
                dismissedCount);
    }

    List<CodePart> byCode() {
        return codes.entrySet().stream()
                .map(part ->
                        new CodePart(
                                part.getKey().kind().code().name(),
                                part.getKey().kind().status(),
                                part.getKey().currency(),
                                part.getValue().count(),
                                part.getValue().amount()))
                .toList();
    }

    List<MatchedPart> matchedBy() {
        return matched.entrySet().stream()
                .map(part ->
                        new MatchedPart(
                                part.getKey().kind().code(),
                                part.getKey().currency(),
                                part.getValue().count(),
                                part.getValue().amount()))
                .toList();
    }

    List<AgePart> ageing() {
        return ages.entrySet().stream()
                .map(part ->
                        new AgePart(
                                part.getKey().kind().age().label(),
                                part.getKey().currency(),
                                part.getValue().count(),
                                part.getValue().amount(),
                                part.getValue().absolute(),
                                part.getKey().kind().part()))
                .toList();
    }

    private long count(Status status) {
        return counts.getOrDefault(status, 0L);
    }

    /** What agrees is summed by its amount, everything else by its difference. */
    private static Money shown(Finding finding) {
        var provider = finding.provider();
        return finding.code() == FindingCode.MATCHED && provider != null
                ? provider
                : finding.amount();
    }
}
