package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentEvent.DisputeClosed;
import io.truebook.ledger.payment.PaymentEvent.DisputeFundsReinstated;
import io.truebook.ledger.payment.PaymentEvent.DisputeFundsWithdrawn;
import io.truebook.ledger.payment.PaymentEvent.DisputeOpened;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;

/**
 * How a fact about a dispute moves it, in whatever order facts arrive.
 *
 * <p>Each event carries by how much it shifts what is held and what is borne, so that the books are
 * the same whichever fact was heard of first: a dispute may be decided before it was opened.
 */
final class DisputeFacts {

    private DisputeFacts() {}

    static List<PaymentEvent> opened(
            Payment.Known payment, ProviderFact.DisputeOpened fact, String channel, Instant at) {
        var file = payment.file();
        int round = fact.source().occurrence();
        var before = file.dispute(fact.source().objectId(), at);
        var claim =
                new Dispute.Claim(
                        fact.amount(), fact.inquiry(), round, fact.reason(), fact.respondBy());
        var after = before.claimed(claim, at);
        return List.of(
                new DisputeOpened(
                        file.paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        Answered.NONE,
                        round,
                        file.terms().parties(),
                        fact.amount(),
                        fact.inquiry(),
                        fact.reason(),
                        fact.respondBy(),
                        hold(before, after),
                        loss(before, after)));
    }

    static List<PaymentEvent> withdrawn(
            Payment.Known payment,
            ProviderFact.DisputeFundsWithdrawn fact,
            String channel,
            Instant at) {
        var file = payment.file();
        int round = fact.source().occurrence();
        var before = file.dispute(fact.source().objectId(), at);
        var after = before.withdrew(fact.amount(), round, at);
        boolean excess = after.taken().minus(before.taken()).exceeds(file.budget());
        return List.of(
                new DisputeFundsWithdrawn(
                        file.paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        Answered.NONE,
                        round,
                        file.terms().parties(),
                        fact.amount(),
                        excess,
                        hold(before, after),
                        loss(before, after)));
    }

    static List<PaymentEvent> reinstated(
            Payment.Known payment,
            ProviderFact.DisputeFundsReinstated fact,
            String channel,
            Instant at) {
        var file = payment.file();
        var before = file.dispute(fact.source().objectId(), at);
        var after = before.reinstated(fact.amount(), at);
        return List.of(
                new DisputeFundsReinstated(
                        file.paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        Answered.NONE,
                        fact.source().occurrence(),
                        file.terms().parties(),
                        fact.amount(),
                        hold(before, after),
                        loss(before, after)));
    }

    static List<PaymentEvent> closed(
            Payment.Known payment, ProviderFact.DisputeClosed fact, String channel, Instant at) {
        var file = payment.file();
        int round = fact.source().occurrence();
        var before = file.dispute(fact.source().objectId(), at);
        var after = before.ruled(new Dispute.Ruling(fact.verdict(), round), at);
        return List.of(
                new DisputeClosed(
                        file.paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        Answered.NONE,
                        round,
                        file.terms().parties(),
                        fact.verdict(),
                        hold(before, after),
                        loss(before, after)));
    }

    /** The dispute after an event: the same steps, from what the event says. */
    static Dispute after(PaymentFile file, PaymentEvent.Disputed event) {
        var before = file.dispute(event.disputeId(), event.at());
        return switch (event) {
            case DisputeOpened e ->
                    before.claimed(
                            new Dispute.Claim(
                                    e.amount(), e.inquiry(), e.round(), e.reason(), e.respondBy()),
                            e.at());
            case DisputeFundsWithdrawn e -> before.withdrew(e.amount(), e.round(), e.at());
            case DisputeFundsReinstated e -> before.reinstated(e.amount(), e.at());
            case DisputeClosed e ->
                    before.ruled(new Dispute.Ruling(e.verdict(), e.round()), e.at());
        };
    }

    private static Money hold(Dispute before, Dispute after) {
        return after.held().minus(before.held());
    }

    private static Money loss(Dispute before, Dispute after) {
        return after.borne().minus(before.borne());
    }
}
