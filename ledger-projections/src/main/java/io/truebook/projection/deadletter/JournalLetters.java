package io.truebook.projection.deadletter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterJdbcConverter;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.jspecify.annotations.Nullable;

/**
 * Reads a letter with its event from the journal, as it would be handled today: upcast, and without
 * what has been erased since.
 */
final class JournalLetters
        implements DeadLetterJdbcConverter<EventMessage<?>, JdbcDeadLetter<EventMessage<?>>> {

    private final EventStorageEngine journal;

    JournalLetters(EventStorageEngine journal) {
        this.journal = journal;
    }

    @Override
    public JdbcDeadLetter<EventMessage<?>> convertToLetter(ResultSet row) throws SQLException {
        return new JdbcDeadLetter<>(
                Long.toString(row.getLong("letter_id")),
                row.getLong("sequence_index"),
                row.getString("sequence_id"),
                time(row, "enqueued_at"),
                time(row, "touched_at"),
                cause(row),
                MetaData.emptyInstance(),
                event(row.getLong("journal_position")));
    }

    private EventMessage<?> event(long position) {
        var before = new GlobalSequenceTrackingToken(position - 1);
        try (var events = journal.readEvents(before, false)) {
            return events.findFirst()
                    .orElseThrow(() -> new IllegalStateException("No event at " + position));
        }
    }

    private static @Nullable ThrowableCause cause(ResultSet row) throws SQLException {
        var code = row.getString("cause_code");
        return code == null ? null : new ThrowableCause(code, row.getString("cause_message"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
