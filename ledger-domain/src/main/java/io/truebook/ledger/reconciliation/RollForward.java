package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.FindingCode.Status;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From opening to closing balance in one currency, ledger and provider side by side.
 *
 * <p>Amounts: minor units, signed as they change the provider account's balance. Closing = opening
 * + all lines. The provider's opening is what the run before closed with; where there is none, it
 * is taken from the ledger, and the period alone is compared.
 *
 * @param breaks sum of the open breaks of the period, provider less ledger
 * @param timing sum of what is within its time, provider less ledger
 */
public record RollForward(
        Currency currency,
        Column opening,
        Map<RollForwardLine, Column> lines,
        Column closing,
        long breaks,
        long timing) {

    /** The two sides of a line, and provider less ledger. */
    public record Column(long ledger, long provider) {

        static final Column ZERO = new Column(0, 0);

        public long difference() {
            return Math.subtractExact(provider, ledger);
        }

        Column plus(long ledgerMinor, long providerMinor) {
            return new Column(
                    Math.addExact(ledger, ledgerMinor), Math.addExact(provider, providerMinor));
        }
    }

    public RollForward {
        lines = Collections.unmodifiableMap(new EnumMap<>(lines));
    }

    /** What the period began with: the difference nobody had explained away before. */
    public long broughtForward() {
        return opening.difference();
    }

    static List<RollForward> of(ComparisonInput input, List<Finding> findings) {
        var drafts = new TreeMap<String, Draft>();
        for (var opening : input.openingLedger()) {
            draft(drafts, opening).openingLedger = opening.minor();
        }
        for (var opening : input.openingProvider()) {
            draft(drafts, opening).openingProvider = opening.minor();
        }
        for (var movement : input.movements()) {
            if (input.period().contains(movement.effectiveAt())) {
                draft(drafts, movement.amount())
                        .add(movement.kind().line(), movement.amount().minor(), 0);
            }
        }
        for (var row : input.rows()) {
            if (input.period().contains(row.createdAt())) {
                var draft = draft(drafts, row.gross());
                draft.add(row.line(), 0, row.gross().minor());
                draft.add(RollForwardLine.FEES, 0, Math.negateExact(row.fee().minor()));
            }
        }
        return drafts.values().stream().map(draft -> draft.finish(findings)).toList();
    }

    void requireExplained() {
        long explained = Math.addExact(broughtForward(), Math.addExact(breaks, timing));
        if (closing.difference() != explained) {
            throw new IllegalStateException(
                    "The %s difference of %d is explained only to %d"
                            .formatted(currency, closing.difference(), explained));
        }
    }

    private static Draft draft(Map<String, Draft> drafts, Money money) {
        return drafts.computeIfAbsent(money.currency().code(), _ -> new Draft(money.currency()));
    }

    private static final class Draft {

        private final Currency currency;
        private final EnumMap<RollForwardLine, Column> lines = new EnumMap<>(RollForwardLine.class);
        private long openingLedger;
        private @Nullable Long openingProvider;

        Draft(Currency currency) {
            this.currency = currency;
            for (var line : RollForwardLine.values()) {
                lines.put(line, Column.ZERO);
            }
        }

        void add(RollForwardLine line, long ledger, long provider) {
            lines.merge(line, new Column(ledger, provider), (a, b) -> a.plus(b.ledger, b.provider));
        }

        RollForward finish(List<Finding> findings) {
            var opening =
                    new Column(
                            openingLedger,
                            openingProvider == null ? openingLedger : openingProvider);
            var closing = opening;
            for (var line : lines.values()) {
                closing = closing.plus(line.ledger, line.provider);
            }
            return new RollForward(
                    currency,
                    opening,
                    lines,
                    closing,
                    sum(findings, Status.OPEN),
                    sum(findings, Status.TIMING));
        }

        private long sum(List<Finding> findings, Status status) {
            return findings.stream()
                    .filter(finding -> finding.status() == status)
                    .mapToLong(finding -> finding.differenceIn(currency))
                    .reduce(0, Math::addExact);
        }
    }
}
