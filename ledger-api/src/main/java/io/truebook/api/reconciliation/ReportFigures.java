package io.truebook.api.reconciliation;

import io.truebook.api.reconciliation.ReportDocument.AgePart;
import io.truebook.api.reconciliation.ReportDocument.CodePart;
import io.truebook.api.reconciliation.ReportDocument.Counts;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.FindingCode.Status;
import java.time.Instant;
import java.util.EnumMap;
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

    private record Sum(long count, long amount) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, Math.addExact(amount, other.amount));
        }
    }

    private final Instant asOf;
    private final Map<Status, Long> counts = new EnumMap<>(Status.class);
    private final Map<Key<FindingCode>, Sum> codes = new TreeMap<>();
    private final Map<Key<AgeBucket>, Sum> ages = new TreeMap<>();

    /** {@code asOf}: the moment ages are counted from. */
    ReportFigures(Instant asOf) {
        this.asOf = asOf;
    }

    void add(Finding finding) {
        counts.merge(finding.status(), 1L, Long::sum);
        var shown = shown(finding);
        codes.merge(
                new Key<>(finding.code(), shown.currency().code()),
                new Sum(1, shown.minor()),
                Sum::plus);
        if (finding.status() == Status.OPEN) {
            var amount = finding.amount();
            ages.merge(
                    new Key<>(finding.ageBucket(asOf), amount.currency().code()),
                    new Sum(1, amount.minor()),
                    Sum::plus);
        }
    }

    Counts counts() {
        return new Counts(count(Status.MATCHED), count(Status.TIMING), count(Status.OPEN));
    }

    List<CodePart> byCode() {
        return codes.entrySet().stream()
                .map(part ->
                        new CodePart(
                                part.getKey().kind().name(),
                                status(part.getKey().kind()),
                                part.getKey().currency(),
                                part.getValue().count(),
                                part.getValue().amount()))
                .toList();
    }

    List<AgePart> ageing() {
        return ages.entrySet().stream()
                .map(part ->
                        new AgePart(
                                part.getKey().kind().label(),
                                part.getKey().currency(),
                                part.getValue().count(),
                                part.getValue().amount()))
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

    private static String status(FindingCode code) {
        return code.status().name().toLowerCase(Locale.ROOT);
    }
}
