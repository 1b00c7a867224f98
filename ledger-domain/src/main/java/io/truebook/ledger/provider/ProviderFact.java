package io.truebook.ledger.provider;

import io.truebook.ledger.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a provider says has happened, in the ledger's words.
 *
 * <p>Facts are never refused. The same fact from a response, a callback, a status query and a
 * settlement file has the same {@link #key()}, and is booked once.
 */
public sealed interface ProviderFact {

    FactSource source();

    /** The provider works on the charge and will answer later. */
    record Processing(FactSource source) implements ProviderFact {}

    /** The payer has to act first. */
    record ActionRequired(FactSource source, NextAction action) implements ProviderFact {}

    /** The amount is held. */
    record Authorized(FactSource source, Money amount) implements ProviderFact {}

    /** The amount is taken; what was held above it is released. */
    record Captured(FactSource source, Money amount) implements ProviderFact {}

    /** A capture was refused; the hold stands. */
    record CaptureRefused(FactSource source, Failure failure) implements ProviderFact {}

    /**
     * The charge object failed, before or after its money was taken.
     *
     * <p>After a capture of the same object this is a capture reversed.
     */
    record ChargeFailed(FactSource source, Failure failure) implements ProviderFact {}

    /** The hold is given back on our wish. */
    record Voided(FactSource source) implements ProviderFact {}

    /** A void was refused; the charge stands as it was. */
    record VoidRefused(FactSource source, Failure failure) implements ProviderFact {}

    /** The hold lapsed at the provider. */
    record Expired(FactSource source) implements ProviderFact {}

    /** A refund is taken and on its way; null where it is not one of ours. */
    record RefundPending(FactSource source, @Nullable String operationId, Money amount)
            implements ProviderFact {}

    /** A refund has left; null where it is not one of ours. */
    record RefundSucceeded(FactSource source, @Nullable String operationId, Money amount)
            implements ProviderFact {}

    /** A refund failed, was refused or canceled, before or after it had succeeded. */
    record RefundFailed(
            FactSource source, @Nullable String operationId, Money amount, Failure failure)
            implements ProviderFact {}

    /** The provider took a fee, or gave one back where the amount is below zero. */
    record FeeCharged(FactSource source, Money fee) implements ProviderFact {}

    /**
     * A movement of this payment, in its own currency, was settled in another one. The object is
     * the balance transaction; both amounts are signed as they change our balance at the provider.
     */
    record Converted(FactSource source, Money charged, Money settled) implements ProviderFact {}

    /**
     * The payer disputes the payment. No money moves by this alone.
     *
     * <p>The object of this and the next three is the dispute, so whatever order they come in they
     * are one dispute. {@code occurrence} is the round: 2 for what a second chargeback of the same
     * dispute opens, withdraws, gives back or decides. A fee of it is a {@link FeeCharged}.
     *
     * @param amount what is disputed, of the charge's currency
     * @param inquiry only asked about: refunds stay possible; it may become a chargeback later
     * @param reason the provider's code
     * @param respondBy until when evidence is taken
     */
    record DisputeOpened(
            FactSource source,
            Money amount,
            boolean inquiry,
            @Nullable String reason,
            @Nullable Instant respondBy)
            implements ProviderFact {}

    /** The disputed amount, above zero, has left our balance at the provider. */
    record DisputeFundsWithdrawn(FactSource source, Money amount) implements ProviderFact {}

    /** A withdrawn amount, above zero, is back in our balance at the provider. */
    record DisputeFundsReinstated(FactSource source, Money amount) implements ProviderFact {}

    /** A round of the dispute is decided. No money moves at the provider by this alone. */
    record DisputeClosed(FactSource source, DisputeVerdict verdict) implements ProviderFact {}

    /** Connection, object, kind and occurrence: what makes two reports the same fact. */
    default String key() {
        var source = source();
        return String.join(
                "|",
                source.connection(),
                source.objectId(),
                kind(),
                Integer.toString(source.occurrence()));
    }

    private String kind() {
        return switch (this) {
            case Processing _ -> "processing";
            case ActionRequired _ -> "action_required";
            case Authorized _ -> "authorized";
            case Captured _ -> "captured";
            case CaptureRefused _ -> "capture_refused";
            case ChargeFailed _ -> "charge_failed";
            case Voided _ -> "voided";
            case VoidRefused _ -> "void_refused";
            case Expired _ -> "expired";
            case RefundPending _ -> "refund_pending";
            case RefundSucceeded _ -> "refund_succeeded";
            case RefundFailed _ -> "refund_failed";
            case FeeCharged _ -> "fee";
            case Converted _ -> "converted";
            case DisputeOpened opened -> opened.inquiry() ? "dispute_inquiry" : "dispute_opened";
            case DisputeFundsWithdrawn _ -> "dispute_withdrawn";
            case DisputeFundsReinstated _ -> "dispute_reinstated";
            case DisputeClosed closed ->
                    switch (closed.verdict()) {
                        case INQUIRY_CLOSED -> "dispute_inquiry_closed";
                        case LOST -> "dispute_lost";
                        case WON -> "dispute_won";
                    };
        };
    }
}
