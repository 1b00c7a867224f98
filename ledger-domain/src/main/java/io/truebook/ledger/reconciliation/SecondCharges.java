package io.truebook.ledger.reconciliation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * What one operation has twice.
 *
 * <p>Two objects of the provider that hold money for one charge are a duplicate also where both are
 * booked and both are settled: the sums agree, and the payer has paid twice. Amounts in one
 * currency, minor units.
 */
final class SecondCharges {

    /** A charge after the first, with what each side has of it. */
    record Second(List<LedgerMovement> booked, List<SettlementRow> settled) {}

    private SecondCharges() {}

    /**
     * How many from the first on come to a sum, fewer than all and as many as possible; 0 where no
     * number does. One pass, however many they are.
     */
    static <T> int kept(List<T> all, ToLongFunction<T> minor, long wanted) {
        long sum = 0;
        int kept = 0;
        for (int i = 0; i < all.size() - 1; i++) {
            sum = Math.addExact(sum, minor.applyAsLong(all.get(i)));
            if (sum == wanted) {
                kept = i + 1;
            }
        }
        return kept;
    }

    /**
     * The charges after the first that both sides have alike and that still hold money.
     *
     * @param movements of one charge of ours, in the order they were booked
     */
    static List<Second> of(
            ComparisonInput input, List<LedgerMovement> movements, List<SettlementRow> rows) {
        var first = movements.getFirst();
        var objects = new LinkedHashSet<String>();
        movements.stream()
                .map(LedgerMovement::objectId)
                .filter(Objects::nonNull)
                .forEach(objects::add);
        if (first.kind() != LedgerMovement.Kind.CHARGE || objects.size() < 2) {
            return List.of();
        }
        objects.remove(first.objectId());
        long givenBack = givenBack(input, first);
        var seconds = new ArrayList<Second>();
        for (var object : objects) {
            var booked = movements.stream().filter(m -> object.equals(m.objectId())).toList();
            var settled = rows.stream().filter(row -> object.equals(row.sourceId())).toList();
            long taken = sum(booked, m -> m.amount().minor());
            if (givenBack >= taken || isReversed(input, first.paymentId(), object)) {
                givenBack -= Math.min(givenBack, taken);
            } else if (!settled.isEmpty() && taken == sum(settled, row -> row.gross().minor())) {
                seconds.add(new Second(booked, settled));
            }
        }
        return seconds;
    }

    /** What left the payment again, without what the file says was of the first charge. */
    private static long givenBack(ComparisonInput input, LedgerMovement first) {
        long all = 0;
        for (var movement : input.movements()) {
            if (movement.paymentId().equals(first.paymentId())) {
                all =
                        switch (movement.kind()) {
                            case REFUND, REFUND_FAILURE, DISPUTE, DISPUTE_REVERSAL ->
                                    Math.subtractExact(all, movement.amount().minor());
                            case CHARGE, CHARGE_FAILURE, FEE, PAYOUT, PAYOUT_REVERSAL -> all;
                            case CONVERSION, RESERVE, ACCOUNT_FEE, REPAIR, OTHER -> all;
                        };
            }
        }
        for (var row : input.rows()) {
            boolean isFirst = first.objectId() != null && first.objectId().equals(row.chargeId());
            boolean takes =
                    switch (row.line()) {
                        case REFUNDS, DISPUTES, DISPUTE_REVERSALS -> true;
                        case CHARGES, FEES, ADJUSTMENTS, PAYOUTS -> false;
                    };
            if (isFirst && takes) {
                all = Math.addExact(all, row.gross().minor());
            }
        }
        return Math.max(0, all);
    }

    private static boolean isReversed(ComparisonInput input, String payment, String object) {
        return input.movements().stream()
                .filter(m -> m.kind() == LedgerMovement.Kind.CHARGE_FAILURE)
                .anyMatch(m -> m.paymentId().equals(payment) && object.equals(m.objectId()));
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> minor) {
        return all.stream().mapToLong(minor).reduce(0, Math::addExact);
    }
}
