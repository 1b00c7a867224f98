package io.truebook.projection.payment;

import io.truebook.ledger.payment.Refund;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows that a payment and its refunds are listed by: a function of its events alone. */
public record PaymentListRows(ChargeRow charge, List<RefundRow> refunds) {

    /**
     * @param updatedIndex index of the last event it shows
     */
    public record ChargeRow(
            String paymentId,
            String tenant,
            long createdIndex,
            Instant createdAt,
            String status,
            String merchant,
            String connection,
            @Nullable String reference,
            long updatedIndex) {}

    /**
     * @param createdIndex index of the event that first told of it
     */
    public record RefundRow(String refundId, long createdIndex, Instant createdAt, String status) {}

    public PaymentListRows {
        refunds = List.copyOf(refunds);
    }

    public static PaymentListRows of(PaymentHistory history) {
        var file = history.payment().file();
        var personal = file.personal();
        var charge =
                new ChargeRow(
                        file.paymentId(),
                        file.terms().tenant(),
                        history.firstIndex(),
                        file.createdAt(),
                        PaymentStatus.of(history.payment()),
                        file.terms().merchant(),
                        file.terms().connection(),
                        personal == null ? null : personal.reference(),
                        history.lastIndex());
        return new PaymentListRows(
                charge,
                file.refunds().values().stream().map(refund -> row(history, refund)).toList());
    }

    private static RefundRow row(PaymentHistory history, Refund refund) {
        return new RefundRow(
                refund.id(),
                history.refundIndexes().getOrDefault(refund.id(), history.lastIndex()),
                refund.createdAt(),
                refund.status().name().toLowerCase(Locale.ROOT));
    }
}
