package io.truebook.api.http;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.Severity;
import io.truebook.projection.reconciliation.BreakCases.Case;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A break as clients see it.
 *
 * @param amount provider less ledger, minor units of {@code currency}
 * @param dueAt by when somebody should have dealt with it; it does not move
 * @param owner who looks after it; null for nobody
 * @param proposedRepair what somebody has proposed, or else what the rules suggest; null where a
 *     person has to find out first
 * @param parked what of it waits in suspense; null for nothing
 * @param writtenOff what of that was given up; null for nothing
 */
record BreakResource(
        String id,
        String object,
        String code,
        String status,
        String severity,
        String provider,
        long amount,
        String currency,
        @Nullable String charge,
        @Nullable String providerReference,
        Instant firstSeenAt,
        Instant dueAt,
        String ageBucket,
        @Nullable String owner,
        Evidence evidence,
        @Nullable RepairResource proposedRepair,
        @Nullable Amount parked,
        @Nullable Amount writtenOff,
        long journalPosition) {

    /** Minor units of {@code currency}. */
    record Amount(long amount, String currency) {

        static @Nullable Amount of(@Nullable Money money) {
            return money == null ? null : new Amount(money.minor(), money.currency().code());
        }
    }

    /** What both sides say, the rule that fired, and the runs that found it first and last. */
    record Evidence(
            String about,
            String leg,
            @Nullable Long ledgerAmount,
            @Nullable String ledgerCurrency,
            @Nullable Long providerAmount,
            @Nullable String providerCurrency,
            @Nullable String balanceTransaction,
            Instant occurredAt,
            String text,
            int ruleVersion,
            String firstRun,
            String lastRun) {

        static Evidence of(BreakFacts facts) {
            return new Evidence(
                    facts.object(),
                    facts.leg().code(),
                    minor(facts.ledger()),
                    currency(facts.ledger()),
                    minor(facts.provider()),
                    currency(facts.provider()),
                    facts.balanceTransactionId(),
                    facts.occurredAt(),
                    facts.evidence(),
                    facts.ruleVersion(),
                    facts.firstRunId(),
                    facts.lastRunId());
        }

        private static @Nullable Long minor(@Nullable Money money) {
            return money == null ? null : money.minor();
        }

        private static @Nullable String currency(@Nullable Money money) {
            return money == null ? null : money.currency().code();
        }
    }

    /** As it is now. */
    static BreakResource of(Case found, Instant now) {
        var row = found.row();
        return of(row.id(), row.status(), found.facts(), found.state(), now, row.position());
    }

    /** As a decision has just left it. */
    static BreakResource of(String id, BreakFacts facts, Break state, Instant now) {
        var status =
                state.status() == Break.Status.OPEN
                        ? facts.standing().code()
                        : state.status().code();
        return of(id, status, facts, state, now, 0);
    }

    private static BreakResource of(
            String id,
            String status,
            BreakFacts facts,
            Break state,
            Instant now,
            long journalPosition) {
        var age = facts.age(now);
        return new BreakResource(
                id,
                "break",
                facts.code().name(),
                status,
                Severity.of(facts.code(), facts.amount(), age).code(),
                facts.connection(),
                facts.amount().minor(),
                facts.amount().currency().code(),
                facts.chargeId(),
                facts.providerReference(),
                facts.firstSeenAt(),
                Severity.due(facts.code(), facts.amount(), facts.firstSeenAt()),
                AgeBucket.of(age).label(),
                state.owner(),
                Evidence.of(facts),
                RepairResource.of(facts, state),
                Amount.of(state.parked()),
                Amount.of(state.writtenOff()),
                journalPosition);
    }
}
