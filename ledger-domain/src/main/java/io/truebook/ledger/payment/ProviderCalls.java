package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ProviderCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request an open operation stands for, read from the payment as it is now.
 *
 * <p>Nothing about a call is stored beside the events: whoever is about to make it folds the
 * payment and asks here. Empty once the operation is answered.
 */
public final class ProviderCalls {

    private ProviderCalls() {}

    public static Optional<ProviderCall> of(Payment payment, String operationId) {
        return payment.known().flatMap(file -> of(file, operationId));
    }

    private static Optional<ProviderCall> of(PaymentFile file, String operationId) {
        var refund = file.refunds().get(operationId);
        if (refund != null) {
            return refund.status().isOpen() ? Optional.of(refund(file, refund)) : Optional.empty();
        }
        return file.operation(operationId).map(operation -> call(file, operation));
    }

    /**
     * The request an operation stood for when it was answered: to ask about, never to send again.
     *
     * @param amount of a capture, which the payment does not keep
     */
    public static Optional<ProviderCall> answered(
            Payment payment, String operationId, OperationKind kind, Money amount) {
        return payment.known().flatMap(file -> answered(file, operationId, kind, amount));
    }

    private static Optional<ProviderCall> answered(
            PaymentFile file, String operationId, OperationKind kind, Money amount) {
        if (reference(file) == null) {
            return Optional.empty();
        }
        return kind == OperationKind.REFUND
                ? Optional.ofNullable(file.refunds().get(operationId)).map(one -> refund(file, one))
                : Optional.of(call(file, operationId, kind, amount));
    }

    private static ProviderCall call(PaymentFile file, Operation operation) {
        return call(file, operation.id(), operation.kind(), operation.amount());
    }

    private static ProviderCall call(
            PaymentFile file, String id, OperationKind kind, Money amount) {
        return switch (kind) {
            case CHARGE -> {
                var terms = file.terms();
                yield new ProviderCall.Charge(
                        id,
                        terms.amount(),
                        terms.paymentMethod(),
                        terms.capture(),
                        terms.returnUrl(),
                        reference(file),
                        mark(file, id));
            }
            case CAPTURE -> new ProviderCall.Capture(id, known(file), amount);
            case VOID -> new ProviderCall.Cancel(id, reference(file), file.paymentId());
            case REFUND -> throw new IllegalStateException("A refund is not an operation");
        };
    }

    private static ProviderCall refund(PaymentFile file, Refund refund) {
        return new ProviderCall.Refund(
                refund.id(),
                known(file),
                refund.amount(),
                refund.reason(),
                mark(file, refund.id()));
    }

    private static @Nullable String mark(PaymentFile file, String operationId) {
        var transaction = file.transactions().get(operationId);
        return transaction == null
                ? null
                : TransactionMark.of(
                        file.terms().tenant(), transaction.origin(), transaction.value());
    }

    /** The provider's payment, or where it has none, the object that holds the money. */
    private static @Nullable String reference(PaymentFile file) {
        return file.paymentReference() == null ? file.liveObject() : file.paymentReference();
    }

    private static String known(PaymentFile file) {
        var reference = reference(file);
        if (reference == null) {
            throw new IllegalStateException(
                    "Nobody has named the provider's payment of " + file.paymentId());
        }
        return reference;
    }
}
