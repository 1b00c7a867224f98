package io.truebook.projection.store;

import io.truebook.ledger.decision.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * What the register knows of a transaction id.
 *
 * @param subjectId the charge or refund it is about, when it has one
 * @param firstIndex of its own events; 0 when the command had none
 * @param lastIndex of its own events; 0 when the command had none
 * @param position the journal position at which it was last changed
 * @param rejection why it stays refused for ever; null when it was accepted
 * @param answer the final answer; null while the outcome is open, and for a moment after a limit
 *     refused the command and before its answer is recorded
 */
public record Recorded(
        TransactionKey key,
        String commandName,
        RequestFields fields,
        @Nullable String subjectId,
        long firstIndex,
        long lastIndex,
        long position,
        @Nullable Refusal rejection,
        @Nullable Answer answer) {

    /** A refusal that is frozen for the transaction id, with its text for people. */
    public record Refusal(Rejection reason, String detail) {}

    /** Whether its intent is durable and its outcome is still to come. */
    public boolean isOpen() {
        return answer == null && rejection == null;
    }
}
