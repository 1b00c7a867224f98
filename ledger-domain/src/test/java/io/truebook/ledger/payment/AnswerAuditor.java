package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentEvent.CaptureRequested;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundSucceeded;
import io.truebook.ledger.payment.PaymentEvent.Reported;
import io.truebook.ledger.payment.PaymentEvent.VoidRequested;
import io.truebook.ledger.provider.CaptureMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every operation is answered once, corrected only afterwards, and what its last answer says is
 * what the provider's books say. Money is booked once per fact.
 */
final class AnswerAuditor {

    private final Set<String> opened = new HashSet<>();
    private final Map<String, Boolean> saidMoneyMoved = new HashMap<>();
    private final Set<String> booked = new HashSet<>();

    static void checks(SimulatedHistory history) {
        history.ledger
                .journal
                .values()
                .forEach(events -> new AnswerAuditor().reads(events, history));
    }

    private void reads(List<PaymentEvent> events, SimulatedHistory history) {
        events.forEach(this::reads);
        assertThat(saidMoneyMoved.keySet()).as("answered").isEqualTo(opened);
        var request = (ChargeRequested) events.getFirst();
        var id = request.paymentId();
        if (request.terms().capture() == CaptureMode.AUTOMATIC) {
            assertThat(saidMoneyMoved.get(id))
                    .as("last answer of %s", id)
                    .isEqualTo(history.provider.hasTaken(id));
        }
        saidMoneyMoved.forEach((operation, moved) -> {
            if (operation.startsWith("re_")) {
                assertThat(moved)
                        .as("last answer of %s", operation)
                        .isEqualTo(history.provider.hasRefunded(operation));
            }
            if (operation.contains("-capture-") && moved) {
                assertThat(history.provider.hasTaken(id)).as(operation).isTrue();
            }
        });
    }

    private void reads(PaymentEvent event) {
        switch (event) {
            case ChargeRequested e -> opened.add(e.paymentId());
            case CaptureRequested e -> assertThat(opened.add(e.operationId())).isTrue();
            case VoidRequested e -> assertThat(opened.add(e.operationId())).isTrue();
            case RefundRequested e -> assertThat(opened.add(e.refundId())).isTrue();
            case PaymentEvent.OperationUnknown e ->
                    assertThat(saidMoneyMoved).doesNotContainKey(e.operationId());
            case PaymentEvent.PersonalDataErased _, PaymentEvent.DuplicateSuspected _ -> {
                // Answers to nothing.
            }
            case Reported e -> answers(e);
        }
    }

    private void answers(Reported event) {
        boolean moved = event instanceof ChargeCaptured || event instanceof RefundSucceeded;
        for (var operation : event.answered().operations()) {
            assertThat(opened).contains(operation);
            assertThat(saidMoneyMoved.put(operation, moved)).as("answered twice").isNull();
        }
        for (var operation : event.answered().corrected()) {
            assertThat(saidMoneyMoved.put(operation, moved)).as("not answered yet").isNotNull();
        }
        if (!PaymentPostings.entryFor(event).isEmpty()) {
            assertThat(booked.add(event.evidence().factKey())).as("booked twice").isTrue();
        }
    }
}
