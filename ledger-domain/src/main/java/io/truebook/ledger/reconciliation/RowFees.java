package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.util.List;
import java.util.Optional;

/** The fees of a group's rows: whether each is booked as settled, and settled as was agreed. */
final class RowFees {

    private final Matching.Group group;
    private final RateCard rates;
    private final FindingWriter out;

    RowFees(Matching.Group group, RateCard rates, FindingWriter out) {
        this.group = group;
        this.rates = rates;
        this.out = out;
    }

    /** The fee of a row as a finding of its own, where it cannot go with the row's amount. */
    void alone(SettlementRow row) {
        var fees = of(row);
        var objection = rates.objection(row);
        if (fees.isEmpty() && row.fee().isZero() && objection.isEmpty()) {
            return;
        }
        boolean sameCurrency =
                fees.stream().allMatch(fee -> fee.amount().currency().equals(row.fee().currency()));
        if (!sameCurrency) {
            out.currencyMismatch(fees, List.of());
            fees = List.of();
        }
        var sides = new Sides(row.fee().currency()).ledger(fees);
        if (!row.fee().isZero() || objection.isPresent()) {
            sides.provider(fee(row), row.createdAt());
        }
        boolean right = sides.difference() == 0 && objection.isEmpty();
        out.say(objection.orElse(null))
                .write(
                        right ? FindingCode.MATCHED : FindingCode.FEE_MISMATCH,
                        Leg.FEE,
                        row.balanceTransactionId(),
                        sides,
                        Optional.of(row),
                        row.balanceTransactionId());
        out.say(null);
    }

    /** Booked as it was settled, and settled as was agreed. */
    boolean isRight(SettlementRow row) {
        return isBooked(row) && rates.objection(row).isEmpty();
    }

    private boolean isBooked(SettlementRow row) {
        var fees = of(row);
        return fees.stream().allMatch(fee -> fee.amount().currency().equals(row.fee().currency()))
                && Judgement.sumOfMovements(fees) == fee(row).minor();
    }

    List<LedgerMovement> of(SettlementRow row) {
        return group.fees().getOrDefault(row.balanceTransactionId(), List.of());
    }

    /** What the fee did to the provider's balance. */
    static Money fee(SettlementRow row) {
        return Money.zero(row.fee().currency()).minus(row.fee());
    }
}
