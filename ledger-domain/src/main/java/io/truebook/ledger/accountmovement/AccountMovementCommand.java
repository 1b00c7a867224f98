package io.truebook.ledger.accountmovement;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a movement of no payment: only to take note of what the provider says. */
public sealed interface AccountMovementCommand {

    /** What moved our balance. */
    enum Kind {
        /** Held back by the provider, or given back. */
        RESERVE,
        /** A fee of the account and not of a payment, or one given back. */
        FEE
    }

    /**
     * The provider's word that it moved our balance; never refused. A repeat changes nothing.
     *
     * @param source its object is the balance transaction, or the row, that moved it
     * @param amount signed as it changes our balance: below zero where it is held back or charged
     * @param channel where it came through
     */
    record RecordMovement(
            @TargetAggregateIdentifier String movementKey,
            Kind kind,
            FactSource source,
            Money amount,
            String channel,
            Instant at)
            implements AccountMovementCommand {}

    /** The same movement id under two connections is two movements. */
    static String keyOf(String connection, String movementId) {
        return connection + ":" + movementId;
    }
}
