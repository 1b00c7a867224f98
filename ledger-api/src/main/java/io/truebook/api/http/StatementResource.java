package io.truebook.api.http;

import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.balance.BalanceQueries.Account;
import io.truebook.projection.balance.StatementQueries.Line;
import io.truebook.projection.balance.StatementQueries.Subject;
import io.truebook.projection.balance.StatementQueries.Summary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a statement; balances and totals are those of the whole period, on every page.
 *
 * @param from included
 * @param to not included
 * @param nextCursor for {@code ?after=}; null on the last page
 * @param journalPosition what the journal knew: asked for again with it, the statement is the same
 */
record StatementResource(
        String account,
        String type,
        String normalSide,
        String currency,
        Instant from,
        Instant to,
        String timeZone,
        long openingBalance,
        List<LineResource> data,
        Totals totals,
        long closingBalance,
        @Nullable String nextCursor,
        long journalPosition) {

    /** Of the whole period, in minor units. */
    record Totals(long debits, long credits, long lines) {}

    /**
     * A posting, in the order of its effective time.
     *
     * @param originalAt when it would have counted from, had that day not been closed; else null
     * @param balance of the statement after it
     * @param payment the charge it belongs to
     * @param transactionId of the client's request; null for what a provider reported
     * @param journalPosition index of the event it books
     */
    record LineResource(
            Instant effectiveAt,
            @Nullable Instant originalAt,
            Instant recordedAt,
            String payment,
            @Nullable String transactionId,
            String event,
            String item,
            String side,
            long amount,
            long balance,
            long journalPosition) {

        static LineResource of(Line line) {
            return new LineResource(
                    line.effectiveAt(),
                    line.originalAt(),
                    line.recordedAt(),
                    line.payment(),
                    line.transactionId(),
                    line.event(),
                    line.item(),
                    line.side(),
                    line.amount(),
                    line.balance(),
                    line.position());
        }
    }

    static StatementResource of(
            Account account,
            Subject subject,
            Period period,
            Summary summary,
            List<Line> lines,
            @Nullable String next) {
        return new StatementResource(
                account.name(),
                account.type(),
                account.normalSide(),
                subject.currency(),
                subject.from(),
                subject.to(),
                period.zone().getId(),
                summary.opening(),
                lines.stream().map(LineResource::of).toList(),
                new Totals(summary.debits(), summary.credits(), summary.lines()),
                summary.closing(),
                next,
                subject.position());
    }
}
