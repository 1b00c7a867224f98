package io.truebook.api.provider;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider account remembers by itself, to be read by a ledger that has forgotten.
 *
 * <p>Read newest first and page by page; what is added meanwhile comes with the next reading.
 */
public interface ProviderHistory {

    /** What can be paged through: what has changed, and what was made. */
    enum Shelf {
        EVENTS,
        PAYMENTS,
        REFUNDS
    }

    /** The name of the connection. */
    String connection();

    /**
     * A page of what came about at this time or later; empty when it cannot be had now.
     *
     * @param after {@link Page#next} of the page before, null for the first one
     */
    Optional<Page> page(Shelf shelf, Instant since, @Nullable String after);

    /**
     * @param events as they would have come by callback
     * @param objects those that carry an operation id of ours
     * @param newest when the newest of the events was made, as the provider says; null without any
     * @param next null on the last page
     */
    record Page(
            List<byte[]> events,
            @Nullable Instant newest,
            List<Made> objects,
            @Nullable String next) {
        public Page {
            events = List.copyOf(events);
            objects = List.copyOf(objects);
        }
    }

    /**
     * Something the provider made because we asked.
     *
     * @param parentId of a refund: the provider's payment
     * @param transactionMark null where our request had none
     * @param amount null in a currency that is not ours
     */
    record Made(
            String kind,
            String objectId,
            @Nullable String parentId,
            String operationId,
            @Nullable String transactionMark,
            @Nullable Money amount,
            String status,
            Instant createdAt,
            List<ProviderFact> facts) {
        public Made {
            facts = List.copyOf(facts);
        }
    }
}
