package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The same facts in another order end in the same balances. */
final class FactOrderAuditor {

    private FactOrderAuditor() {}

    static void checks(SimulatedHistory history, long seed) {
        var random = new Random(seed);
        for (var order = 0; order < 2; order++) {
            var other = new SimulatedLedger();
            history.ledger.journal.values().stream()
                    .flatMap(List::stream)
                    .filter(event -> !(event instanceof PaymentEvent.Reported))
                    .forEach(other::append);
            var letters = new ArrayList<>(history.recorded);
            Collections.shuffle(letters, random);
            // A fact nobody recognises yet is offered again.
            for (int round = 0; round < 3; round++) {
                letters.forEach(letter -> tells(other, letter));
            }
            assertThat(other.balances).isEqualTo(history.ledger.balances);
            assertThat(disputes(other)).isEqualTo(disputes(history.ledger));
        }
    }

    private static void tells(SimulatedLedger ledger, SimulatedHistory.Letter letter) {
        for (var fact : letter.outcome().facts()) {
            ledger.handle(
                    new RecordOutcome(
                            letter.paymentId(),
                            null,
                            new Outcome.Succeeded(List.of(fact)),
                            "query",
                            letter.at()));
        }
    }

    private static List<Map<String, Dispute>> disputes(SimulatedLedger ledger) {
        return ledger.states.values().stream()
                .map(payment -> payment.known().orElseThrow().disputes())
                .toList();
    }
}
