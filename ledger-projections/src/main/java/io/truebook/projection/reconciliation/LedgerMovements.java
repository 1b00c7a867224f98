package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.LedgerMovement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Postings on a clearing account as movements: the event says what kind of fact moved the money.
 */
final class LedgerMovements {

    private LedgerMovements() {}

    /** From the second column on. */
    static LedgerMovement read(ResultSet row) throws SQLException {
        return new LedgerMovement(
                row.getLong(2),
                row.getString(3),
                kind(row.getString(4)),
                row.getString(5),
                row.getString(6),
                Money.of(row.getLong(7), row.getString(8)),
                Times.read(row, 9));
    }

    private static LedgerMovement.Kind kind(String eventType) {
        return switch (eventType) {
            case "charge-captured" -> LedgerMovement.Kind.CHARGE;
            case "capture-reversed" -> LedgerMovement.Kind.CHARGE_FAILURE;
            case "refund-succeeded" -> LedgerMovement.Kind.REFUND;
            case "refund-failed" -> LedgerMovement.Kind.REFUND_FAILURE;
            case "provider-fee-recorded" -> LedgerMovement.Kind.FEE;
            case "payout-created" -> LedgerMovement.Kind.PAYOUT;
            case "payout-failed", "payout-canceled" -> LedgerMovement.Kind.PAYOUT_REVERSAL;
            case "dispute-funds-withdrawn" -> LedgerMovement.Kind.DISPUTE;
            case "dispute-funds-reinstated" -> LedgerMovement.Kind.DISPUTE_REVERSAL;
            case "reserve-moved" -> LedgerMovement.Kind.RESERVE;
            case "account-fee-charged" -> LedgerMovement.Kind.ACCOUNT_FEE;
            case "funds-converted" -> LedgerMovement.Kind.CONVERSION;
            case "amount-parked",
                    "parking-reversed",
                    "fx-difference-booked",
                    "fx-difference-reversed" ->
                    LedgerMovement.Kind.REPAIR;
            default -> LedgerMovement.Kind.OTHER;
        };
    }
}
