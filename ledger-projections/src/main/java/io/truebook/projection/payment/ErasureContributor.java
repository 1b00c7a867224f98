package io.truebook.projection.payment;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent.PersonalDataErased;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.TransactionKey;
import java.util.stream.Collectors;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Erases, in the commit of the event that says so, what is kept beside a payment's events and in
 * the stored answers about it.
 *
 * <p>What providers sent is looked through afterwards ({@link Erasures}): nobody should wait for
 * that with the head of the ledger in hand.
 */
public final class ErasureContributor implements JournalContributor {

    private final Runnable wake;

    /**
     * @param wake rung after the commit of an erasure; must not block
     */
    public ErasureContributor(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        for (var message : change.events()) {
            if (message.getPayload() instanceof PersonalDataErased
                    && change.state() instanceof Payment.Known payment) {
                erase(payment, rows);
                CurrentUnitOfWork.ifStarted(unit -> unit.root().afterCommit(_ -> wake.run()));
            }
        }
    }

    private static void erase(Payment.Known payment, BatchRows rows) {
        var file = payment.file();
        var answered =
                file.transactions().values().stream()
                        .map(id ->
                                new TransactionKey(file.terms().tenant(), id.origin(), id.value()))
                        .collect(Collectors.toSet());
        rows.erase(file.paymentId(), answered);
    }
}
