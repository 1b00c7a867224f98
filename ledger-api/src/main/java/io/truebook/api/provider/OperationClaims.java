package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.provider.Attempt.Step;
import io.truebook.api.provider.Attempt.Turn;
import io.truebook.api.work.GroupWrite;
import io.truebook.ledger.provider.PaymentProvider.FrozenRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which open operations of a connection may be worked on, and taking one.
 *
 * <p>A claim is durable before the call: it skips what others hold, counts the attempt and writes
 * its row. Claims made at the same time are one transaction. Nothing is locked while a provider is
 * called.
 */
final class OperationClaims implements AutoCloseable {

    private static final int MOST_AT_ONCE = 64;

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

    private static final String LEASE =
            """
            update truebook.provider_operation
            set attempt_count = :number, lease_until = :until,
                first_sent_at = case when :step = 'send' then :first else first_sent_at end,
                maybe_sent = maybe_sent or :step = 'send'
            where operation_id = :operation
            """;

    private static final String BEGIN =
            """
            insert into truebook.provider_attempt (operation_id, attempt_number, tenant,
                connection, step, provider_key, request_path, request_body, started_at)
            values (:operation, :number, :tenant, :connection, :step, :key, :path, :body, :now)
            """;

    /**
     * An operation somebody wants to take.
     *
     * @param request what will be sent if it is to be sent
     */
    record Wish(OpenCall open, Step step, FrozenRequest request, Duration lease) {}

    /** A claimed operation, with what the claim itself made of it. */
    record Claimed(OpenCall open, int number, Instant firstSentAt, boolean maybeSent) {}

    private record Locked(OpenCall open, boolean maybeSent) {}

    private final String connection;
    private final Clock clock;
    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final GroupWrite<Wish, Optional<Claimed>> claims;

    OperationClaims(String connection, DataSource dataSource, Clock clock) {
        this.connection = connection;
        this.clock = clock;
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new NamedParameterJdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.claims =
                new GroupWrite<>(
                        "claims-" + connection, MOST_AT_ONCE, Integer.MAX_VALUE, this::claim);
    }

    /**
     * What could be claimed now, at most so many of each turn; looking locks nothing.
     *
     * @param fresh what became due after it is awaited by somebody
     */
    List<OpenCall> due(Instant now, Instant fresh, int most) {
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
    Optional<Claimed> claim(Wish wish) {
        return claims.apply(wish);
    }

    private List<Optional<Claimed>> claim(List<Wish> wishes) {
        return transaction.execute(_ -> {
            var now = clock.instant(); // The lease does not begin while one waits here.
            var free = lock(wishes, now);
            var claimed = wishes.stream().map(wish -> claimed(wish, free, now)).toList();
            var taken =
                    IntStream.range(0, claimed.size())
                            .filter(i -> claimed.get(i).isPresent())
                            .mapToObj(i -> row(wishes.get(i), claimed.get(i).orElseThrow(), now))
                            .toArray(SqlParameterSource[]::new);
            if (taken.length > 0) {
                batches.batchUpdate(LEASE, taken);
                batches.batchUpdate(BEGIN, taken);
            }
            return claimed;
        });
    }

    /** Those nobody else has, by id, and locked. */
    private Map<String, Locked> lock(List<Wish> wishes, Instant now) {
        return jdbc
                .sql(
                        COLUMNS
                                + CLAIMABLE
                                + " and o.operation_id = any(:operations) for update of o skip"
                                + " locked")
                .param("connection", connection)
                .param("now", timestamp(now))
                .param(
                        "operations",
                        wishes.stream()
                                .map(wish -> wish.open().operationId())
                                .toArray(String[]::new))
                .query((row, _) -> new Locked(open(row), row.getBoolean("maybe_sent")))
                .list()
                .stream()
                .collect(Collectors.toMap(one -> one.open().operationId(), Function.identity()));
    }

    /** Nothing when somebody has it, or had it between the look and the lock. */
    private static Optional<Claimed> claimed(Wish wish, Map<String, Locked> free, Instant now) {
        var locked = free.get(wish.open().operationId());
        if (locked == null || locked.open().attempts() != wish.open().attempts()) {
            return Optional.empty();
        }
        var first = locked.open().firstSentAt();
        return Optional.of(
                new Claimed(
                        locked.open(),
                        locked.open().attempts() + 1,
                        first == null ? now : first,
                        locked.maybeSent()));
    }

    private static SqlParameterSource row(Wish wish, Claimed claimed, Instant now) {
        boolean sends = wish.step() == Step.SEND;
        var open = claimed.open();
        var key = sends ? ProviderKey.of(open.tenant(), open.operationId()) : null;
        return new MapSqlParameterSource()
                .addValue("operation", open.operationId())
                .addValue("number", claimed.number())
                .addValue("until", timestamp(now.plus(wish.lease())))
                .addValue("step", wish.step().column())
                .addValue("first", timestamp(claimed.firstSentAt()))
                .addValue("tenant", open.tenant())
                .addValue("connection", open.connection())
                .addValue("key", key, Types.VARCHAR)
                .addValue("path", sends ? wish.request().path() : null, Types.VARCHAR)
                .addValue("body", sends ? wish.request().body() : null, Types.VARCHAR)
                .addValue("now", timestamp(now));
    }

    @Override
    public void close() {
        claims.close();
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
