package io.truebook.projection.integrity;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;

/** A payment as the events read so far make it. */
final class PaymentFold {

    private Payment payment = new Payment.None();

    Payment now() {
        return payment;
    }

    /** Events of other families change nothing. */
    void next(ReadEvent read) {
        if (!(read.event() instanceof PaymentEvent event)) {
            return;
        }
        if (payment instanceof Payment.None && !(event instanceof ChargeRequested)) {
            throw new DifferenceFound(
                    "sequences",
                    read.position(),
                    "journal_event %d, %s, begins %s; expected charge-requested",
                    read.position(),
                    read.leaf().type(),
                    event.paymentId());
        }
        payment = payment.evolve(event);
    }
}
