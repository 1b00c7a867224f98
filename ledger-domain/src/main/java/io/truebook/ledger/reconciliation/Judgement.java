package io.truebook.ledger.reconciliation;

import io.truebook.ledger.reconciliation.Finding.Leg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one group of movements and rows amounts to.
 *
 * <p>A counterpart behind the end of the period is seen: what lies on both sides of a cut-off is
 * TIMING until the second of them is there, and no break.
 */
final class Judgement {

    private static final Comparator<SettlementRow> BY_TIME =
            Comparator.comparing(SettlementRow::createdAt)
                    .thenComparing(SettlementRow::balanceTransactionId);

    private final ComparisonInput input;
    private final Matching.Group group;
    private final RowFees fees;
    private final OneSided oneSided;
    private final FindingWriter out;

    Judgement(ComparisonInput input, Matching.Group group, RateCard rates) {
        this.input = input;
        this.group = group;
        this.oneSided = new OneSided(input, group);
        this.out = new FindingWriter(input, group);
        this.fees = new RowFees(group, rates, out);
    }

    List<Finding> findings() {
        if (!group.conversions().isEmpty() && !group.rows().isEmpty()) {
            new ConvertedJudgement(fees, group, out).write();
        } else if (group.movements().isEmpty() && group.rows().isEmpty()) {
            group.conversions().forEach(this::movementWithoutRow);
            group.fees().values().forEach(fees -> fees.forEach(this::feeWithoutRow));
        } else if (group.movements().isEmpty() && cancelOut(group.rows())) {
            cameAndWent(group.rows());
        } else if (group.movements().isEmpty()) {
            rowsWithoutMovement();
        } else if (group.rows().isEmpty()) {
            group.movements().forEach(this::movementWithoutRow);
        } else {
            compare();
        }
        return out.findings();
    }

    /** Ids of what {@link #findings} has judged without listing it. */
    Set<String> unlisted() {
        return out.unlisted();
    }

    /** Whether rows, of which at least one takes back another, move nothing in sum. */
    static boolean cancelOut(List<SettlementRow> rows) {
        return rows.size() > 1
                && rows.stream().map(row -> row.gross().currency()).distinct().count() == 1
                && sumOfRows(rows) == 0;
    }

    /** The ledger was told of it when it was over. */
    private void cameAndWent(List<SettlementRow> rows) {
        var sides = new Sides(rows.getFirst().gross().currency());
        rows.forEach(row -> sides.provider(row.gross(), row.createdAt()));
        var first = rows.stream().min(BY_TIME).orElseThrow();
        out.write(
                FindingCode.MATCHED,
                Leg.SETTLEMENT,
                "CAME_AND_WENT",
                sides,
                Optional.of(first),
                first.sourceId());
        rows.forEach(fees::alone);
    }

    private void compare() {
        var movements = new ArrayList<>(group.movements());
        movements.sort(Comparator.comparingLong(LedgerMovement::position));
        var rows = new ArrayList<>(group.rows());
        var booked =
                movements.stream()
                        .map(LedgerMovement::objectId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        // What was booked comes first: never is that the one that is there twice.
        rows.sort(
                Comparator.comparing((SettlementRow row) ->
                                row.sourceId() == null || !booked.contains(row.sourceId()))
                        .thenComparing(BY_TIME));
        if (!isOneCurrency(movements, rows)) {
            out.currencyMismatch(movements, rows);
            rows.forEach(fees::alone);
            return;
        }
        setDuplicatesAside(movements, rows);
        for (var second : SecondCharges.of(input, movements, rows)) {
            secondCharge(second);
            movements.removeAll(second.booked());
            rows.removeAll(second.settled());
        }
        var sides = new Sides(movements.getFirst().amount().currency()).ledger(movements);
        rows.forEach(row -> sides.provider(row.gross(), row.createdAt()));
        var code = sides.difference() == 0 ? FindingCode.MATCHED : FindingCode.AMOUNT_MISMATCH;
        for (var row : rows) {
            if (fees.isRight(row)) {
                sides.ledger(fees.of(row)).provider(RowFees.fee(row), row.createdAt());
            } else {
                fees.alone(row);
            }
        }
        out.write(
                code,
                Leg.SETTLEMENT,
                movements.getFirst().kind().name(),
                sides,
                Optional.of(rows.getFirst()),
                movements.getFirst().objectId());
    }

    /**
     * Takes away what makes the difference exactly, the least of it that does: a second booking of
     * one movement, or a second movement for one operation. Otherwise nothing is a duplicate.
     */
    private void setDuplicatesAside(List<LedgerMovement> movements, List<SettlementRow> rows) {
        long booked = sumOfMovements(movements);
        long settled = sumOfRows(rows);
        if (booked == settled) {
            return;
        }
        int first = SecondCharges.kept(movements, m -> m.amount().minor(), settled);
        if (first > 0) {
            var kept = movements.subList(0, first);
            var more = movements.subList(first, movements.size());
            more.forEach(movement -> movementAlone(movement, codeOfBookedMore(kept, movement)));
            more.clear();
            return;
        }
        first = SecondCharges.kept(rows, row -> row.gross().minor(), booked);
        if (first > 0) {
            var twice = rows.subList(first, rows.size());
            twice.forEach(row -> rowWithoutMovement(row, FindingCode.DUPLICATE_AT_PROVIDER));
            twice.clear();
        }
    }

    /** Another object of the provider is no second booking: its row has yet to come. */
    private FindingCode codeOfBookedMore(List<LedgerMovement> kept, LedgerMovement more) {
        boolean isOther =
                more.objectId() != null
                        && kept.stream()
                                .map(LedgerMovement::objectId)
                                .noneMatch(more.objectId()::equals);
        return isOther ? oneSided.unsettled(more) : FindingCode.DUPLICATE_IN_LEDGER;
    }

    /** Both sides agree, and still the payer has paid twice. */
    private void secondCharge(SecondCharges.Second second) {
        var row = second.settled().getFirst();
        var sides = new Sides(row.gross().currency()).ledger(second.booked());
        for (var part : second.settled()) {
            sides.provider(part.gross(), part.createdAt());
            if (fees.isRight(part)) {
                sides.ledger(fees.of(part)).provider(RowFees.fee(part), part.createdAt());
            } else {
                fees.alone(part);
            }
        }
        out.write(
                FindingCode.DUPLICATE_AT_PROVIDER,
                Leg.SETTLEMENT,
                row.balanceTransactionId(),
                sides,
                Optional.of(row),
                row.sourceId());
    }

    private void movementWithoutRow(LedgerMovement movement) {
        movementAlone(movement, oneSided.unsettled(movement));
    }

    private void movementAlone(LedgerMovement movement, FindingCode code) {
        var sides = new Sides(movement.amount().currency()).ledger(List.of(movement));
        out.write(
                code,
                Leg.SETTLEMENT,
                movement.part(),
                sides,
                Optional.empty(),
                movement.objectId());
    }

    private void feeWithoutRow(LedgerMovement fee) {
        var sides = new Sides(fee.amount().currency()).ledger(List.of(fee));
        out.write(
                oneSided.unsettled(fee),
                Leg.FEE,
                "FEE@" + fee.position(),
                sides,
                Optional.empty(),
                fee.objectId());
    }

    /**
     * The first of those that wait for an answer is the break of the operation itself. Of what is
     * carried over, that much has come and gone as comes to nothing.
     */
    private void rowsWithoutMovement() {
        var rows = group.rows().stream().sorted(BY_TIME).toList();
        if (rows.getFirst().isCarriedOver()) {
            int gone = SecondCharges.kept(rows, row -> row.gross().minor(), 0);
            if (gone > 0) {
                cameAndWent(rows.subList(0, gone));
            }
            rows = rows.subList(gone, rows.size());
        }
        boolean isFirst = true;
        for (var row : rows) {
            var code = oneSided.unbooked(row);
            boolean isOperation = isFirst && code == FindingCode.STALE_UNKNOWN;
            rowWithoutMovement(row, code, isOperation ? "" : row.balanceTransactionId());
            isFirst &= !isOperation;
        }
    }

    private void rowWithoutMovement(SettlementRow row, FindingCode code) {
        rowWithoutMovement(row, code, row.balanceTransactionId());
    }

    private void rowWithoutMovement(SettlementRow row, FindingCode code, String part) {
        var sides = new Sides(row.net().currency()).provider(row.net(), row.createdAt());
        var booked = fees.of(row);
        boolean sameCurrency =
                booked.stream()
                        .allMatch(fee -> fee.amount().currency().equals(row.net().currency()));
        if (sameCurrency) {
            sides.ledger(booked);
        } else {
            out.currencyMismatch(booked, List.of());
        }
        var leg = row.line() == RollForwardLine.PAYOUTS ? Leg.PAYOUT : Leg.SETTLEMENT;
        out.write(code, leg, part, sides, Optional.of(row), row.sourceId());
    }

    private static boolean isOneCurrency(List<LedgerMovement> movements, List<SettlementRow> rows) {
        var currency = movements.getFirst().amount().currency();
        return movements.stream().allMatch(m -> m.amount().currency().equals(currency))
                && rows.stream().allMatch(row -> row.gross().currency().equals(currency));
    }

    static long sumOfMovements(List<LedgerMovement> movements) {
        return movements.stream().mapToLong(m -> m.amount().minor()).reduce(0, Math::addExact);
    }

    private static long sumOfRows(List<SettlementRow> rows) {
        return rows.stream().mapToLong(row -> row.gross().minor()).reduce(0, Math::addExact);
    }
}
