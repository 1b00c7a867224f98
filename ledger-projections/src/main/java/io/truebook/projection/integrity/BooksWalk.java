package io.truebook.projection.integrity;

import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.projection.store.OpenBooks;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

/** Follows what was closed, event by event, and compares what the writer goes by with it. */
final class BooksWalk {

    private static final String BOOKS =
            """
            select tenant, open_from, closed_index from truebook.books
            where closed_index <= ? order by tenant\
            """;

    private record Row(Instant openFrom, long closedIndex) {}

    private final Tables tables;
    private final HeadRow head;
    private final OpenBooks books = new OpenBooks();
    private final Map<String, Row> closed = new HashMap<>();
    private long last;

    BooksWalk(Tables tables, HeadRow head) {
        this.tables = tables;
        this.head = head;
    }

    void close(PeriodClosed event, long position) {
        books.close(event.tenant(), event.openFrom());
        closed.put(event.tenant(), new Row(event.openFrom(), position));
        last = position;
    }

    /** When an entry of the event that is looked at counts from. */
    Instant countsFrom(String tenant, Instant own) {
        return books.countsFrom(tenant, own);
    }

    /** What was closed behind the head that is looked up to is another check's. */
    void end() throws SQLException {
        if (head.lastClose() != last) {
            throw new DifferenceFound(
                    "postings",
                    last,
                    "ledger_head.last_close is %d; the last event that closed a period is %d",
                    head.lastClose(),
                    last);
        }
        Map<String, Row> stored = new HashMap<>();
        tables.list(
                        BOOKS,
                        row ->
                                Map.entry(
                                        row.getString(1),
                                        new Row(
                                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                                row.getLong(3))),
                        head.lastIndex())
                .forEach(row -> stored.put(row.getKey(), row.getValue()));
        for (var tenant : stored.keySet()) {
            if (!stored.get(tenant).equals(closed.get(tenant))) {
                throw new DifferenceFound(
                        "postings",
                        stored.get(tenant).closedIndex,
                        "books of %s are open from %s; that follows from no event",
                        tenant,
                        stored.get(tenant).openFrom);
            }
        }
        requireRows(stored.size());
    }

    /** A row that is missing, where no later close can have replaced it. */
    private void requireRows(int stored) throws SQLException {
        long later =
                tables.one(
                        "select count(*) from truebook.books where closed_index > ?",
                        row -> row.getLong(1),
                        head.lastIndex());
        if (stored + later < closed.size()) {
            throw new DifferenceFound(
                    "postings",
                    last,
                    "books of a tenant are missing; %d are closed",
                    closed.size());
        }
    }
}
