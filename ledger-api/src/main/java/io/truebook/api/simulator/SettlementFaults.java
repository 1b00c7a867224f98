package io.truebook.api.simulator;

import io.truebook.api.simulator.SettlementCsv.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the faults that are switched on make of a settlement file: rows missing, extra or wrong. The
 * books stay right; the same faults and seed spoil the same rows.
 */
final class SettlementFaults {
    private final Faults faults;

    SettlementFaults(Faults faults) {
        this.faults = faults;
    }

    List<Line> applied(List<Line> lines) {
        var written = new ArrayList<Line>();
        for (Line line : lines) {
            Optional<Fault> struck = faults.settlementFault(ids(line.movement()));
            if (struck.isEmpty()) {
                written.add(line);
                continue;
            }
            Fault fault = struck.get();
            switch (fault.kind()) {
                case SETTLEMENT_ROW_MISSING -> {}
                case SETTLEMENT_ROW_WRONG -> written.add(wrong(line, fault.amount()));
                case SETTLEMENT_ROW_EXTRA -> {
                    written.add(line);
                    written.add(unknown(line.movement(), fault.amount()));
                }
                default -> throw new IllegalStateException("not a fault of settlement files");
            }
        }
        return written;
    }

    private static List<String> ids(BalanceTransaction movement) {
        return Stream.of(
                        Optional.of(movement.id()),
                        Optional.of(movement.source()),
                        Optional.ofNullable(movement.charge()),
                        Optional.ofNullable(movement.paymentIntent()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Line wrong(Line line, long by) {
        BalanceTransaction right = line.movement();
        var movement =
                new BalanceTransaction(
                        right.id(),
                        right.created(),
                        right.availableOn(),
                        right.type(),
                        right.reportingCategory(),
                        Math.addExact(right.amount(), by),
                        right.fee(),
                        right.currency(),
                        right.source(),
                        right.charge(),
                        right.paymentIntent(),
                        right.payout(),
                        right.description());
        return new Line(movement, line.charge(), line.intent(), line.refund(), line.payout());
    }

    /** A charge of this amount that no books know, in the currency and payout of its neighbour. */
    private static Line unknown(BalanceTransaction beside, long amount) {
        String charge = Ids.next("ch_");
        var movement =
                new BalanceTransaction(
                        Ids.next("txn_"),
                        beside.created(),
                        beside.availableOn(),
                        "charge",
                        "charge",
                        amount,
                        0,
                        beside.currency(),
                        charge,
                        charge,
                        null,
                        beside.payout(),
                        null);
        return new Line(movement, null, null, null, null);
    }
}
