package io.truebook.api.reconciliation;

import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;

/** How a reconciliation ended that somebody waited for. */
public sealed interface ReconciliationOutcome {

    /** There is a report, with or without breaks; it can be written while the ledger is open. */
    record Completed(Summary run, Reports.Report report) implements ReconciliationOutcome {}

    /** There is none, and why. */
    record Failed(String why) implements ReconciliationOutcome {}
}
