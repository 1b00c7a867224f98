package io.truebook.ledger.reconciliation;

import java.time.Duration;
import java.time.Instant;

/**
 * How long ledger and provider may differ about an operation before it is a break, and how soon a
 * second witness is looked for.
 *
 * @param unanswered from the request to any answer
 * @param pending from "later" to the answer
 * @param callback from the answer of a call to the provider's own word of it
 * @param settlement from a callback nobody else confirms to the settlement row
 * @param question from asking the provider for its record of an answer to its reply
 * @param firstLook from the answer to the first look for a second witness; later ones come the
 *     rarer the longer it takes
 */
public record Deadlines(
        Duration unanswered,
        Duration pending,
        Duration callback,
        Duration settlement,
        Duration question,
        Duration firstLook) {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    /** A break that is open is looked at so often. */
    static final Duration REMINDER = Duration.ofDays(1);

    public static final Deadlines USUAL =
            new Deadlines(
                    Duration.ofHours(24),
                    Duration.ofDays(7),
                    Duration.ofHours(24),
                    Duration.ofDays(7),
                    Duration.ofHours(6),
                    Duration.ofSeconds(5));

    /** Until when a second witness is waited for. */
    Instant confirmedBy(Answer answer) {
        return answer.at().plus(answer.by() == Teller.CALL ? callback : settlement);
    }

    /** Until when a provider's reply is waited for. */
    Instant repliedBy(Instant askedAt) {
        return askedAt.plus(question);
    }

    /** When to look for one again. */
    Instant nextLook(Answer answer, Instant now) {
        var waited = Duration.between(answer.at(), now);
        var pause = waited.compareTo(firstLook) < 0 ? firstLook : waited;
        var next = now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        var last = confirmedBy(answer);
        return next.isAfter(last) && now.isBefore(last) ? last : next;
    }
}
