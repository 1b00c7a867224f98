package io.truebook.projection.payment;

import io.truebook.ledger.payment.Dispute;
import io.truebook.ledger.payment.Refund;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a payment, its refunds and disputes are listed by: a function of its events alone.
 */
public record PaymentListRows(
        ChargeRow charge, List<RefundRow> refunds, List<DisputeRow> disputes) {

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

    /** As {@link RefundRow}. */
    public record DisputeRow(
            String disputeId, long createdIndex, Instant createdAt, String status) {}

    public PaymentListRows {
        refunds = List.copyOf(refunds);
        disputes = List.copyOf(disputes);
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
                file.refunds().values().stream().map(refund -> row(history, refund)).toList(),
                file.disputes().values().stream().map(dispute -> row(history, dispute)).toList());
    }

    private static DisputeRow row(PaymentHistory history, Dispute dispute) {
        return new DisputeRow(
                dispute.id(),
                history.disputeIndexes().getOrDefault(dispute.id(), history.lastIndex()),
                dispute.createdAt(),
                dispute.status().name().toLowerCase(Locale.ROOT));
    }

    private static RefundRow row(PaymentHistory history, Refund refund) {
        return new RefundRow(
                refund.id(),
                history.refundIndexes().getOrDefault(refund.id(), history.lastIndex()),
                refund.createdAt(),
                refund.status().name().toLowerCase(Locale.ROOT));
    }
}
