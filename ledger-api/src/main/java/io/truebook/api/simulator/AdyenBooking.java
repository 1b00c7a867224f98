package io.truebook.api.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * One movement on the balance of an Adyen merchant account, by the type a settlement report gives
 * it ({@code Settled}, {@code Refunded}, {@code Chargeback}, ...).
 *
 * <p>Amount and fee are minor units of the currency, signed as they change the balance: net =
 * amount - fee. Written once; only the batch that later closes over it is added. One about no
 * payment (a payout, a monthly fee) has an empty payment and reference.
 */
record AdyenBooking(
        String id,
        long created,
        String type,
        long amount,
        long fee,
        String currency,
        String merchantAccount,
        String merchantReference,
        String payment,
        @Nullable String modification,
        @Nullable Settled settled) {

    /**
     * The batch a booking was closed in, and what it was converted to.
     *
     * @param rate net currency per currency of the booking; 1 where they are the same
     */
    record Settled(long batch, String currency, BigDecimal rate) {}

    /** In the net currency: half up, as its file prints it. */
    long settledMinor(long minor) {
        return settled == null
                ? minor
                : BigDecimal.valueOf(minor, AdyenAmounts.exponent(currency))
                        .multiply(settled.rate())
                        .setScale(AdyenAmounts.exponent(settled.currency()), RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValueExact();
    }

    /** What is left of it in the net currency. */
    long netMinor() {
        return Math.subtractExact(settledMinor(amount), settledMinor(fee));
    }

    AdyenBooking in(Settled batch) {
        return new AdyenBooking(
                id,
                created,
                type,
                amount,
                fee,
                currency,
                merchantAccount,
                merchantReference,
                payment,
                modification,
                batch);
    }
}
