package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.RollForward.Column;
import io.truebook.projection.reconciliation.RunBefore;

/**
 * How an opening follows from the closing of the run before, in minor units: closed + since +
 * unexplained = opening, for the ledger and for the provider.
 *
 * @param since of days before the period, and known only since that run
 * @param unexplained what neither the books nor the files of that time account for
 */
record OpeningPart(Sides closed, Sides since, Sides unexplained) {

    record Sides(long ledger, long provider) {

        private static Sides of(Column column) {
            return new Sides(column.ledger(), column.provider());
        }

        boolean nothing() {
            return ledger == 0 && provider == 0;
        }
    }

    static OpeningPart of(RunBefore.Opening opening) {
        return new OpeningPart(
                Sides.of(opening.closed()),
                Sides.of(opening.since()),
                Sides.of(opening.unexplained()));
    }
}
