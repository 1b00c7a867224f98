package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed when the charge was requested; it never changes.
 *
 * @param amountStep the smallest step the provider can express, in minor units; every amount of the
 *     payment is a multiple of it
 */
public record ChargeTerms(
        String tenant,
        TransactionId transaction,
        Money amount,
        String merchant,
        String connection,
        String paymentMethod,
        CaptureMode capture,
        @Nullable String returnUrl,
        long amountStep) {

    Parties parties() {
        return new Parties(merchant, connection);
    }
}
