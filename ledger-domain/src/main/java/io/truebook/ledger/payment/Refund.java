package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One refund of a payment.
 *
 * @param transaction null when the refund was made at the provider, not by us
 * @param objectId the provider's refund object, once an answer has named it
 */
public record Refund(
        String id,
        @Nullable TransactionId transaction,
        Money amount,
        Status status,
        @Nullable String reason,
        @Nullable Personal personal,
        @Nullable String objectId,
        @Nullable Failure failure,
        Instant createdAt,
        Instant updatedAt) {

    /** Requested and unknown differ in what we know, not in what is reserved. */
    public enum Status {
        REQUESTED,
        UNKNOWN,
        PENDING,
        SUCCEEDED,
        FAILED;

        /** Whether the amount is reserved and the provider has still to answer. */
        public boolean isOpen() {
            return this == REQUESTED || this == UNKNOWN || this == PENDING;
        }
    }

    Refund to(
            Status next, @Nullable String reportedObject, @Nullable Failure reported, Instant at) {
        var object = reportedObject == null ? objectId : reportedObject;
        return new Refund(
                id, transaction, amount, next, reason, personal, object, reported, createdAt, at);
    }

    /** Without what a client wrote. */
    Refund forgotten() {
        return new Refund(
                id,
                transaction,
                amount,
                status,
                null,
                null,
                objectId,
                failure,
                createdAt,
                updatedAt);
    }

    Refund of(Money reportedAmount) {
        return new Refund(
                id,
                transaction,
                reportedAmount,
                status,
                reason,
                personal,
                objectId,
                failure,
                createdAt,
                updatedAt);
    }
}
