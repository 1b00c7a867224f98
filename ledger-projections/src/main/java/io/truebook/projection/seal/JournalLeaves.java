package io.truebook.projection.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** The stored events as leaves of the tree, read back from their rows. */
public final class JournalLeaves {

    /** The columns {@link #read(ResultSet)} expects, in its order. */
    public static final String COLUMNS =
            "global_index, tenant, aggregate_type, aggregate_id, sequence_number, event_id,"
                    + " event_type, event_revision, recorded_at, payload, metadata";

    private static final String RANGE =
            "select "
                    + COLUMNS
                    + " from truebook.journal_event where global_index > ? and global_index <= ?"
                    + " order by global_index";

    private static final int FETCH = 1_000;

    private JournalLeaves() {}

    /**
     * Hands out the events after one index up to another, in order; how many there were.
     *
     * <p>Read as a stream where the connection is inside a transaction of the driver's.
     */
    public static long read(
            Connection connection, long after, long upTo, Consumer<EventLeaf> leaves)
            throws SQLException {
        long count = 0;
        try (var events = connection.prepareStatement(RANGE)) {
            events.setFetchSize(FETCH);
            events.setLong(1, after);
            events.setLong(2, upTo);
            try (var rows = events.executeQuery()) {
                for (; rows.next(); count++) {
                    leaves.accept(read(rows));
                }
            }
        }
        return count;
    }

    /** The row the result stands on. */
    public static EventLeaf read(ResultSet row) throws SQLException {
        return new EventLeaf(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                ChronoUnit.MICROS.between(
                        Instant.EPOCH, row.getObject(9, OffsetDateTime.class).toInstant()),
                row.getBytes(10),
                row.getBytes(11));
    }
}
