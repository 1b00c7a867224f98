package io.truebook.ledger.reconciliation;

import java.util.Locale;

/** Why an amount is given up; accountants count by it. */
public enum WriteOffReason {
    /** Too little to be worth anybody's time. */
    DUST,
    /** Nobody could say for a month what it was. */
    UNEXPLAINED,
    /** The provider owes it and will not pay. */
    UNCOLLECTABLE,
    /** Nobody came for it. */
    UNCLAIMED;

    /** As the API writes it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
