package io.truebook.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.truebook.ledger.payment.Operation;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.Personal;
import io.truebook.projection.payment.PaymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A charge as clients see it.
 *
 * <p>Amounts: minor units of {@code currency}; {@code fees} are those booked in it.
 *
 * @param probableDuplicateOf a charge of the same merchant, reference and amount that nobody knew
 *     the outcome of when this one was wanted; absent otherwise
 * @param corrected true in an answer that replaced an earlier one; absent otherwise
 * @param journalPosition index of the event it shows
 */
public record ChargeResource(
        String id,
        String object,
        String status,
        long amount,
        String currency,
        long amountAuthorized,
        long amountCaptured,
        long amountRefunded,
        long amountRefundPending,
        long amountDisputed,
        long amountRefundable,
        long fees,
        String merchant,
        String provider,
        @Nullable String providerReference,
        String transactionId,
        @Nullable OpenOperation operation,
        @Nullable NextStep nextAction,
        @Nullable FailureResource failure,
        List<DisputeResource> disputes,
        @Nullable String description,
        @Nullable String reference,
        Map<String, String> metadata,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String probableDuplicateOf,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean corrected,
        long journalPosition) {

    /** A charge, capture or void that has no final answer yet. */
    public record OpenOperation(String kind, String state) {
        static OpenOperation of(Operation operation) {
            return new OpenOperation(
                    operation.kind().name().toLowerCase(Locale.ROOT),
                    operation.state().name().toLowerCase(Locale.ROOT));
        }
    }

    /** What the payer has to do. */
    public record NextStep(String type, String url) {}

    static ChargeResource of(Payment.Known payment, long position) {
        return of(payment, position, false);
    }

    static ChargeResource of(Payment.Known payment, long position, boolean corrected) {
        var file = payment.file();
        var terms = file.terms();
        var personal = file.personal() == null ? Personal.NONE : file.personal();
        return new ChargeResource(
                file.paymentId(),
                "charge",
                PaymentStatus.of(payment),
                terms.amount().minor(),
                terms.amount().currency().code(),
                file.authorized().minor(),
                file.captured().minor(),
                file.refunded().minor(),
                file.refundPending().minor(),
                file.disputed().minor(),
                file.refundable().minor(),
                file.feesInChargeCurrency().minor(),
                terms.merchant(),
                terms.connection(),
                file.paymentReference(),
                terms.transaction().value(),
                file.operation().map(OpenOperation::of).orElse(null),
                nextStep(payment),
                FailureResource.of(file.failure()),
                DisputeResource.of(payment),
                personal.description(),
                personal.reference(),
                personal.metadata(),
                Json.time(file.createdAt()),
                Json.time(file.updatedAt()),
                file.probableDuplicateOf(),
                corrected ? true : null,
                position);
    }

    private static @Nullable NextStep nextStep(Payment.Known payment) {
        return payment instanceof Payment.ActionRequired(var _, var action)
                ? new NextStep(action.type(), action.url())
                : null;
    }
}
