package io.truebook.api.http;

import io.truebook.projection.deadletter.DeadLetter;
import io.truebook.projection.deadletter.DeadLetter.Action;
import io.truebook.projection.deadletter.FailureCause;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as operators see it: never what it holds, only what it is about and why it failed.
 *
 * @param sequence what is worked in order; the letters of one wait behind its oldest
 * @param journalPosition of the event; null for a callback
 * @param nextAttemptAt null when nobody tries it by himself any more
 * @param discardMeans what would be missing without it
 * @param actions what persons did about it; absent in lists
 */
record DeadLetterResource(
        String id,
        String source,
        String status,
        String tenant,
        String sequence,
        @Nullable String payment,
        String eventId,
        String eventType,
        @Nullable Long journalPosition,
        @Nullable FailureCause cause,
        int attempts,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String waitsBehind,
        String discardMeans,
        @Nullable List<Action> actions) {

    private static final String EVENT =
            "The read model does not show this event until the payment's next one or a rebuild;"
                    + " journal, balances and the payment itself are not touched.";
    private static final String CALLBACK =
            "The callback stays filed but its facts are not booked; they still come by the"
                    + " answer to the call, a status query or the settlement file.";

    static DeadLetterResource of(DeadLetter letter, @Nullable List<Action> actions) {
        return new DeadLetterResource(
                letter.id(),
                letter.source(),
                letter.status().name().toLowerCase(Locale.ROOT),
                letter.tenant(),
                letter.sequence(),
                letter.payment(),
                letter.eventId(),
                letter.eventType(),
                letter.position(),
                letter.cause(),
                letter.attempts(),
                letter.firstAt(),
                letter.lastAt(),
                letter.nextAttemptAt(),
                letter.waitsBehind(),
                letter.position() == null ? CALLBACK : EVENT,
                actions);
    }
}
