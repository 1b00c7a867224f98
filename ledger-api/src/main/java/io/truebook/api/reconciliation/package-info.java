/**
 * Reconciling from the outside in: settlement files are read, fees booked, runs made and reports
 * written.
 *
 * <p>Owns the form of settlement files and of reports; what a difference means is decided in {@link
 * io.truebook.ledger.reconciliation.Comparison}, and money moves only through {@code
 * RecordOutcome}. Start reading at {@link io.truebook.api.reconciliation.Reconciler}; proved by
 * {@code SettlementFileTest} and {@code ReconcilerDbTest}.
 */
@NullMarked
package io.truebook.api.reconciliation;

import org.jspecify.annotations.NullMarked;
