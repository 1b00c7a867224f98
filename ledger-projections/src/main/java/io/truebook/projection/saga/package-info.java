/**
 * Keeps the sagas that follow our operations until the provider agrees, and the time for them.
 *
 * <p>Owns the rows of those that wait and when they are due; the rules are in {@link
 * io.truebook.ledger.reconciliation.Reconciliation}. Knows nothing of how commands are sent. Start
 * reading at {@link io.truebook.projection.saga.ReconciliationSagas}; proved by {@code
 * ReconciliationSagaDbTest} and {@code SagaCrashDbTest}.
 */
@NullMarked
package io.truebook.projection.saga;

import org.jspecify.annotations.NullMarked;
