package io.truebook.ledger.reserve;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Evidence;
import java.time.Instant;

/** What has happened to what the provider holds back. Names and meanings are public for ever. */
public sealed interface ReserveEvent {

    /** {@link ReserveCommand#keyOf}. */
    String movementKey();

    Instant at();

    Evidence evidence();

    /**
     * The provider's balance and what it holds back have moved against each other.
     *
     * @param amount signed as it changes our balance: below zero where it is held back
     */
    record ReserveMoved(
            String movementKey, Instant at, Evidence evidence, String connection, Money amount)
            implements ReserveEvent {}
}
