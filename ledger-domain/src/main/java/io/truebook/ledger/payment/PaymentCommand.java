package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a payment. Time and ids are data: deciding the same command twice gives the
 * same events.
 */
public sealed interface PaymentCommand {

    String paymentId();

    Instant at();

    /** A wish of a client, which may be refused; facts may not. */
    sealed interface ClientCommand extends PaymentCommand {
        String tenant();
    }

    /**
     * Opens a charge.
     *
     * <p>Refuses, first match wins: CHARGE_ALREADY_EXISTS, CURRENCY_NOT_SUPPORTED,
     * AMOUNT_SCALE_NOT_SUPPORTED.
     *
     * @param amountStep the provider's smallest step in minor units; 0 when it does not take the
     *     currency
     * @param probableDuplicateOf a charge of the same merchant, reference and amount whose outcome
     *     nobody knows; null where there is none
     */
    record RequestCharge(
            @TargetAggregateIdentifier String paymentId,
            String tenant,
            TransactionId transaction,
            Money amount,
            String merchant,
            String connection,
            String paymentMethod,
            CaptureMode capture,
            @Nullable String returnUrl,
            long amountStep,
            Personal personal,
            Instant at,
            @Nullable String probableDuplicateOf)
            implements ClientCommand {
        public RequestCharge {
            requirePositive(amount.minor());
        }

        /** One that nothing like it is open of. */
        public RequestCharge(
                String paymentId,
                String tenant,
                TransactionId transaction,
                Money amount,
                String merchant,
                String connection,
                String paymentMethod,
                CaptureMode capture,
                @Nullable String returnUrl,
                long amountStep,
                Personal personal,
                Instant at) {
            this(
                    paymentId,
                    tenant,
                    transaction,
                    amount,
                    merchant,
                    connection,
                    paymentMethod,
                    capture,
                    returnUrl,
                    amountStep,
                    personal,
                    at,
                    null);
        }
    }

    /**
     * Takes held money, once; the rest of the hold is released.
     *
     * <p>Amount: minor units of the charge's currency, null for the whole hold. Refuses, first
     * match wins: CHARGE_NOT_FOUND, OPERATION_IN_PROGRESS, CHARGE_ALREADY_CAPTURED,
     * CHARGE_ALREADY_CLOSED, CHARGE_NOT_AUTHORIZED, CAPTURE_EXCEEDS_HOLD,
     * AMOUNT_SCALE_NOT_SUPPORTED.
     */
    record CaptureCharge(
            @TargetAggregateIdentifier String paymentId,
            String tenant,
            TransactionId transaction,
            @Nullable Long amountMinor,
            Instant at)
            implements ClientCommand {
        public CaptureCharge {
            requirePositive(amountMinor);
        }
    }

    /**
     * Gives the hold back; of a charge without an answer it means "cancel if it exists".
     *
     * <p>Refuses, first match wins: CHARGE_NOT_FOUND, OPERATION_IN_PROGRESS,
     * CHARGE_ALREADY_CAPTURED, CHARGE_ALREADY_CLOSED. Voiding a voided charge changes nothing.
     */
    record VoidCharge(
            @TargetAggregateIdentifier String paymentId,
            String tenant,
            TransactionId transaction,
            Instant at)
            implements ClientCommand {}

    /**
     * Gives captured money back, in part or all that is left.
     *
     * <p>Amount: minor units of the charge's currency, null for the remainder. Refuses, first match
     * wins: CHARGE_NOT_FOUND, CHARGE_NOT_CAPTURED, REFUND_EXCEEDS_REMAINING,
     * AMOUNT_SCALE_NOT_SUPPORTED. A refund id that is there already changes nothing.
     */
    record RequestRefund(
            @TargetAggregateIdentifier String paymentId,
            String tenant,
            TransactionId transaction,
            String refundId,
            @Nullable Long amountMinor,
            @Nullable String reason,
            Personal personal,
            Instant at)
            implements ClientCommand {
        public RequestRefund {
            requirePositive(amountMinor);
        }
    }

    /**
     * Erases what clients wrote about people, of the charge and of its refunds.
     *
     * <p>Refuses, first match wins: CHARGE_NOT_FOUND, OPERATION_IN_PROGRESS (the charge itself has
     * no final answer yet). Where nothing was written since the last erasure it changes nothing.
     */
    record ErasePersonalData(@TargetAggregateIdentifier String paymentId, String tenant, Instant at)
            implements ClientCommand {}

    /**
     * Takes in what a provider said, whatever the channel. Never refused; a repeat changes nothing.
     *
     * @param operationId the operation that was asked about, null when the provider spoke first
     * @param channel response, webhook, query or settlement
     */
    record RecordOutcome(
            @TargetAggregateIdentifier String paymentId,
            @Nullable String operationId,
            Outcome outcome,
            String channel,
            Instant at)
            implements PaymentCommand {}

    /** Which amounts a request may name is the edge's to say; that they move money is ours. */
    private static void requirePositive(@Nullable Long minor) {
        if (minor != null && minor <= 0) {
            throw new IllegalArgumentException("Not an amount above zero: " + minor);
        }
    }
}
