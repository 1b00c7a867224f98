package io.truebook.ledger.payment;

import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why we believe an event: the provider's fact and the channel it came through.
 *
 * @param factKey the same for every report of the same fact
 * @param occurredAt the provider's time
 * @param effectiveAt the time the money counts from
 * @param channel response, webhook, query or settlement
 */
public record Evidence(
        String factKey,
        String objectId,
        @Nullable String paymentReference,
        Instant occurredAt,
        Instant effectiveAt,
        String channel) {

    static Evidence of(ProviderFact fact, String channel) {
        var source = fact.source();
        return new Evidence(
                fact.key(),
                source.objectId(),
                source.paymentReference(),
                source.occurredAt(),
                source.occurredAt(),
                channel);
    }
}
