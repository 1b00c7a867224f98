package io.truebook.projection.deadletter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterStatementFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.Cause;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * The SQL behind Axon's dead-letter queue, on a table of ours: a letter names an event of the
 * journal instead of copying it, and says itself when it is due.
 *
 * <p>A sequence is claimed by the lock on its first letter, which lasts until its retry commits:
 * nobody else works on it meanwhile, and a node that dies holds nothing.
 */
final class DeadLetterStatements implements DeadLetterStatementFactory<EventMessage<?>> {

    private static final String OF_SEQUENCE =
            " from truebook.dead_letter where processor = ? and sequence_id = ?";
    private static final String OF_PROCESSOR = " from truebook.dead_letter where processor = ?";

    private final List<Duration> pauses;

    /**
     * @param pauses after each failed attempt; when they are used up only a person goes on
     */
    DeadLetterStatements(List<Duration> pauses) {
        this.pauses = List.copyOf(pauses);
    }

    @Override
    public PreparedStatement enqueueStatement(
            Connection connection,
            String processor,
            String sequenceId,
            DeadLetter<? extends EventMessage<?>> letter,
            long sequenceIndex)
            throws SQLException {
        var event = letter.message();
        long position = position(event);
        var cause = letter.cause().map(known -> FailureCause.parse(known.message()));
        int attempts = cause.isPresent() ? 1 : 0;
        return prepare(
                connection,
                """
                insert into truebook.dead_letter (tenant, processor, sequence_id, sequence_index,
                    journal_position, event_id, event_type, cause_code, cause_message,
                    attempt_count, enqueued_at, touched_at, due_at)
                values ((select tenant from truebook.journal_event where global_index = ?), ?, ?, ?,
                    ?, ?, (select event_type from truebook.journal_event where global_index = ?),
                    ?, ?, ?, ?, ?, %s)
                """
                        .formatted(DUE),
                position,
                processor,
                sequenceId,
                sequenceIndex,
                position,
                event.getIdentifier(),
                position,
                cause.map(FailureCause::code).orElse(null),
                cause.map(FailureCause::message).orElse(null),
                attempts,
                letter.enqueuedAt(),
                letter.lastTouched(),
                letter.lastTouched(),
                attempts,
                millis(),
                attempts);
    }

    /** At once when it only waits behind another; then after each pause; at last never. */
    private static final String DUE =
            """
            coalesce(?::timestamptz + case when ?::integer = 0 then interval '0' else
                (?::bigint[])[?::integer] * interval '1 millisecond' end, 'infinity')
            """;

    private static long position(EventMessage<?> event) {
        return event instanceof TrackedEventMessage<?> tracked && tracked.trackingToken() != null
                ? tracked.trackingToken().position().orElseThrow()
                : 0;
    }

    private String millis() {
        return pauses.stream()
                .map(pause -> Long.toString(pause.toMillis()))
                .toList()
                .toString()
                .replace('[', '{')
                .replace(']', '}');
    }

    @Override
    public PreparedStatement maxIndexStatement(Connection connection, String processor, String id)
            throws SQLException {
        return prepare(connection, "select max(sequence_index)" + OF_SEQUENCE, processor, id);
    }

    @Override
    public PreparedStatement evictStatement(Connection connection, String letterId)
            throws SQLException {
        return prepare(
                connection,
                "delete from truebook.dead_letter where letter_id = ?",
                Long.parseLong(letterId));
    }

    @Override
    public PreparedStatement requeueStatement(
            Connection connection,
            String letterId,
            @Nullable Cause cause,
            Instant lastTouched,
            @Nullable MetaData diagnostics)
            throws SQLException {
        var known = cause == null ? null : FailureCause.parse(cause.message());
        return prepare(
                connection,
                """
                update truebook.dead_letter set cause_code = ?, cause_message = ?, touched_at = ?,
                    attempt_count = attempt_count + 1,
                    due_at = coalesce(?::timestamptz + (?::bigint[])[attempt_count + 1]
                        * interval '1 millisecond', 'infinity')
                where letter_id = ?
                """,
                known == null ? null : known.code(),
                known == null ? null : known.message(),
                lastTouched,
                lastTouched,
                millis(),
                Long.parseLong(letterId));
    }

    @Override
    public PreparedStatement containsStatement(Connection connection, String processor, String id)
            throws SQLException {
        return sequenceSizeStatement(connection, processor, id);
    }

    @Override
    public PreparedStatement letterSequenceStatement(
            Connection connection, String processor, String id, int offset, int maxSize)
            throws SQLException {
        return prepare(
                connection,
                "select *" + OF_SEQUENCE + " order by sequence_index offset ? limit ?",
                processor,
                id,
                offset,
                maxSize);
    }

    @Override
    public PreparedStatement sequenceIdentifiersStatement(Connection connection, String processor)
            throws SQLException {
        return prepare(
                connection,
                "select sequence_id" + OF_PROCESSOR + " group by sequence_id order by 1",
                processor);
    }

    @Override
    public PreparedStatement sizeStatement(Connection connection, String processor)
            throws SQLException {
        return prepare(connection, "select count(*)" + OF_PROCESSOR, processor);
    }

    @Override
    public PreparedStatement sequenceSizeStatement(
            Connection connection, String processor, String id) throws SQLException {
        return prepare(connection, "select count(*)" + OF_SEQUENCE, processor, id);
    }

    @Override
    public PreparedStatement amountOfSequencesStatement(Connection connection, String processor)
            throws SQLException {
        return prepare(connection, "select count(distinct sequence_id)" + OF_PROCESSOR, processor);
    }

    /** Locks what it finds until the end of the transaction; what others hold is passed over. */
    @Override
    public PreparedStatement claimableSequencesStatement(
            Connection connection, String processor, Instant now, int offset, int maxSize)
            throws SQLException {
        return prepare(
                connection,
                """
                select d.* from truebook.dead_letter d
                where d.processor = ? and d.due_at <= ? and not exists (
                    select from truebook.dead_letter e
                    where e.processor = d.processor and e.sequence_id = d.sequence_id
                        and e.sequence_index < d.sequence_index)
                order by d.due_at, d.letter_id limit ? for update of d skip locked
                """,
                processor,
                now,
                maxSize);
    }

    @Override
    public PreparedStatement claimStatement(
            Connection connection, String letterId, Instant current, Instant limit)
            throws SQLException {
        return prepare(
                connection,
                "update truebook.dead_letter set touched_at = ? where letter_id = ?",
                current,
                Long.parseLong(letterId));
    }

    @Override
    public PreparedStatement nextLetterInSequenceStatement(
            Connection connection, String processor, String id, long sequenceIndex)
            throws SQLException {
        return prepare(
                connection,
                "select *"
                        + OF_SEQUENCE
                        + " and sequence_index > ? order by sequence_index limit 1",
                processor,
                id,
                sequenceIndex);
    }

    @Override
    public PreparedStatement clearStatement(Connection connection, String processor)
            throws SQLException {
        return prepare(connection, "delete" + OF_PROCESSOR, processor);
    }

    private static PreparedStatement prepare(
            Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            var value = parameters[i];
            statement.setObject(
                    i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
        }
        return statement;
    }
}
