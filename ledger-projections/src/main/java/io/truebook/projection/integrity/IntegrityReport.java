package io.truebook.projection.integrity;

import java.util.Optional;

/**
 * What a check of the whole journal found.
 *
 * @param journalPosition index of the last event looked at
 * @param batches commits looked at
 * @param difference the first one found; empty when everything agrees
 */
public record IntegrityReport(
        long journalPosition,
        long events,
        long postings,
        long balances,
        long transactions,
        long batches,
        Optional<Difference> difference) {

    /**
     * Where what is stored is not what follows from the events.
     *
     * @param check batches, events, postings, balances, sums or transactions
     * @param journalPosition of the event it is about; 0 when it is about none
     * @param message names both sides
     */
    public record Difference(String check, long journalPosition, String message) {}

    public boolean isSound() {
        return difference.isEmpty();
    }
}
