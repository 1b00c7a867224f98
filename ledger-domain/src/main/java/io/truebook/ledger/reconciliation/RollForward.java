package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

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

    void requireExplained() {
        long explained = Math.addExact(broughtForward(), Math.addExact(breaks, timing));
        if (closing.difference() != explained) {
            throw new IllegalStateException(
                    "The %s difference of %d is explained only to %d"
                            .formatted(currency, closing.difference(), explained));
        }
    }
}
