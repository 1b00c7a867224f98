package io.truebook.api.reconciliation;

import io.truebook.projection.reconciliation.ReconciliationRuns.Report;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;

/** How a reconciliation ended that somebody waited for. */
public sealed interface ReconciliationOutcome {

    /** There is a report, with or without breaks. */
    record Completed(Summary run, Report report) implements ReconciliationOutcome {}

    /** There is none, and why. */
    record Failed(String why) implements ReconciliationOutcome {}
}
