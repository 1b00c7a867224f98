package io.truebook.projection.payment;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A payment with the places of its events: what the lists are written from, now or again.
 *
 * @param firstIndex index of its first event
 * @param lastIndex index of its last event
 * @param refundIndexes index of the event that first told of each refund
 * @param disputeIndexes the same of each dispute
 */
public record PaymentHistory(
        Payment.Known payment,
        long firstIndex,
        long lastIndex,
        Map<String, Long> refundIndexes,
        Map<String, Long> disputeIndexes) {

    /** An event and its index. */
    public record Step(long index, PaymentEvent event) {}

    public PaymentHistory {
        refundIndexes = Map.copyOf(refundIndexes);
        disputeIndexes = Map.copyOf(disputeIndexes);
    }

    /** What these events, in order, make; empty when they make no payment. */
    public static Optional<PaymentHistory> of(List<Step> steps) {
        Payment payment = new Payment.None();
        Map<String, Long> refunds = new HashMap<>();
        Map<String, Long> disputes = new HashMap<>();
        for (var step : steps) {
            payment = payment.evolve(step.event());
            if (payment instanceof Payment.Known known) {
                var file = known.file();
                file.refunds().keySet().forEach(id -> refunds.putIfAbsent(id, step.index()));
                file.disputes().keySet().forEach(id -> disputes.putIfAbsent(id, step.index()));
            }
        }
        return payment instanceof Payment.Known known
                ? Optional.of(
                        new PaymentHistory(
                                known,
                                steps.getFirst().index(),
                                steps.getLast().index(),
                                refunds,
                                disputes))
                : Optional.empty();
    }
}
