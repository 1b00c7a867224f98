package io.truebook.projection.balance;

import io.truebook.ledger.books.Books;
import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was closed, read from the events themselves: there are few of them. */
public final class PeriodCloses {

    /**
     * A close at its place.
     *
     * @param number of the tenant's closes, from 0
     * @param position of its event
     */
    public record CloseAt(PeriodClosed close, long number, long position) {}

    private final EventStore events;
    private final JdbcClient jdbc;

    public PeriodCloses(EventStore events, DataSource dataSource) {
        this.events = events;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A tenant's closes, the latest first.
     *
     * @param before only those before this number
     */
    public List<CloseAt> list(String tenant, long before, int limit) {
        var id = Books.idOf(tenant);
        long count = events.lastSequenceNumberFor(id).orElse(-1L) + 1;
        long end = Math.min(before, count);
        long start = Math.max(0, end - limit);
        var positions = positions(id, start);
        List<CloseAt> found = new ArrayList<>();
        var stream = events.readEvents(id, start);
        while (stream.hasNext()) {
            var message = stream.next();
            long number = message.getSequenceNumber();
            if (number < end && message.getPayload() instanceof PeriodClosed close) {
                found.addFirst(new CloseAt(close, number, positions.getOrDefault(number, 0L)));
            }
        }
        return found;
    }

    private Map<Long, Long> positions(String id, long from) {
        Map<Long, Long> positions = new HashMap<>();
        jdbc.sql(
                        """
                        select sequence_number, global_index from truebook.journal_event
                        where aggregate_id = ? and sequence_number >= ?\
                        """)
                .params(id, from)
                .query((row, _) -> positions.put(row.getLong(1), row.getLong(2)))
                .list();
        return positions;
    }
}
