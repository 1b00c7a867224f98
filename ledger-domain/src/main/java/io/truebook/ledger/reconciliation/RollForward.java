package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * From opening to closing balance in one currency, ledger and provider side by side.
 *
 * <p>Amounts: minor units, signed as they change the provider account's balance. Closing = opening
 * + all lines. The provider's opening is the ledger's and what the listed items differed by when
 * the period began: each cent brought forward belongs to an item.
 *
 * @param breaks sum of the open breaks at the close, provider less ledger
 * @param timing sum of what is within its time at the close, provider less ledger
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

    /** What the items of earlier periods differed by when this one began. */
    public long broughtForward() {
        return opening.difference();
    }

    void requireExplained() {
        long explained = Math.addExact(breaks, timing);
        if (closing.difference() != explained) {
            throw new IllegalStateException(
                    "The %s difference of %d is explained only to %d"
                            .formatted(currency, closing.difference(), explained));
        }
    }
}
