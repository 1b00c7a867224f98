package io.truebook.ledger.books;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of the books of a tenant. */
public sealed interface BooksCommand {

    String booksId();

    /**
     * Closes all days up to one, for good.
     *
     * <p>Refuses, first match wins: PERIOD_NOT_OVER, PERIOD_ALREADY_CLOSED, PERIOD_NOT_RECONCILED.
     *
     * @param through the last day to be closed, in {@code zone}
     * @param outstanding what is not done with in the period
     * @param despite why it is to be closed although something is outstanding
     */
    record ClosePeriod(
            @TargetAggregateIdentifier String booksId,
            String tenant,
            String closeId,
            LocalDate through,
            ZoneId zone,
            String by,
            Outstanding outstanding,
            @Nullable String despite,
            Instant at)
            implements BooksCommand {

        /** When the first day begins that stays open. */
        public Instant openFrom() {
            return through.plusDays(1).atStartOfDay(zone).toInstant();
        }
    }
}
