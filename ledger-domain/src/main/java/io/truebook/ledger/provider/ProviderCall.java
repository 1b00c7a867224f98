package io.truebook.ledger.provider;

import io.truebook.ledger.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider, as data: everything an adapter needs and nothing it must look up.
 *
 * <p>The operation id names the wish for ever; the provider's idempotency key is derived from it.
 */
public sealed interface ProviderCall {

    String operationId();

    OperationKind kind();

    /**
     * Authorize an amount, and take it at once when the capture is automatic.
     *
     * @param paymentReference null until an answer has named the payment; it is no part of the
     *     request, only of later questions about it
     * @param transactionMark stands for the transaction that wants it; the provider keeps it, so
     *     that a ledger which lost the transaction can still tell that its id was used
     */
    record Charge(
            String operationId,
            Money amount,
            String paymentMethod,
            CaptureMode capture,
            @Nullable String returnUrl,
            @Nullable String paymentReference,
            @Nullable String transactionMark)
            implements ProviderCall {
        @Override
        public OperationKind kind() {
            return OperationKind.CHARGE;
        }
    }

    /** Take a held amount, once; the rest of the hold is released. */
    record Capture(String operationId, String paymentReference, Money amount)
            implements ProviderCall {
        @Override
        public OperationKind kind() {
            return OperationKind.CAPTURE;
        }
    }

    /**
     * Give the hold back, or cancel the charge if it exists.
     *
     * @param paymentReference null while no answer has named the payment: look it up by {@code
     *     chargeOperationId} first
     */
    record Cancel(String operationId, @Nullable String paymentReference, String chargeOperationId)
            implements ProviderCall {
        @Override
        public OperationKind kind() {
            return OperationKind.VOID;
        }
    }

    /**
     * Give captured money back.
     *
     * @param transactionMark as for {@link Charge}
     */
    record Refund(
            String operationId,
            String paymentReference,
            Money amount,
            @Nullable String reason,
            @Nullable String transactionMark)
            implements ProviderCall {
        @Override
        public OperationKind kind() {
            return OperationKind.REFUND;
        }
    }
}
