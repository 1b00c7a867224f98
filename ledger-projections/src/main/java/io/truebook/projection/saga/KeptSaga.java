package io.truebook.projection.saga;

import io.truebook.ledger.reconciliation.Reconciliation;
import org.jspecify.annotations.Nullable;

/**
 * A row: one operation that waits.
 *
 * @param settledBy the run that matched it while its break was open; null for none
 */
record KeptSaga(Reconciliation.Open state, @Nullable String settledBy) {

    String operationId() {
        return state.about().operationId();
    }

    String paymentId() {
        return state.about().paymentId();
    }
}
