package io.truebook.ledger.merchantpayout;

import io.truebook.ledger.payment.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who says it, and when it was so.
 *
 * @param bankReference the bank's own name of the movement; null where nobody knows it
 * @param occurredAt when it counts from
 * @param channel operator or statement
 */
public record ToldOfPayout(@Nullable String bankReference, Instant occurredAt, String channel) {

    /**
     * What makes two words the same fact: what was said, and the movement it is about.
     *
     * <p>Without a reference there is one movement of a kind, the first: what comes after it has to
     * be named.
     */
    static String key(String kind, @Nullable String bankReference) {
        return bankReference == null ? kind : kind + "|" + bankReference;
    }

    Evidence evidence(String kind, String payoutId) {
        return new Evidence(
                key(kind, bankReference), payoutId, bankReference, occurredAt, occurredAt, channel);
    }
}
