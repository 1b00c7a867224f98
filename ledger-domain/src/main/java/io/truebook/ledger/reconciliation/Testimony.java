package io.truebook.ledger.reconciliation;

import io.truebook.ledger.provider.ToldFact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody says that an operation was done.
 *
 * @param told null where it is about the operation as such and names no fact: it says what was
 *     answered
 * @param at when we heard it
 * @param source what said it, for people: an event of the provider, an attempt, a run
 */
public record Testimony(Teller by, @Nullable ToldFact told, Instant at, String source) {

    /** Whether it is about what was answered, and comes from somebody else. */
    boolean concerns(Answer answer) {
        return by != answer.by()
                && (told == null
                        || told.factKey().equals(ToldFact.ANYTHING)
                        || told.factKey().equals(answer.told().factKey()));
    }

    /** Whether it says the same; what names no amount says nothing against one. */
    boolean agreesWith(Answer answer) {
        var other = answer.told().amount();
        return told == null
                || told.amount() == null
                || other == null
                || told.amount().equals(other);
    }
}
