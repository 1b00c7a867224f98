package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.Deadlines;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How operations are followed until the provider agrees.
 *
 * @param unanswered from the request to any answer; past it STALE_UNKNOWN
 * @param pending from the provider's "later" to its answer; past it STALE_UNKNOWN
 * @param callback from the answer of a call to the provider's own word of it; past it the provider
 *     is asked
 * @param settlement from a callback that nobody confirms to its settlement row; past it the same
 * @param question from asking the provider for its record of an answer that nobody confirms to its
 *     reply; past it MISSING_AT_PROVIDER
 * @param firstLook from an answer to the first look for a second witness
 * @param wave events are worked on in waves, so far apart: most operations begin and end in one,
 *     and are never written down
 * @param tick how often is looked for what is due
 */
@ConfigurationProperties("truebook.reconciliation.saga")
public record SagaSettings(
        @DefaultValue("24h") Duration unanswered,
        @DefaultValue("7d") Duration pending,
        @DefaultValue("24h") Duration callback,
        @DefaultValue("7d") Duration settlement,
        @DefaultValue("6h") Duration question,
        @DefaultValue("5s") Duration firstLook,
        @DefaultValue("1s") Duration wave,
        @DefaultValue("5s") Duration tick) {

    public Deadlines deadlines() {
        return new Deadlines(unanswered, pending, callback, settlement, question, firstLook);
    }
}
