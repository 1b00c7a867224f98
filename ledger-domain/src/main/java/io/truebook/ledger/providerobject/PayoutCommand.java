package io.truebook.ledger.providerobject;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a payout: only to take note of what the provider says. */
public sealed interface PayoutCommand {

    /**
     * The provider's word, of one payout; never refused. A repeat changes nothing.
     *
     * @param channel where it came through: webhook, query or settlement
     */
    record RecordPayout(
            @TargetAggregateIdentifier String payoutKey,
            String connection,
            List<PayoutFact> facts,
            String channel,
            Instant at)
            implements PayoutCommand {
        public RecordPayout {
            facts = List.copyOf(facts);
        }
    }

    /** The same payout id under two connections is two payouts. */
    static String keyOf(String connection, String payoutId) {
        return connection + ":" + payoutId;
    }
}
