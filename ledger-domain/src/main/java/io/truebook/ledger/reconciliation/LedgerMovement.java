package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One movement on our account for the provider's balance ({@code provider:...:clearing}).
 *
 * <p>Amount: minor units, above zero where the balance grew.
 *
 * @param position the event that moved it
 * @param paymentId the payment it belongs to, which is also the operation id of its charge; of a
 *     payout its own key
 * @param item what it is about: our charge or refund id, the provider's dispute or payout, or the
 *     balance transaction of a fee or a conversion
 * @param objectId the provider's charge, refund or balance transaction behind it, where known
 */
public record LedgerMovement(
        long position,
        String paymentId,
        Kind kind,
        String item,
        @Nullable String objectId,
        Money amount,
        Instant effectiveAt) {

    /** What of its thing it is: the two legs of a conversion are two. */
    String part() {
        var part = kind + "@" + position;
        return kind == Kind.CONVERSION ? part + "@" + amount.currency().code() : part;
    }

    /** What kind of fact moved the money. */
    public enum Kind {
        CHARGE(RollForwardLine.CHARGES),
        CHARGE_FAILURE(RollForwardLine.CHARGES),
        REFUND(RollForwardLine.REFUNDS),
        REFUND_FAILURE(RollForwardLine.REFUNDS),
        FEE(RollForwardLine.FEES),
        DISPUTE(RollForwardLine.DISPUTES),
        DISPUTE_REVERSAL(RollForwardLine.DISPUTE_REVERSALS),
        PAYOUT(RollForwardLine.PAYOUTS),
        PAYOUT_REVERSAL(RollForwardLine.PAYOUTS),
        /**
         * Out of the currency of a charge, or into the one it was settled in; the item as a fee's.
         */
        CONVERSION(RollForwardLine.ADJUSTMENTS),
        /** Held back by the provider, or given back; the item is its row. */
        RESERVE(RollForwardLine.ADJUSTMENTS),
        /** What a break has booked to repair itself; the item is the break. */
        REPAIR(RollForwardLine.ADJUSTMENTS),
        /** Of the account and of no payment; the item is its row. */
        ACCOUNT_FEE(RollForwardLine.FEES),
        OTHER(RollForwardLine.ADJUSTMENTS);

        private final RollForwardLine line;

        Kind(RollForwardLine line) {
            this.line = line;
        }

        RollForwardLine line() {
            return line;
        }
    }
}
