package io.truebook.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.Refund;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refund as clients see it.
 *
 * <p>Amount: minor units of {@code currency}.
 *
 * @param transactionId null when the refund was made at the provider
 * @param corrected true in an answer that replaced an earlier one; absent otherwise
 * @param journalPosition index of the event it shows
 */
public record RefundResource(
        String id,
        String object,
        String status,
        long amount,
        String currency,
        String charge,
        String merchant,
        String provider,
        @Nullable String providerReference,
        @Nullable String transactionId,
        @Nullable FailureResource failure,
        @Nullable String reason,
        Map<String, String> metadata,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean corrected,
        long journalPosition) {

    static final List<String> STATUSES =
            List.of("requested", "unknown", "pending", "succeeded", "failed");

    static RefundResource of(Payment.Known payment, Refund refund, long position) {
        return of(payment, refund, position, false);
    }

    static RefundResource of(
            Payment.Known payment, Refund refund, long position, boolean corrected) {
        var terms = payment.file().terms();
        var personal = refund.personal() == null ? Personal.NONE : refund.personal();
        var transaction = refund.transaction();
        return new RefundResource(
                refund.id(),
                "refund",
                refund.status().name().toLowerCase(Locale.ROOT),
                refund.amount().minor(),
                refund.amount().currency().code(),
                payment.file().paymentId(),
                terms.merchant(),
                terms.connection(),
                refund.objectId(),
                transaction == null ? null : transaction.value(),
                FailureResource.of(refund.failure()),
                refund.reason(),
                personal.metadata(),
                Json.time(refund.createdAt()),
                Json.time(refund.updatedAt()),
                corrected ? true : null,
                position);
    }
}
