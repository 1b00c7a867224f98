package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;
import java.time.Instant;

/**
 * A charge, capture, void or refund of ours that a provider is asked to do.
 *
 * @param amount minor units of the charge's currency, above zero
 */
public record FollowedOperation(
        String operationId,
        String paymentId,
        String tenant,
        String connection,
        OperationKind kind,
        Money amount,
        Instant requestedAt) {

    /** What it changes of the provider account's balance when it is done. */
    Money effect() {
        return switch (kind) {
            case CHARGE, CAPTURE -> amount;
            case REFUND -> amount.negated();
            case VOID -> Money.zero(amount.currency());
        };
    }

    /** What is at stake while it is open. */
    Money atStake() {
        return kind == OperationKind.REFUND ? amount.negated() : amount;
    }
}
