package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.ErasePersonalData;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.provider.CaptureMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Clients who want all sorts of things, possible or not, and ask again when they hear nothing. */
final class SimulatedClients {

    private final SimulatedLedger ledger;
    private final LedgerAuditor auditor;
    private final Random random;
    private final List<String> story;
    private final List<PaymentCommand> wishes = new ArrayList<>();
    private final Set<String> transactions = new HashSet<>();
    private int ids;

    SimulatedClients(
            SimulatedLedger ledger, LedgerAuditor auditor, Random random, List<String> story) {
        this.ledger = ledger;
        this.auditor = auditor;
        this.random = random;
        this.story = story;
    }

    void act() {
        if (ledger.journal.size() < 3 && random.nextInt(ledger.journal.size() * 3 + 1) == 0) {
            wish(requestCharge("ch_" + ++ids));
            return;
        }
        var id = oneOf(random, new ArrayList<>(ledger.journal.keySet()));
        if (id == null) {
            return;
        }
        var transaction = TransactionId.ofClient("tx-" + ++ids);
        Long part = random.nextBoolean() ? null : Long.valueOf(1 + random.nextInt(1200));
        wish(
                switch (random.nextInt(7)) {
                    case 0, 1 ->
                            new CaptureCharge(id, "t", transaction, part, SimulatedHistory.NOW);
                    case 6 -> new ErasePersonalData(id, "t", SimulatedHistory.NOW);
                    case 2 -> new VoidCharge(id, "t", transaction, SimulatedHistory.NOW);
                    default -> {
                        var refund = "re_" + ++ids;
                        yield new RequestRefund(
                                id,
                                "t",
                                transaction,
                                refund,
                                part,
                                null,
                                Personal.NONE,
                                SimulatedHistory.NOW);
                    }
                });
    }

    private RequestCharge requestCharge(String id) {
        return new RequestCharge(
                id,
                "t",
                TransactionId.ofClient("tx-" + id),
                Money.of(1 + random.nextInt(1000), "EUR"),
                "m-1",
                ModelProvider.CONNECTION,
                "pm_card",
                random.nextBoolean() ? CaptureMode.AUTOMATIC : CaptureMode.MANUAL,
                null,
                1,
                Personal.NONE,
                SimulatedHistory.NOW,
                random.nextInt(10) == 0 ? "ch_of_another" : null);
    }

    void repeat() {
        var again = oneOf(random, wishes);
        if (again != null) {
            wish(again);
        }
    }

    /** The register knows captures and voids by transaction; the rest by the id they open. */
    private void wish(PaymentCommand command) {
        boolean repeated = wishes.contains(command);
        wishes.add(command);
        boolean known =
                switch (command) {
                    case CaptureCharge c -> !transactions.add(c.transaction().value());
                    case VoidCharge c -> !transactions.add(c.transaction().value());
                    case RequestCharge _, RequestRefund _, ErasePersonalData _, RecordOutcome _ ->
                            false;
                };
        if (known) {
            return;
        }
        long held = auditor.heldOf(command.paymentId());
        var events = ledger.handle(command);
        story.add(command + " -> " + events);
        for (var event : events) {
            if (event instanceof PaymentEvent.RefundRequested e) {
                auditor.promised(e.paymentId(), e.refundId(), e.amount().minor());
            }
            if (event instanceof PaymentEvent.CaptureRequested e) {
                assertThat(e.amount().minor()).isBetween(1L, held);
            }
        }
        if (repeated && command instanceof RequestCharge) {
            assertThat(events).isEmpty();
        }
    }

    static <T> @Nullable T oneOf(Random random, List<T> list) {
        return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
    }
}
