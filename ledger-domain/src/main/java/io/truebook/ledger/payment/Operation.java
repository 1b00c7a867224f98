package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;

/**
 * A charge, capture or void we asked for and that has no final answer yet.
 *
 * @param amount what it is about, in minor units of the charge's currency
 */
public record Operation(OperationKind kind, String id, State state, Money amount) {

    /** How much is known: sent or about to be, taken by the provider, or nothing at all. */
    public enum State {
        OPEN,
        PENDING,
        UNKNOWN
    }

    Operation in(State next) {
        return new Operation(kind, id, next, amount);
    }
}
