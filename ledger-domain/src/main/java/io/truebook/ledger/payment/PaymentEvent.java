package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.NextAction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a payment. Names and meanings are public for ever.
 *
 * <p>An event carries every amount its postings need, in minor units, so that they are a function
 * of the event alone. {@code at} is when we recorded it; the provider's time is in the evidence.
 */
public sealed interface PaymentEvent {

    String paymentId();

    Instant at();

    /** An event the provider's word stands behind. */
    sealed interface Reported extends PaymentEvent {
        Evidence evidence();

        Answered answered();
    }

    /** A client wants a charge; the provider is to be asked. */
    record ChargeRequested(
            String paymentId, Instant at, ChargeTerms terms, @Nullable Personal personal)
            implements PaymentEvent {}

    /** A client wants held money taken. */
    record CaptureRequested(
            String paymentId,
            Instant at,
            String operationId,
            TransactionId transaction,
            Money amount)
            implements PaymentEvent {}

    /**
     * A client wants the hold given back.
     *
     * @param afterOperation the charge operation that has to be answered first, null when none
     */
    record VoidRequested(
            String paymentId,
            Instant at,
            String operationId,
            TransactionId transaction,
            Money amount,
            @Nullable String afterOperation)
            implements PaymentEvent {}

    /** A client wants captured money given back; it is reserved from here on. Personal: why. */
    record RefundRequested(
            String paymentId,
            Instant at,
            String refundId,
            TransactionId transaction,
            Parties parties,
            Money amount,
            @Nullable Personal personal)
            implements PaymentEvent {}

    /**
     * What clients wrote about people up to here is erased: beside the events, in stored answers
     * and in what the provider sent. The event itself holds nothing of it.
     */
    record PersonalDataErased(String paymentId, Instant at) implements PaymentEvent {}

    /** The same was wanted under another id, and nobody knew what had become of that one. */
    record DuplicateSuspected(String paymentId, Instant at, String of) implements PaymentEvent {}

    /** We asked and do not know what became of it. */
    record OperationUnknown(String paymentId, Instant at, String operationId, String detail)
            implements PaymentEvent {}

    record ChargeProcessing(String paymentId, Instant at, Evidence evidence, Answered answered)
            implements Reported {}

    record ChargeActionRequired(
            String paymentId, Instant at, Evidence evidence, Answered answered, NextAction action)
            implements Reported {}

    /** The amount is held. Unexpected: the charge had counted as over. */
    record ChargeAuthorized(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            Parties parties,
            Money amount,
            boolean unexpected)
            implements Reported {}

    /** The amount is taken and the whole hold released. Unexpected: the charge counted as over. */
    record ChargeCaptured(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            Parties parties,
            Money amount,
            Money releasedHold,
            boolean unexpected)
            implements Reported {}

    /** Money that counted as captured was not, or is gone again. */
    record CaptureReversed(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            Parties parties,
            Money amount,
            Failure failure)
            implements Reported {}

    /** A capture was refused; the hold stands. */
    record CaptureFailed(
            String paymentId, Instant at, Evidence evidence, Answered answered, Failure failure)
            implements Reported {}

    /**
     * A charge object failed. It ends the charge, unless another object holds or took the money or
     * the charge is over already; then it is kept so that an older word of that object moves none.
     */
    record ChargeFailed(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            Parties parties,
            Money releasedHold,
            Failure failure)
            implements Reported {}

    /**
     * The hold is given back. It ends the charge, unless the charge is over already or the word is
     * of another payment of the provider; then it is kept as for {@link ChargeFailed}.
     */
    record ChargeVoided(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            Parties parties,
            Money releasedHold)
            implements Reported {}

    /** A void was refused; the charge stands as it was. */
    record VoidFailed(
            String paymentId, Instant at, Evidence evidence, Answered answered, Failure failure)
            implements Reported {}

    /** The hold lapsed; as for {@link ChargeVoided}. */
    record ChargeExpired(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            Parties parties,
            Money releasedHold)
            implements Reported {}

    record RefundPending(
            String paymentId, Instant at, Evidence evidence, Answered answered, String refundId)
            implements Reported {}

    /**
     * A refund has left.
     *
     * @param reserved what stood reserved for it: the amount, or zero for a refund that was made at
     *     the provider or had counted as failed
     */
    record RefundSucceeded(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            String refundId,
            Parties parties,
            Money amount,
            Money reserved)
            implements Reported {}

    /**
     * A refund did not leave, or came back after it had.
     *
     * @param amount what goes back to the merchant; zero when nothing of that provider object was
     *     booked, and then the refund stays as it is
     */
    record RefundFailed(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            String refundId,
            Parties parties,
            Money amount,
            boolean afterSuccess,
            Failure failure)
            implements Reported {}

    /** The provider's fee, above zero; returned: it gave one back. */
    record ProviderFeeRecorded(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            String connection,
            Money fee,
            boolean returned)
            implements Reported {}

    /** A movement was settled in another currency; it is the balance transaction's, once. */
    record FundsConverted(
            String paymentId, Instant at, Evidence evidence, Answered answered, Conversion of)
            implements Reported {}

    /**
     * A word about a dispute, the object of its evidence. They come in any order, so each may shift
     * what is held of the merchant's balance and what the merchant bears: below zero, it is less.
     */
    sealed interface Disputed extends Reported {

        int round();

        Parties parties();

        Money hold();

        Money loss();

        default String disputeId() {
            return evidence().objectId();
        }
    }

    /** The payer disputes the amount, or only asks about it. */
    record DisputeOpened(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            int round,
            Parties parties,
            Money amount,
            boolean inquiry,
            @Nullable String reason,
            @Nullable Instant respondBy,
            Money hold,
            Money loss)
            implements Disputed {}

    /** The provider took the amount; excess: more than was captured is gone, as far as known. */
    record DisputeFundsWithdrawn(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            int round,
            Parties parties,
            Money amount,
            boolean excess,
            Money hold,
            Money loss)
            implements Disputed {}

    /** The provider gave the amount back. */
    record DisputeFundsReinstated(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            int round,
            Parties parties,
            Money amount,
            Money hold,
            Money loss)
            implements Disputed {}

    /** A round is decided: what is lost stops being held and is the merchant's to bear. */
    record DisputeClosed(
            String paymentId,
            Instant at,
            Evidence evidence,
            Answered answered,
            int round,
            Parties parties,
            DisputeVerdict verdict,
            Money hold,
            Money loss)
            implements Disputed {}
}
