package io.truebook.projection.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.Finding.Leg;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.WriteOffReason;
import java.time.Instant;
import java.util.List;

/** One event of every type a break has, with every field filled in. */
final class BreakSamples {

    private static final String BREAK = "brk_06f9n6q1xr4d7v2m8s0k5t3w9y";
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456789Z");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Money EUR_20 = Money.of(1_999, "EUR");
    private static final BreakFacts FACTS =
            new BreakFacts(
                    "stripe",
                    FindingCode.MISSING_IN_LEDGER,
                    Leg.SETTLEMENT,
                    EventSamples.CHARGE,
                    BreakFacts.Standing.OPEN,
                    Money.of(0, "EUR"),
                    EUR_20,
                    EUR_20,
                    EventSamples.CHARGE,
                    "ch_3Q",
                    "txn_1",
                    "The provider has it, the ledger does not (charge).",
                    NOON,
                    Instant.parse("2026-11-21T00:00:00Z"),
                    "rec_first",
                    "rec_last",
                    1,
                    new BreakFacts.Settled(
                            "charge",
                            EUR_20,
                            "ch_3Q",
                            "pi_3Q",
                            EventSamples.REFUND,
                            NOON,
                            true,
                            null),
                    new BreakFacts.Ours(
                            EventSamples.CHARGE,
                            "failed",
                            EUR_20,
                            Money.of(0, "EUR"),
                            Money.of(0, "EUR"),
                            null));

    private BreakSamples() {}

    static List<BreakEvent> all() {
        return List.of(
                new BreakEvent.BreakAssigned(BREAK, AT, "ann", "bob", FACTS),
                new BreakEvent.RepairProposed(
                        BREAK,
                        AT,
                        "ann",
                        2,
                        RepairKind.WRITE_OFF,
                        WriteOffReason.DUST,
                        "Not worth it",
                        1,
                        FACTS),
                new BreakEvent.RepairApproved(BREAK, AT, "bob", 2, false, "Agreed"),
                new BreakEvent.RepairRejected(BREAK, AT, "bob", 2, "Ask them first"),
                new BreakEvent.RepairBegun(BREAK, AT, 2),
                new BreakEvent.AmountParked(BREAK, AT, "stripe", EUR_20, NOON),
                new BreakEvent.FxDifferenceBooked(BREAK, AT, "stripe", EUR_20, NOON),
                new BreakEvent.FxDifferenceReversed(BREAK, AT, "stripe", EUR_20, NOON),
                new BreakEvent.ParkingReversed(BREAK, AT, "stripe", EUR_20, NOON),
                new BreakEvent.AmountWrittenOff(
                        BREAK, AT, "stripe", Money.of(-99, "EUR"), WriteOffReason.UNCLAIMED),
                new BreakEvent.WriteOffReversed(BREAK, AT, "stripe", Money.of(-99, "EUR")),
                new BreakEvent.RepairApplied(BREAK, AT, 2),
                new BreakEvent.RepairFailed(
                        BREAK, AT, 2, "refund_exceeds_remaining", "0 EUR is left"),
                new BreakEvent.RepairConfirmed(BREAK, AT, "stripe|ch_3Q|captured|1", "evt_1"),
                new BreakEvent.BreakDismissed(BREAK, AT, "bob", "A test account", FACTS),
                new BreakEvent.BreakOpened(BREAK, AT, FACTS),
                new BreakEvent.BreakClosed(BREAK, AT, "The provider answered.", FACTS));
    }
}
