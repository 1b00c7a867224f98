package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.provider.Attempt.Step;
import io.truebook.api.provider.Attempt.Turn;
import io.truebook.ledger.provider.PaymentProvider.FrozenRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which open operations may be worked on, and taking one.
 *
 * <p>A claim is one short transaction: it skips what others hold, counts the attempt and writes its
 * row. Nothing is locked while a provider is called.
 */
final class OperationClaims {

    /** Due, nobody's, and not behind an operation of the same payment that may still act. */
    private static final String CLAIMABLE =
            """
            o.state = 'open' and o.connection = :connection and o.due_at <= :now
            and (o.lease_until is null or o.lease_until <= :now)
            and (o.after_operation is null or not exists (
                select from truebook.provider_operation a
                where a.operation_id = o.after_operation and a.state = 'open'
                    and a.last_outcome is distinct from 'pending'))
            """;

    /** Follows from the row, in the words of the index. */
    private static final String TURN =
            "case when o.attempt_count = 0 then 'first' when o.next_step = 'send' then 'again'"
                    + " else 'question' end";

    private static final String COLUMNS =
            """
            select o.operation_id, o.tenant, o.payment_id, o.connection, o.attempt_count,
                o.next_step, %s as turn, o.due_at, o.planned_at, o.unsettled_count,
                o.not_executed_count, o.first_sent_at, o.maybe_sent
            from truebook.provider_operation o where
            """
                    .formatted(TURN);

    /** The oldest of each turn, and the oldest of those that somebody still waits for. */
    private static final String DUE =
            Stream.of("= 'first'", "= 'again'", "= 'question'", "= 'first' and o.due_at > :fresh")
                    .map(turn ->
                            "(%s %s and (%s) %s order by o.due_at limit :most)"
                                    .formatted(COLUMNS, CLAIMABLE, TURN, turn))
                    .collect(Collectors.joining(" union "));

    /** A claimed operation, with what the claim itself made of it. */
    record Claimed(OpenCall open, int number, Instant firstSentAt, boolean maybeSent) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    OperationClaims(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /**
     * What could be claimed now, at most so many of each turn; looking locks nothing.
     *
     * @param fresh what became due after it is awaited by somebody
     */
    List<OpenCall> due(String connection, Instant now, Instant fresh, int most) {
        return jdbc.sql(DUE)
                .param("connection", connection)
                .param("now", timestamp(now))
                .param("fresh", timestamp(fresh))
                .param("most", most)
                .query((row, _) -> open(row))
                .list();
    }

    /** The request of the first attempt, which every later one repeats byte for byte. */
    Optional<FrozenRequest> frozen(String operationId) {
        return jdbc.sql(
                        """
                        select request_path, request_body from truebook.provider_attempt
                        where operation_id = :operation and step = 'send'
                        order by attempt_number limit 1
                        """)
                .param("operation", operationId)
                .query((row, _) ->
                        new FrozenRequest(
                                row.getString("request_path"), row.getString("request_body")))
                .optional();
    }

    /**
     * Takes an operation until the lease ends, and writes down what is about to be done.
     *
     * <p>Empty when somebody else was faster.
     */
    Optional<Claimed> claim(
            OpenCall open, Step step, FrozenRequest request, Instant now, Instant leaseUntil) {
        return Optional.ofNullable(
                transaction.execute(_ -> claimNow(open, step, request, now, leaseUntil)));
    }

    private @Nullable Claimed claimNow(
            OpenCall open, Step step, FrozenRequest request, Instant now, Instant leaseUntil) {
        var claimed =
                jdbc.sql(
                                COLUMNS
                                        + CLAIMABLE
                                        + " and o.operation_id = :operation and o.attempt_count ="
                                        + " :attempts for update of o skip locked")
                        .param("connection", open.connection())
                        .param("now", timestamp(now))
                        .param("operation", open.operationId())
                        .param("attempts", open.attempts())
                        .query((row, _) -> claimed(row, now))
                        .optional();
        if (claimed.isEmpty()) {
            return null;
        }
        lease(claimed.get(), step, leaseUntil);
        insert(claimed.get(), step, request, now);
        return claimed.get();
    }

    private void lease(Claimed claimed, Step step, Instant leaseUntil) {
        jdbc.sql(
                        """
                        update truebook.provider_operation
                        set attempt_count = :number, lease_until = :until,
                            first_sent_at = case when :step = 'send' then :first
                                else first_sent_at end,
                            maybe_sent = maybe_sent or :step = 'send'
                        where operation_id = :operation
                        """)
                .param("number", claimed.number())
                .param("until", timestamp(leaseUntil))
                .param("step", step.column())
                .param("first", timestamp(claimed.firstSentAt()))
                .param("operation", claimed.open().operationId())
                .update();
    }

    private void insert(Claimed claimed, Step step, FrozenRequest request, Instant now) {
        boolean sends = step == Step.SEND;
        var open = claimed.open();
        jdbc.sql(
                        """
                        insert into truebook.provider_attempt (operation_id, attempt_number, tenant,
                            connection, step, provider_key, request_path, request_body, started_at)
                        values (:operation, :number, :tenant, :connection, :step, :key, :path,
                            :body, :now)
                        """)
                .param("operation", open.operationId())
                .param("number", claimed.number())
                .param("tenant", open.tenant())
                .param("connection", open.connection())
                .param("step", step.column())
                .param("key", sends ? ProviderKey.of(open.tenant(), open.operationId()) : null)
                .param("path", sends ? request.path() : null)
                .param("body", sends ? request.body() : null)
                .param("now", timestamp(now))
                .update();
    }

    private static OpenCall open(ResultSet row) throws SQLException {
        return new OpenCall(
                row.getString("operation_id"),
                row.getString("tenant"),
                row.getString("payment_id"),
                row.getString("connection"),
                row.getInt("attempt_count"),
                Step.valueOf(row.getString("next_step").toUpperCase(Locale.ROOT)),
                Turn.valueOf(row.getString("turn").toUpperCase(Locale.ROOT)),
                row.getTimestamp("due_at").toInstant(),
                instantOrNull(row, "planned_at"),
                firstSentAt(row),
                row.getInt("unsettled_count"),
                row.getInt("not_executed_count"));
    }

    private static Claimed claimed(ResultSet row, Instant now) throws SQLException {
        var first = firstSentAt(row);
        return new Claimed(
                open(row),
                row.getInt("attempt_count") + 1,
                first == null ? now : first,
                row.getBoolean("maybe_sent"));
    }

    private static @Nullable Instant firstSentAt(ResultSet row) throws SQLException {
        return instantOrNull(row, "first_sent_at");
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column)
            throws SQLException {
        var time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
