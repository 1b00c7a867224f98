package io.truebook.projection.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that could not be worked on, and where it stands.
 *
 * @param id {@code dl_event_...} or {@code dl_callback_...}
 * @param source the processor whose read model did not take an event, or {@code webhooks}
 * @param sequence what it keeps in order: all of it waits behind its oldest letter
 * @param payment null while it is not known
 * @param position of the event in the journal; null for a callback
 * @param cause null for an event that only waits behind another
 * @param nextAttemptAt null when only a person has it tried again
 * @param waitsBehind the letter that has to go first; null for the first of its sequence
 */
public record DeadLetter(
        String id,
        String source,
        Status status,
        String tenant,
        String sequence,
        @Nullable String payment,
        String eventId,
        String eventType,
        @Nullable Long position,
        @Nullable FailureCause cause,
        int attempts,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String waitsBehind) {

    /** Where a letter stands. */
    public enum Status {
        /** It waits: for its next attempt, for the letter before it, or for a person. */
        OPEN,
        /** It is being tried again, or is about to be. */
        RETRYING,
        /** It was worked on after all. */
        RESOLVED,
        /** A person has thrown it away. */
        DISCARDED
    }

    /** What a person did about a letter. */
    public record Action(String action, String principal, @Nullable String reason, Instant at) {}
}
