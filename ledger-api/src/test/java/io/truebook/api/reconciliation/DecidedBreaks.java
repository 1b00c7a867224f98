package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.reconciliation.ToldLedger.Step;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakCommand;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.CompleteRepair;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.BreakFacts.Standing;
import io.truebook.ledger.reconciliation.Finding.Leg;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.WriteOffReason;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;

/** Breaks that people have decided about: parked, identified, given up, and the rate's. */
final class DecidedBreaks {

    private static final Instant FOUND = Instant.parse("2026-10-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final LedgerFixture ledger;
    private final Set<String> done = new HashSet<>();

    DecidedBreaks(LedgerFixture ledger) {
        this.ledger = ledger;
    }

    List<Step> steps() {
        var stranger = facts("brk_stranger", FindingCode.MISSING_IN_LEDGER, 700, "EUR");
        var lost = facts("brk_lost", FindingCode.AMOUNT_MISMATCH, -80, "EUR");
        var unclaimed = facts("brk_unclaimed", FindingCode.UNKNOWN_ROW, 45, "EUR");
        var rate = facts("brk_rate", FindingCode.FX_DIFFERENCE, 1, "USD");
        var steps = new ArrayList<Step>();
        steps.add(repaired("parked", "brk_stranger", 1, RepairKind.PARK, stranger));
        steps.add(
                repaired("identified", "brk_stranger", 2, RepairKind.REVERSE, stranger, "parked"));
        steps.add(repaired("lost", "brk_lost", 1, RepairKind.WRITE_OFF, lost));
        steps.add(repaired("gained", "brk_unclaimed", 1, RepairKind.WRITE_OFF, unclaimed));
        steps.add(repaired("rate", "brk_rate", 1, RepairKind.BOOK_FX, rate));
        return steps;
    }

    /** Proposed by one, approved by another, done; told again in every round. */
    private Step repaired(
            String name,
            String id,
            int attempt,
            RepairKind kind,
            BreakFacts facts,
            String... after) {
        return new Step(
                name,
                Set.of(after),
                round -> {
                    if (done.contains(name)) {
                        send(name + "-done-" + round, new CompleteRepair(id, attempt, NOW));
                        return true;
                    }
                    send(name, proposal(id, kind, facts));
                    send(name + "-ok", new ApproveRepair(id, "bob", null, null, facts, NOW));
                    send(name + "-done", new CompleteRepair(id, attempt, NOW));
                    done.add(name);
                    return true;
                });
    }

    private static ProposeRepair proposal(String id, RepairKind kind, BreakFacts facts) {
        return new ProposeRepair(id, "ann", kind, code(kind), "why", false, facts, NOW);
    }

    private static @Nullable WriteOffReason code(RepairKind kind) {
        return kind == RepairKind.WRITE_OFF ? WriteOffReason.UNEXPLAINED : null;
    }

    private void send(String id, BreakCommand command) {
        var context =
                new CommandContext(
                        new TransactionKey(LedgerFixture.TENANT, "api", "break-" + id),
                        "ann",
                        "decide",
                        RequestFields.NONE);
        ledger.gateway.sendAndWait(
                new GenericCommandMessage<>(command).withMetaData(context.metaData()));
    }

    private static BreakFacts facts(String id, FindingCode code, long minor, String currency) {
        var amount = Money.of(minor, currency);
        return new BreakFacts(
                "stripe",
                code,
                Leg.SETTLEMENT,
                "txn_" + id,
                Standing.OPEN,
                null,
                amount,
                amount,
                null,
                null,
                "txn_" + id,
                "Words.",
                FOUND,
                FOUND,
                "rec_1",
                "rec_1",
                1,
                null,
                null);
    }
}
