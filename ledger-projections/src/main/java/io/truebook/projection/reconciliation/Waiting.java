package io.truebook.projection.reconciliation;

import io.truebook.ledger.reconciliation.FileFindings.LackingBatch;
import io.truebook.ledger.reconciliation.LedgerMovement;
import io.truebook.ledger.reconciliation.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long the movements of one payment may wait for their rows.
 *
 * <p>What was booked before a batch that may still come can be in it: it waits as long as the batch
 * does. Not without end: what is older than the settlement window was due before.
 */
record Waiting(Windows windows, List<LackingBatch> lacking, Instant asOf) {

    Duration of(List<LedgerMovement> movements) {
        var longest = windows.settlement();
        for (var batch : lacking) {
            var until = batch.since().plus(windows.batch());
            if (until.isAfter(asOf)) {
                for (var movement : movements) {
                    var held = Duration.between(movement.effectiveAt(), until);
                    if (mayHold(batch, movement) && held.compareTo(longest) > 0) {
                        longest = held;
                    }
                }
            }
        }
        return longest;
    }

    private boolean mayHold(LackingBatch batch, LedgerMovement movement) {
        var at = movement.effectiveAt();
        return at.isBefore(batch.since()) && !at.plus(windows.settlement()).isBefore(batch.since());
    }
}
