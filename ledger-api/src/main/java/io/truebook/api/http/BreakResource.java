package io.truebook.api.http;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.AgeBucket;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.Severity;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A break as clients see it.
 *
 * @param amount provider less ledger, minor units of {@code currency}
 * @param proposedRepair null: repairs are not proposed yet
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
        String ageBucket,
        Evidence evidence,
        @Nullable String proposedRepair) {

    /** What both sides say, and the runs that found it first and last. */
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
            String firstRun,
            String lastRun) {}

    static BreakResource of(BreakRow row, Instant now) {
        var age =
                now.isAfter(row.occurredAt())
                        ? Duration.between(row.occurredAt(), now)
                        : Duration.ZERO;
        var amount = Money.of(row.amountMinor(), row.currency());
        return new BreakResource(
                row.id(),
                "break",
                row.code(),
                row.status(),
                Severity.of(FindingCode.valueOf(row.code()), amount, age).code(),
                row.connection(),
                row.amountMinor(),
                row.currency(),
                row.chargeId(),
                row.providerReference(),
                row.firstSeenAt(),
                AgeBucket.of(age).label(),
                new Evidence(
                        row.object(),
                        row.leg(),
                        row.ledgerMinor(),
                        row.ledgerCurrency(),
                        row.providerMinor(),
                        row.providerCurrency(),
                        row.balanceTransactionId(),
                        row.occurredAt(),
                        row.evidence(),
                        row.firstRunId(),
                        row.lastRunId()),
                null);
    }
}
