package io.truebook.projection.deadletter;

import io.truebook.projection.deadletter.DeadLetter.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** All dead letters as rows of one form, whichever table keeps them. */
final class LetterRows {

    static final String WEBHOOKS = "webhooks";

    /**
     * Open letters: events behind a streaming processor, and callbacks that are dead.
     *
     * <p>{@code number} is the key in the source's own table.
     */
    static final String OPEN =
            """
            (select 'dl_event_' || d.letter_id as id, d.letter_id as number, d.processor as source,
                d.tenant, d.sequence_id as sequence, d.sequence_id as payment, d.event_id,
                d.event_type, d.journal_position as position,
                d.cause_code || ' ' || d.cause_message as cause, d.attempt_count as attempts,
                d.enqueued_at as first_at, d.touched_at as last_at, d.due_at,
                (select 'dl_event_' || e.letter_id from truebook.dead_letter e
                    where e.processor = d.processor and e.sequence_id = d.sequence_id
                        and e.sequence_index < d.sequence_index
                    order by e.sequence_index limit 1) as behind
            from truebook.dead_letter d
            union all
            select 'dl_callback_' || c.callback_id, c.callback_id, 'webhooks', c.tenant, c.subject,
                c.payment_id, c.event_id, c.event_type, null, c.reason, c.failure_count,
                c.received_at, coalesce(c.finished_at, c.received_at), 'infinity', null
            from truebook.provider_callback c where c.status = 'dead')
            """;

    /** What a person did about letters that may be gone; in the form of {@link #OPEN}. */
    static final String ACTED_ON =
            """
            select a.letter as id, a.source, a.letter_tenant as tenant, a.sequence_id as sequence,
                a.payment_id as payment, a.event_id, a.event_type, a.journal_position as position,
                a.cause, a.attempt_count as attempts, a.first_at, a.last_at,
                timestamptz 'infinity' as due_at, null as behind, a.action
            from truebook.dead_letter_action a
            """;

    private LetterRows() {}

    static DeadLetter open(ResultSet row, Instant now) throws SQLException {
        var due = row.getObject("due_at", OffsetDateTime.class);
        var next = due.equals(OffsetDateTime.MAX) ? null : due.toInstant();
        boolean soon = next != null && !next.isAfter(now) && row.getString("behind") == null;
        return letter(row, soon ? Status.RETRYING : Status.OPEN, next);
    }

    static DeadLetter letter(ResultSet row, Status status, @Nullable Instant next)
            throws SQLException {
        long position = row.getLong("position");
        @Nullable Long journalPosition = row.wasNull() ? null : position;
        return new DeadLetter(
                row.getString("id"),
                row.getString("source"),
                status,
                row.getString("tenant"),
                row.getString("sequence"),
                row.getString("payment"),
                row.getString("event_id"),
                row.getString("event_type"),
                journalPosition,
                FailureCause.parse(row.getString("cause")),
                row.getInt("attempts"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                next,
                row.getString("behind"));
    }
}
