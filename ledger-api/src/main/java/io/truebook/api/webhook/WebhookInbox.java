package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect.Envelope;
import io.truebook.api.work.GroupWrite;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.payment.Erasures.ProviderObject;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where callbacks are filed, each once: the rows of {@code provider_callback} until somebody works
 * on them.
 *
 * <p>Callbacks that arrive at the same time are written in one transaction.
 */
public final class WebhookInbox implements AutoCloseable {

    /** A provider connection belongs to one tenant, and there is one so far. */
    public static final String TENANT = "default";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 256;

    /** Messages that may wait to be written. */
    private static final int MAY_WAIT = 4 * MOST_AT_ONCE;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Of so many parts of the time counting may take one. */
    private static final int LOOK_SHARE = 100;

    /**
     * A callback to be filed.
     *
     * @param redacted the body without personal data, for a payment that has none any more
     * @param deadFor why nobody could ever work on it: it is a dead letter from the beginning
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes as received; never compared.
    record Filing(
            String connection,
            Envelope envelope,
            byte[] body,
            Supplier<byte[]> redacted,
            @Nullable String deadFor,
            Instant at) {

        private ProviderObject subject() {
            return new ProviderObject(connection, envelope.subject());
        }
    }

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final UnaryOperator<Set<ProviderObject>> erased;
    private final int limit;
    private final GroupWrite<List<Filing>, Boolean> filings;
    private volatile long lookAgainAt = System.nanoTime() - 1;
    private volatile boolean full;

    /** Takes in whatever comes, as it comes. */
    public WebhookInbox(DataSource dataSource) {
        this(dataSource, _ -> Set.of(), Integer.MAX_VALUE);
    }

    /**
     * @param erased those of the provider's objects that are of payments without personal data
     * @param limit callbacks that may wait to be worked on
     */
    public WebhookInbox(
            DataSource dataSource, UnaryOperator<Set<ProviderObject>> erased, int limit) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new NamedParameterJdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.erased = erased;
        this.limit = limit;
        this.filings = new GroupWrite<>("webhook-inbox", MOST_AT_ONCE, MAY_WAIT, this::write);
    }

    /**
     * Returns when all of a message are durable: whether any of them is new. One that cannot be
     * written keeps the others out too, so that they are not filed in another order when it comes
     * again.
     *
     * @throws CommandRejected OVERLOADED when too many wait to be written
     */
    boolean file(List<Filing> message) {
        try {
            return filings.apply(message);
        } catch (RejectedExecutionException e) {
            throw new CommandRejected(Rejection.OVERLOADED, "Too many callbacks come at once");
        }
    }

    private List<Boolean> write(List<List<Filing>> messages) {
        return transaction.execute(_ -> {
            var all = messages.stream().flatMap(List::stream).toList();
            var rows = insert(all, erased.apply(subjects(all)));
            return messages.stream().map(message -> anyOf(message, rows)).toList();
        });
    }

    private static Set<ProviderObject> subjects(List<Filing> all) {
        return all.stream().map(Filing::subject).collect(Collectors.toSet());
    }

    private static boolean anyOf(List<Filing> message, PrimitiveIterator.OfInt rows) {
        int written = 0;
        for (int i = 0; i < message.size(); i++) {
            written += rows.nextInt();
        }
        return written > 0;
    }

    /** Rows written for each, in their order. */
    private PrimitiveIterator.OfInt insert(List<Filing> all, Set<ProviderObject> without) {
        return Arrays.stream(
                        batches.batchUpdate(
                                """
                                insert into truebook.provider_callback (tenant, connection,
                                    event_id, event_type, subject, body, status, reason,
                                    received_at, due_at, finished_at)
                                values (:tenant, :connection, :event, :type, :subject, :body,
                                    :status, :dead, :now, coalesce(:due, timestamptz 'infinity'),
                                    :finished)
                                on conflict (connection, event_id) do nothing
                                """,
                                all.stream()
                                        .map(one ->
                                                parameters(one, without.contains(one.subject())))
                                        .toArray(SqlParameterSource[]::new)))
                .iterator();
    }

    private static SqlParameterSource parameters(Filing filing, boolean isErased) {
        var now = Timestamp.from(filing.at());
        boolean isDead = filing.deadFor() != null;
        return new MapSqlParameterSource()
                .addValue("tenant", TENANT)
                .addValue("connection", filing.connection())
                .addValue("event", filing.envelope().eventId())
                .addValue("type", filing.envelope().type())
                .addValue("subject", filing.envelope().subject())
                .addValue("body", isErased ? filing.redacted().get() : filing.body())
                .addValue("status", isDead ? "dead" : "received")
                .addValue("dead", filing.deadFor(), Types.VARCHAR)
                .addValue("now", now)
                .addValue("due", isDead ? null : now, Types.TIMESTAMP)
                .addValue("finished", isDead ? now : null, Types.TIMESTAMP);
    }

    /** Which of these events of a connection are here. */
    Set<String> filed(String connection, List<String> eventIds) {
        if (eventIds.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(
                jdbc.sql(
                                """
                                select event_id from truebook.provider_callback
                                where connection = :connection and event_id in (:events)
                                """)
                        .param("connection", connection)
                        .param("events", eventIds)
                        .query(String.class)
                        .list());
    }

    /** Whether so many wait that no more may come in; counts the rarer the longer it takes. */
    boolean isFull() {
        long now = System.nanoTime();
        if (limit < Integer.MAX_VALUE && now - lookAgainAt > 0) {
            lookAgainAt = now + LOOK_AGAIN.toNanos();
            full = look();
            long looked = System.nanoTime();
            long pause = full ? 0 : Math.min(LOOK_SHARE * (looked - now), LONGEST_PAUSE.toNanos());
            lookAgainAt = looked + Math.max(LOOK_AGAIN.toNanos(), pause);
        }
        return full;
    }

    private boolean look() {
        return jdbc.sql(
                        """
                        select count(*) >= :limit from (select from truebook.provider_callback
                            where status = 'received' and due_at <= 'infinity' limit :limit) waiting
                        """)
                .param("limit", limit)
                .query(Boolean.class)
                .single();
    }

    /** Files what has been handed in, and takes nothing more. */
    @Override
    public void close() {
        filings.close();
    }
}
