package io.truebook.projection.integrity;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Compares what is kept of entries that a closed period moved with what follows from the events.
 */
final class LateEntryWalk {

    private static final String LATE =
            """
            select global_index, tenant, original_at from truebook.late_entry
            where global_index > ? and global_index <= ? order by global_index limit ?\
            """;

    private record Row(long position, String tenant, Instant originalAt) {}

    private final Pages<Row> stored;

    LateEntryWalk(Tables tables, HeadRow head) {
        stored =
                new Pages<>(last ->
                        tables.list(
                                LATE,
                                row ->
                                        new Row(
                                                row.getLong(1),
                                                row.getString(2),
                                                row.getObject(3, OffsetDateTime.class).toInstant()),
                                last == null ? 0 : last.position,
                                head.lastIndex(),
                                Tables.PAGE));
    }

    /** The event has booked something; it is late if it counts from another time than its own. */
    void expect(long position, String tenant, Instant own, Instant counted) throws SQLException {
        requireNoneBefore(position);
        var found = stored.peek();
        var row = found != null && found.position == position ? found : null;
        var exact = own.truncatedTo(ChronoUnit.MICROS);
        var derived = exact.equals(counted) ? null : new Row(position, tenant, exact);
        if (!Objects.equals(row, derived)) {
            throw new DifferenceFound(
                    "postings",
                    position,
                    "late_entry %d: stored %s; the event's own time is %s and it counts from %s",
                    position,
                    row == null ? "none" : row.originalAt,
                    exact,
                    counted);
        }
        if (row != null) {
            stored.next();
        }
    }

    private void requireNoneBefore(long position) throws SQLException {
        var orphan = stored.peek();
        if (orphan != null && orphan.position < position) {
            throw new DifferenceFound(
                    "postings",
                    orphan.position,
                    "late_entry %d is of an event that books nothing",
                    orphan.position);
        }
    }

    /** None is left over once the last event was seen. */
    void end() throws SQLException {
        requireNoneBefore(Long.MAX_VALUE);
    }
}
