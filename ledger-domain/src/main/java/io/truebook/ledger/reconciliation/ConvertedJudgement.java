package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a group amounts to that was settled in another currency than it was charged in, and whose
 * conversion is booked.
 *
 * <p>Each currency is judged for itself, and nothing is converted here: in the charge's, what was
 * booked and what was converted have to come to nothing; in the settlement's, what it was converted
 * into has to be what the rows say. What is left there is the rate's or a rounding: FX_DIFFERENCE.
 */
final class ConvertedJudgement {

    private final RowFees fees;
    private final Matching.Group group;
    private final FindingWriter out;
    private final List<LedgerMovement> booked;
    private final List<SettlementRow> rows;

    ConvertedJudgement(RowFees fees, Matching.Group group, FindingWriter out) {
        this.fees = fees;
        this.group = group;
        this.out = out;
        this.booked = new ArrayList<>(group.movements());
        this.booked.addAll(group.conversions());
        this.rows =
                group.rows().stream()
                        .sorted(
                                Comparator.comparing(SettlementRow::createdAt)
                                        .thenComparing(SettlementRow::balanceTransactionId))
                        .toList();
    }

    void write() {
        var settled = rows.getFirst().gross().currency();
        if (!rows.stream().allMatch(row -> row.gross().currency().equals(settled))) {
            out.currencyMismatch(booked, rows);
            rows.forEach(fees::alone);
            return;
        }
        booked.stream()
                .map(leg -> leg.amount().currency())
                .filter(currency -> !currency.equals(settled))
                .distinct()
                .forEach(this::writeCharged);
        writeSettled(settled);
    }

    /** A line of its own only where it does not come to nothing, or not in one period. */
    private void writeCharged(Currency currency) {
        var sides = new Sides(currency).ledger(in(currency));
        if (sides.difference() == 0 && out.isWithinPeriod(sides)) {
            return;
        }
        var code =
                sides.difference() == 0
                        ? FindingCode.MATCHED
                        : group.movements().isEmpty()
                                ? FindingCode.MISSING_IN_LEDGER
                                : FindingCode.AMOUNT_MISMATCH;
        var part = "CONVERTED@" + currency.code();
        out.write(code, Leg.SETTLEMENT, part, sides, Optional.empty(), object());
    }

    private void writeSettled(Currency currency) {
        var sides = new Sides(currency).ledger(in(currency));
        rows.forEach(row -> sides.provider(row.gross(), row.createdAt()));
        var code = sides.difference() == 0 ? FindingCode.MATCHED : FindingCode.FX_DIFFERENCE;
        for (var row : rows) {
            if (fees.isRight(row)) {
                sides.ledger(fees.of(row));
                sides.provider(RowFees.fee(row), row.createdAt());
            } else {
                fees.alone(row);
            }
        }
        out.write(
                code, Leg.SETTLEMENT, "CONVERSION", sides, Optional.of(rows.getFirst()), object());
    }

    private List<LedgerMovement> in(Currency currency) {
        return booked.stream().filter(leg -> leg.amount().currency().equals(currency)).toList();
    }

    private @Nullable String object() {
        return group.movements().isEmpty()
                ? rows.getFirst().sourceId()
                : group.movements().getFirst().objectId();
    }
}
