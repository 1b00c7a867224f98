package io.truebook.ledger.accountmovement;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Evidence;
import java.time.Instant;

/**
 * What a provider has moved of our balance for no payment. Names and meanings are public for ever.
 */
public sealed interface AccountMovementEvent {

    /** {@link AccountMovementCommand#keyOf}. */
    String movementKey();

    Instant at();

    Evidence evidence();

    String connection();

    /** Signed as it changes our balance at the provider. */
    Money amount();

    /**
     * The provider's balance and what it holds back have moved against each other.
     *
     * @param amount signed as it changes our balance: below zero where it is held back
     */
    record ReserveMoved(
            String movementKey, Instant at, Evidence evidence, String connection, Money amount)
            implements AccountMovementEvent {}

    /**
     * The provider has charged a fee that is of no payment, or given one back.
     *
     * @param amount signed as it changes our balance: below zero where it was charged
     */
    record AccountFeeCharged(
            String movementKey, Instant at, Evidence evidence, String connection, Money amount)
            implements AccountMovementEvent {}
}
