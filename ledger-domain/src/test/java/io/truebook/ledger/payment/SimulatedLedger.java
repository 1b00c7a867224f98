package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.account.Side;
import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.journal.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Events and balances in memory, changed together; everything else is folded from the events. */
final class SimulatedLedger {

    final Map<String, List<PaymentEvent>> journal = new LinkedHashMap<>();
    final Map<String, Long> balances = new TreeMap<>();
    final Map<String, Payment> states = new LinkedHashMap<>();

    /** The events of a command, or nothing where it was refused. */
    List<PaymentEvent> handle(PaymentCommand command) {
        return switch (state(command.paymentId()).decide(command)) {
            case Decision.Accepted(var events) -> {
                events.forEach(this::append);
                yield events;
            }
            case Decision.Rejected<PaymentEvent> _ -> List.of();
        };
    }

    Payment state(String paymentId) {
        return states.getOrDefault(paymentId, new Payment.None());
    }

    void append(PaymentEvent event) {
        journal.computeIfAbsent(event.paymentId(), _ -> new ArrayList<>()).add(event);
        states.put(event.paymentId(), state(event.paymentId()).evolve(event));
        book(balances, PaymentPostings.entryFor(event));
    }

    /** Loses everything but the journal. */
    void crash() {
        var before = Map.copyOf(states);
        states.clear();
        journal.forEach((id, events) -> {
            Payment payment = new Payment.None();
            for (var event : events) {
                payment = payment.evolve(event);
            }
            states.put(id, payment);
        });
        assertThat(states).isEqualTo(before);
    }

    /** Signed by the debit side; holds apart. */
    private static void book(Map<String, Long> balances, JournalEntry entry) {
        for (var posting : entry.postings()) {
            boolean posted = posting.layer() == Layer.POSTED;
            long sign = posting.side() == Side.DEBIT ? 1 : -1;
            long direction = posting.layer() == Layer.HOLD_RELEASE ? -1 : 1;
            balances.merge(
                    posting.account() + (posted ? "" : " held"),
                    sign * direction * posting.amount().minor(),
                    (old, change) -> old + change == 0 ? null : Math.addExact(old, change));
        }
    }
}
