package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Finding.Leg;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a break at the moment somebody decides about it: both sides, the ids, the rule
 * that fired, the settlement row and our payment behind it.
 *
 * <p>It is kept with each decision, so that nobody ever has to guess what its author has seen.
 *
 * @param object what the break is about: our operation id where there is one, else the provider's
 * @param standing whether the last run still found it, and past its time
 * @param ledger minor units, signed as they change the provider account's balance; null where the
 *     ledger has nothing
 * @param provider the same of the provider's side
 * @param amount provider less ledger, the amount at stake
 * @param firstSeenAt the as-of time of the first run that found it
 * @param ruleVersion of the comparison that found it
 */
public record BreakFacts(
        String connection,
        FindingCode code,
        Leg leg,
        String object,
        Standing standing,
        @Nullable Money ledger,
        @Nullable Money provider,
        Money amount,
        @Nullable String chargeId,
        @Nullable String providerReference,
        @Nullable String balanceTransactionId,
        String evidence,
        Instant occurredAt,
        Instant firstSeenAt,
        String firstRunId,
        String lastRunId,
        int ruleVersion,
        @Nullable Settled settled,
        @Nullable Ours ours) {

    /** What the runs say of it by now. */
    public enum Standing {
        /** It may still explain itself. */
        TIMING,
        /** The last run found it. */
        OPEN,
        /** A later run no longer found it. */
        GONE
    }

    /**
     * The settlement row behind a break.
     *
     * @param gross minor units, signed as it changes the provider's balance
     * @param sourceId the object a callback about it would name; null where that is not sure
     * @param refundOperation our refund, as the row's metadata brought it back
     * @param alone whether no other row changes what this one says of its charge
     */
    public record Settled(
            String category,
            Money gross,
            @Nullable String sourceId,
            @Nullable String paymentReference,
            @Nullable String refundOperation,
            Instant at,
            boolean alone) {}

    /**
     * Our payment behind a break.
     *
     * @param requested what the client wanted to be charged
     * @param captured what is taken and not given up again
     * @param refundable what may still be refunded
     */
    public record Ours(
            String paymentId, String status, Money requested, Money captured, Money refundable) {}

    /** How long both sides have differed. */
    public Duration age(Instant now) {
        return now.isAfter(occurredAt) ? Duration.between(occurredAt, now) : Duration.ZERO;
    }

    /** Whether somebody has to do something about it; not named like a field, for it is none. */
    public boolean stands() {
        return standing == Standing.OPEN;
    }
}
