package io.truebook.ledger.merchantpayout;

import java.util.Locale;

/** Why a merchant did not get the money; a closed list, so that no words about people get in. */
public enum PayoutFailure {
    ACCOUNT_CLOSED,
    ACCOUNT_INVALID,
    REJECTED_BY_BANK,
    RETURNED,
    CANCELED,
    OTHER;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
