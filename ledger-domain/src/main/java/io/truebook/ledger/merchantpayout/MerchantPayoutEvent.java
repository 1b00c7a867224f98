package io.truebook.ledger.merchantpayout;

import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a payout to a merchant. Names and meanings are public for ever.
 *
 * <p>Each carries what its postings need, so that they are a function of the event alone.
 */
public sealed interface MerchantPayoutEvent {

    String payoutId();

    Instant at();

    /**
     * @param personal null once it is erased
     */
    record MerchantPayoutRequested(
            String payoutId,
            Instant at,
            String tenant,
            TransactionId transaction,
            String merchant,
            Money amount,
            @Nullable Personal personal)
            implements MerchantPayoutEvent {}

    /**
     * @param from what it was before: that decides what the word moves
     */
    record MerchantPayoutPaid(
            String payoutId,
            Instant at,
            Evidence evidence,
            String merchant,
            Money amount,
            Status from)
            implements MerchantPayoutEvent {}

    /**
     * @param from what it was before: that decides what the word moves
     */
    record MerchantPayoutFailed(
            String payoutId,
            Instant at,
            Evidence evidence,
            String merchant,
            Money amount,
            Status from,
            PayoutFailure failure)
            implements MerchantPayoutEvent {}
}
