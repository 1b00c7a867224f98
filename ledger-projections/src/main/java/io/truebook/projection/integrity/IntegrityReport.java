package io.truebook.projection.integrity;

import java.util.Optional;

/**
 * What a check of the whole journal found.
 *
 * @param journalPosition index of the last event of the journal when the check began
 * @param events looked at
 * @param batches commits looked at
 * @param seals roots that were hashed again
 * @param checkpoints signed roots outside the database that were compared
 * @param difference the first one found; empty when everything agrees
 */
public record IntegrityReport(
        long journalPosition,
        long events,
        long postings,
        long balances,
        long transactions,
        long batches,
        long seals,
        long checkpoints,
        Optional<Difference> difference) {

    /**
     * Where what is stored is not what follows from the events, or not what was sealed or signed.
     *
     * @param check batches, events, seals, checkpoints, postings, balances, sums, transactions,
     *     references, sequences or facts
     * @param journalPosition of the event it is about; 0 when it is about none
     * @param message names the table, its key, and both sides
     */
    public record Difference(String check, long journalPosition, String message) {}

    public boolean isSound() {
        return difference.isEmpty();
    }
}
