package io.truebook.ledger.reconciliation;

import java.util.Locale;

/** What can be done about a break, as a closed list; the constants are public for ever. */
public enum RepairKind {
    /** Book what the provider did as the fact a callback would have told. */
    RECORD_FACT,
    /** Take the difference to suspense, so that the provider's account is right. */
    PARK,
    /** Give what the provider took a second time back to the payer. */
    REFUND_DUPLICATE,
    /** Have the provider asked once more. */
    ASK_AGAIN,
    /** Book what a rate or a rounding has made of a conversion to the result of conversions. */
    BOOK_FX,
    /** Give the difference up, to losses or gains. */
    WRITE_OFF,
    /** Take back what this break has parked or written off: the money turned up. */
    REVERSE;

    /** As the API and transaction ids write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is booked by the break itself, and needs nobody else. */
    public boolean isOwnEntry() {
        return switch (this) {
            case PARK, BOOK_FX, WRITE_OFF, REVERSE -> true;
            case RECORD_FACT, REFUND_DUPLICATE, ASK_AGAIN -> false;
        };
    }
}
