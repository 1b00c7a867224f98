package io.truebook.projection.outbox;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** A payment as its events make it now; nothing is cached, so it is never behind an answer. */
public final class FoldedPayments {

    private final EventStore events;

    public FoldedPayments(EventStore events) {
        this.events = events;
    }

    /** {@link Payment.None} when nothing was ever asked under this id. */
    public Payment of(String paymentId) {
        Payment payment = new Payment.None();
        var stored = events.readEvents(paymentId);
        while (stored.hasNext()) {
            if (stored.next().getPayload() instanceof PaymentEvent event) {
                payment = payment.evolve(event);
            }
        }
        return payment;
    }
}
