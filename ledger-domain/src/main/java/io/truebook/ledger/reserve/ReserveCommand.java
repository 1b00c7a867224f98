package io.truebook.ledger.reserve;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of what a provider holds back: only to take note of what it says. */
public sealed interface ReserveCommand {

    /**
     * The provider's word that it held an amount back, or gave one back; never refused. A repeat
     * changes nothing.
     *
     * @param source its object is the balance transaction, or the row, that moved it
     * @param amount signed as it changes our balance: below zero where it is held back
     * @param channel where it came through
     */
    record RecordReserve(
            @TargetAggregateIdentifier String movementKey,
            FactSource source,
            Money amount,
            String channel,
            Instant at)
            implements ReserveCommand {}

    /** The same movement id under two connections is two movements. */
    static String keyOf(String connection, String movementId) {
        return connection + ":" + movementId;
    }
}
