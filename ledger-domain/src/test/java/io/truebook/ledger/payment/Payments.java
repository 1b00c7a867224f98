package io.truebook.ledger.payment;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Payments in every state, the commands that brought them there, and what a decision comes to. */
final class Payments {

    static final String CHARGE = "ch_1";
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final Money EUR_10 = Money.of(1000, "EUR");

    private Payments() {}

    static List<Payment> inEveryState() {
        return List.of(
                new Payment.None(),
                aRequested(),
                aProcessing(),
                anActionRequired(),
                aHeld(),
                aCaptured(),
                aFailed(),
                aVoided(),
                anExpired());
    }

    static Payment aRequested() {
        return after(new Payment.None(), requestCharge(CaptureMode.AUTOMATIC));
    }

    static Payment aRequested(CaptureMode capture) {
        return after(new Payment.None(), requestCharge(capture));
    }

    static Payment aProcessing() {
        return told(aRequested(), Facts.processing());
    }

    static Payment anActionRequired() {
        return told(aRequested(), Facts.actionRequired());
    }

    static Payment aHeld() {
        return told(aRequested(CaptureMode.MANUAL), Facts.authorized(1000));
    }

    static Payment aCaptured() {
        return told(aRequested(), Facts.captured(1000));
    }

    static Payment aFailed() {
        return told(aRequested(), Facts.failed());
    }

    static Payment aVoided() {
        return told(after(aHeld(), voidCharge()), Facts.voided());
    }

    static Payment anExpired() {
        return told(aHeld(), Facts.expired());
    }

    static RequestCharge requestCharge(CaptureMode capture) {
        return requestCharge(capture, 1000, 1);
    }

    static RequestCharge requestCharge(CaptureMode capture, long minor, long step) {
        return new RequestCharge(
                CHARGE,
                "t",
                TransactionId.ofClient("tx-charge"),
                Money.of(minor, "EUR"),
                "m-1",
                "stripe",
                "pm_card",
                capture,
                null,
                step,
                Personal.NONE,
                NOW);
    }

    static CaptureCharge captureCharge(Long minor) {
        return new CaptureCharge(CHARGE, "t", TransactionId.ofClient("tx-capture"), minor, NOW);
    }

    static VoidCharge voidCharge() {
        return new VoidCharge(CHARGE, "t", TransactionId.ofClient("tx-void"), NOW);
    }

    static PaymentCommand.ErasePersonalData erasePersonalData() {
        return new PaymentCommand.ErasePersonalData(CHARGE, "t", NOW);
    }

    static RequestRefund requestRefund(String id, Long minor) {
        var transaction = TransactionId.ofClient("tx-" + id);
        return new RequestRefund(
                CHARGE, "t", transaction, id, minor, "requested", Personal.NONE, NOW);
    }

    /** The provider speaks first: nobody asked. */
    static RecordOutcome told(ProviderFact... facts) {
        var outcome = new Outcome.Succeeded(List.of(facts));
        return new RecordOutcome(CHARGE, null, outcome, "webhook", NOW);
    }

    /** The answer to one of our operations. */
    static RecordOutcome answer(String operation, Outcome outcome) {
        return new RecordOutcome(CHARGE, operation, outcome, "response", NOW);
    }

    static RecordOutcome refused(String operation, ProviderFact... facts) {
        return answer(operation, new Outcome.Refused(List.of(facts)));
    }

    static RecordOutcome unknown(String operation) {
        return answer(operation, new Outcome.Unknown("timeout"));
    }

    static Payment told(Payment payment, ProviderFact... facts) {
        return after(payment, told(facts));
    }

    static Payment after(Payment payment, PaymentCommand... commands) {
        var now = payment;
        for (var command : commands) {
            for (var event : accepted(now, command)) {
                now = now.evolve(event);
            }
        }
        return now;
    }

    static PaymentFile file(Payment payment) {
        return payment.known().orElseThrow();
    }

    static List<PaymentEvent> accepted(Payment payment, PaymentCommand command) {
        return switch (payment.decide(command)) {
            case Decision.Accepted(var events) -> events;
            case Decision.Rejected(var reason, var detail) ->
                    throw new AssertionError(reason + ": " + detail);
        };
    }

    /** The only event of a decision. */
    static <E extends PaymentEvent> E event(
            Class<E> kind, Payment payment, PaymentCommand command) {
        var events = accepted(payment, command);
        if (events.size() != 1) {
            throw new AssertionError("Not one event: " + events);
        }
        return kind.cast(events.getFirst());
    }

    /** A decision in words: the refusal, or the events and the status they lead to. */
    static String inWords(Payment payment, PaymentCommand command) {
        return switch (payment.decide(command)) {
            case Decision.Rejected(var reason, var _) -> reason.name();
            case Decision.Accepted(var events) when events.isEmpty() -> "nothing";
            case Decision.Accepted(var events) -> {
                var now = payment;
                for (var event : events) {
                    now = now.evolve(event);
                }
                yield events.stream()
                                .map(event -> event.getClass().getSimpleName())
                                .collect(Collectors.joining(", "))
                        + " -> "
                        + now.coreStatus();
            }
        };
    }
}
