package io.truebook.ledger.merchantpayout;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a payout to a merchant, and what can be told of one. */
public sealed interface MerchantPayoutCommand {

    String payoutId();

    String tenant();

    /**
     * Sets an amount of a merchant's aside, to be paid out of our bank.
     *
     * <p>Refused by the journal when it is more than the merchant has available
     * (PAYOUT_EXCEEDS_AVAILABLE). A repeat changes nothing.
     *
     * @param personal the client's words: description and reference
     */
    record RequestMerchantPayout(
            @TargetAggregateIdentifier String payoutId,
            String tenant,
            TransactionId transaction,
            String merchant,
            Money amount,
            Personal personal,
            Instant at)
            implements MerchantPayoutCommand {}

    /**
     * The amount has left our bank; whoever tells it, a statement included.
     *
     * <p>Refuses MERCHANT_PAYOUT_NOT_FOUND and nothing else: it has happened. The same word again
     * changes nothing ({@link ToldOfPayout#key}).
     */
    record RecordMerchantPayoutPaid(
            @TargetAggregateIdentifier String payoutId,
            String tenant,
            ToldOfPayout told,
            Instant at)
            implements MerchantPayoutCommand {}

    /** It has not left, or has come back, also after paid; refuses as the word of paid does. */
    record RecordMerchantPayoutFailed(
            @TargetAggregateIdentifier String payoutId,
            String tenant,
            ToldOfPayout told,
            PayoutFailure failure,
            Instant at)
            implements MerchantPayoutCommand {}
}
