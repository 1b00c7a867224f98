package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentEvent.CaptureRequested;
import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.VoidRequested;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import java.util.List;

/** What clients were granted, as events, for several payments at once. */
final class Wishes {

    private Wishes() {}

    static ChargeRequested charge(String id, CaptureMode capture) {
        var terms =
                new ChargeTerms(
                        "t",
                        transaction(id),
                        Payments.EUR_10,
                        "m-1",
                        "stripe",
                        "pm_card",
                        capture,
                        null,
                        1);
        return new ChargeRequested(id, Payments.NOW, terms, Personal.NONE);
    }

    static CaptureRequested capture(String id, long minor) {
        var operation = id + "-capture-1";
        var amount = Money.of(minor, "EUR");
        return new CaptureRequested(id, Payments.NOW, operation, transaction(operation), amount);
    }

    static VoidRequested voiding(String id) {
        var operation = id + "-void-1";
        return new VoidRequested(
                id, Payments.NOW, operation, transaction(operation), Payments.EUR_10, id);
    }

    static RefundRequested refund(String id, String refundId, long minor) {
        return new RefundRequested(
                id,
                Payments.NOW,
                refundId,
                transaction(refundId),
                new Parties("m-1", "stripe"),
                Money.of(minor, "EUR"),
                Personal.NONE);
    }

    static RecordOutcome told(String id, ProviderFact fact) {
        var outcome = new Outcome.Succeeded(List.of(fact));
        return new RecordOutcome(id, null, outcome, "webhook", Payments.NOW);
    }

    private static TransactionId transaction(String of) {
        return TransactionId.ofClient("tx-" + of);
    }
}
