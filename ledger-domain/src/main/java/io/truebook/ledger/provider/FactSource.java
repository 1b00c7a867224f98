package io.truebook.ledger.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which provider object a fact is about, and when it happened there.
 *
 * @param connection the provider account that told us
 * @param objectId the object that carries the money (a charge, a refund, a balance transaction), or
 *     our operation id where the provider made no object
 * @param paymentReference the provider's id of the whole payment, where it has one
 * @param occurredAt the provider's time, UTC
 * @param occurrence 1 for the first time this kind of fact is true of the object
 */
public record FactSource(
        String connection,
        String objectId,
        @Nullable String paymentReference,
        Instant occurredAt,
        int occurrence) {

    public static FactSource first(
            String connection,
            String objectId,
            @Nullable String paymentReference,
            Instant occurredAt) {
        return new FactSource(connection, objectId, paymentReference, occurredAt, 1);
    }
}
