package io.truebook.api.http;

import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A close as clients see it.
 *
 * @param through the last day that is closed, in {@code timeZone}
 * @param openFrom what is booked later counts from then on at the earliest
 * @param despite why it was closed although something was outstanding
 * @param journalPosition index of its event: what comes behind it is late
 */
public record PeriodCloseResource(
        String id,
        String object,
        LocalDate through,
        String timeZone,
        Instant openFrom,
        String closedBy,
        OutstandingResource outstanding,
        @Nullable String despite,
        Instant createdAt,
        long journalPosition) {

    /**
     * What was not done with when it was closed.
     *
     * @param openBreaks differences of the period that nobody had ended
     * @param notReconciled connections that no run had looked at up to its end
     */
    public record OutstandingResource(long openBreaks, List<String> notReconciled) {
        public OutstandingResource {
            notReconciled = List.copyOf(notReconciled);
        }
    }

    static PeriodCloseResource of(PeriodClosed close, long position) {
        var outstanding = close.outstanding();
        return new PeriodCloseResource(
                close.closeId(),
                "period_close",
                close.through(),
                close.timeZone(),
                Json.time(close.openFrom()),
                close.by(),
                new OutstandingResource(outstanding.openBreaks(), outstanding.notReconciled()),
                close.despite(),
                Json.time(close.at()),
                position);
    }
}
