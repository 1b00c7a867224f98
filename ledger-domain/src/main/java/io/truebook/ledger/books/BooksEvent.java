package io.truebook.ledger.books;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What has happened to the books of a tenant. Names and meanings are public for ever. */
public sealed interface BooksEvent {

    String booksId();

    Instant at();

    /**
     * Nothing counts from before {@code openFrom} any more: what later events book counts from then
     * on at the earliest.
     *
     * @param through the last day that is closed, in {@code timeZone}
     * @param openFrom when the day after it begins
     * @param by who closed it
     * @param outstanding what was known not to be done with; nothing, as a rule
     * @param despite why it was closed all the same
     */
    record PeriodClosed(
            String booksId,
            Instant at,
            String tenant,
            String closeId,
            LocalDate through,
            String timeZone,
            Instant openFrom,
            String by,
            Outstanding outstanding,
            @Nullable String despite)
            implements BooksEvent {}
}
