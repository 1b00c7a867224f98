package io.truebook.ledger.reconciliation;

import java.util.Locale;

/** The lines between the opening and the closing balance of a provider account, in print order. */
public enum RollForwardLine {
    CHARGES,
    REFUNDS,
    DISPUTES,
    DISPUTE_REVERSALS,
    FEES,
    ADJUSTMENTS,
    PAYOUTS;

    /** As reports write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
