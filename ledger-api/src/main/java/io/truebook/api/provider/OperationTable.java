package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.Step;
import io.truebook.api.work.GroupWrite;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What has come of attempts, and what is next for their operations: the rows of {@code
 * provider_operation} and {@code provider_attempt} once {@link OperationClaims} has taken them.
 *
 * <p>Whoever was overtaken by a later attempt changes nothing.
 */
final class OperationTable implements AutoCloseable {

    private static final int MOST_AT_ONCE = 64;

    private static final String FINISH =
            """
            update truebook.provider_attempt
            set finished_at = :now, outcome = :outcome, detail = :detail
            where operation_id = :operation and attempt_number = :number
            """;

    private static final String RESCHEDULE =
            """
            update truebook.provider_operation
            set due_at = :due, lease_until = null, next_step = :step, planned_at = null,
                unsettled_count = :unsettled, not_executed_count = :not_executed,
                maybe_sent = :maybe_sent, last_outcome = :outcome
            where operation_id = :operation and attempt_count = :number and state = 'open'
            """;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final GroupWrite<Note, Boolean> notes;

    OperationTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new NamedParameterJdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.notes =
                new GroupWrite<>(
                        "provider-operations", MOST_AT_ONCE, Integer.MAX_VALUE, this::write);
    }

    /** One statement, and its parameters. */
    private record Note(String sql, String operation, SqlParameterSource row) {}

    /** Writes down what an attempt has led to. */
    void finish(Attempt attempt, String outcome, @Nullable String detail, Instant now) {
        notes.apply(
                new Note(
                        FINISH,
                        attempt.operationId(),
                        row(attempt)
                                .addValue("now", timestamp(now))
                                .addValue("outcome", outcome)
                                .addValue("detail", detail, Types.VARCHAR)));
    }

    /** What is next for an operation that stays open; counts are absolute. */
    record Next(
            Step step,
            Instant dueAt,
            int unsettled,
            int notExecuted,
            boolean maybeSent,
            String outcome) {}

    /** Whether it was still this attempt's to say; an overtaken worker changes nothing. */
    boolean reschedule(Attempt attempt, Next next) {
        return notes.apply(
                new Note(
                        RESCHEDULE,
                        attempt.operationId(),
                        row(attempt)
                                .addValue("due", timestamp(next.dueAt()))
                                .addValue("step", next.step().column())
                                .addValue("unsettled", next.unsettled())
                                .addValue("not_executed", next.notExecuted())
                                .addValue("maybe_sent", next.maybeSent())
                                .addValue("outcome", next.outcome())));
    }

    private static MapSqlParameterSource row(Attempt attempt) {
        return new MapSqlParameterSource()
                .addValue("operation", attempt.operationId())
                .addValue("number", attempt.number());
    }

    private List<Boolean> write(List<Note> all) {
        var hits = new Boolean[all.size()];
        transaction.executeWithoutResult(_ -> {
            doNotWaitForTheDisk();
            write(FINISH, all, hits, _ -> true);
            var free = free(all);
            write(RESCHEDULE, all, hits, note -> free.contains(note.operation()));
        });
        // One at a time, for the journal's writer may hold one of them and wait for another.
        for (int i = 0; i < hits.length; i++) {
            if (hits[i] == null) {
                hits[i] = write(all.get(i));
            }
        }
        return List.of(hits);
    }

    private boolean write(Note note) {
        return transaction.execute(_ -> {
            doNotWaitForTheDisk();
            return batches.update(note.sql(), note.row()) == 1;
        });
    }

    /**
     * What a crash of the database loses of these is found out again, as after a crash before it
     * was written.
     */
    private void doNotWaitForTheDisk() {
        jdbc.sql("set local synchronous_commit = off").update();
    }

    /** Operations that nobody else is writing to; now locked. */
    private Set<String> free(List<Note> all) {
        var wanted =
                all.stream()
                        .filter(note -> note.sql().equals(RESCHEDULE))
                        .map(Note::operation)
                        .toArray(String[]::new);
        return wanted.length == 0
                ? Set.of()
                : jdbc.sql(
                                """
                                select operation_id from truebook.provider_operation
                                where operation_id = any(:operations) for update skip locked
                                """)
                        .param("operations", wanted)
                        .query((row, _) -> row.getString(1))
                        .set();
    }

    private void write(String sql, List<Note> all, Boolean[] hits, Predicate<Note> may) {
        int[] places =
                IntStream.range(0, all.size())
                        .filter(i -> all.get(i).sql().equals(sql) && may.test(all.get(i)))
                        .toArray();
        if (places.length == 0) {
            return;
        }
        var rows = Arrays.stream(places).mapToObj(i -> all.get(i).row());
        int[] updated = batches.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
        for (int i = 0; i < places.length; i++) {
            hits[places[i]] = updated[i] == 1;
        }
    }

    /** Whether no later attempt has begun and nobody has answered the operation. */
    boolean isCurrent(Attempt attempt) {
        return jdbc.sql(
                                """
                                select count(*) from truebook.provider_operation
                                where operation_id = :operation and attempt_count = :number
                                    and state = 'open'
                                """)
                        .param("operation", attempt.operationId())
                        .param("number", attempt.number())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** Has a payment's questions asked now; when they were planned for is kept. */
    boolean askNow(String connection, String paymentId, Instant now) {
        return jdbc.sql(
                                """
                                update truebook.provider_operation
                                set planned_at = due_at, due_at = :now
                                where payment_id = :payment and connection = :connection
                                    and state = 'open' and next_step = 'query' and due_at > :now
                                    and (lease_until is null or lease_until <= :now)
                                """)
                        .param("payment", paymentId)
                        .param("connection", connection)
                        .param("now", timestamp(now))
                        .update()
                > 0;
    }

    /** Puts off what cannot be worked on. */
    void putOff(String operationId, Instant dueAt) {
        jdbc.sql(
                        """
                        update truebook.provider_operation set due_at = :due
                        where operation_id = :operation and state = 'open'
                        """)
                .param("due", timestamp(dueAt))
                .param("operation", operationId)
                .update();
    }

    @Override
    public void close() {
        notes.close();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
