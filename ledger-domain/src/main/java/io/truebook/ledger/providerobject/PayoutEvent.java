package io.truebook.ledger.providerobject;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.provider.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a payout. Names and meanings are public for ever.
 *
 * <p>Each carries the amount its postings need, so that they are a function of the event alone.
 */
public sealed interface PayoutEvent {

    /** {@link PayoutCommand#keyOf}. */
    String payoutKey();

    Instant at();

    Evidence evidence();

    record PayoutCreated(
            String payoutKey,
            Instant at,
            Evidence evidence,
            String connection,
            Money amount,
            @Nullable Instant arrivesAt)
            implements PayoutEvent {}

    record PayoutPaid(String payoutKey, Instant at, Evidence evidence) implements PayoutEvent {}

    record PayoutFailed(
            String payoutKey,
            Instant at,
            Evidence evidence,
            String connection,
            Money amount,
            Failure failure)
            implements PayoutEvent {}

    /** The provider's name of it for banks. */
    record PayoutTraced(
            String payoutKey, Instant at, Evidence evidence, String connection, String traceId)
            implements PayoutEvent {}

    /** The bank has the amount; above zero. */
    record PayoutBankCredited(
            String payoutKey, Instant at, Evidence evidence, String connection, Money amount)
            implements PayoutEvent {}

    /** The bank has given the amount away; above zero. */
    record PayoutBankDebited(
            String payoutKey, Instant at, Evidence evidence, String connection, Money amount)
            implements PayoutEvent {}

    /**
     * An entry of the bank's that was taken for it is not: the exact reverse of what was booked.
     *
     * @param amount as the bank moved it: above zero where a credit is taken back
     */
    record PayoutBankUnmatched(
            String payoutKey, Instant at, Evidence evidence, String connection, Money amount)
            implements PayoutEvent {}

    record PayoutCanceled(
            String payoutKey, Instant at, Evidence evidence, String connection, Money amount)
            implements PayoutEvent {}
}
