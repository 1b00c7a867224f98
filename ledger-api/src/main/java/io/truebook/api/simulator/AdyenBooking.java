package io.truebook.api.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One movement on the balance of an Adyen merchant account, by the type a settlement report gives
 * it ({@code Settled}, {@code Refunded}, {@code Chargeback}, ...).
 *
 * <p>Amount and fee are minor units of the currency, signed as they change the balance: net =
 * amount - fee. Written once, never changed.
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
        @Nullable String modification) {}
