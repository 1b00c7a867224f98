package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code provider_callback}: filed once, claimed by one worker at a time, settled. */
public final class WebhookInbox {

    /** A provider connection belongs to one tenant, and there is one so far. */
    public static final String TENANT = "default";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /**
     * A claimed callback; a later claim overtakes it.
     *
     * @param failures so far; of an orphan, how often its payment was looked for
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes as received; letters are never compared.
    record Letter(
            long id,
            String tenant,
            String connection,
            String eventId,
            String eventType,
            byte[] body,
            String status,
            String step,
            int claims,
            int failures,
            Instant receivedAt) {

        boolean isOrphan() {
            return status.equals("orphan");
        }
    }

    /** Where a letter goes from here. */
    record Settled(
            String status,
            String step,
            @Nullable String reason,
            @Nullable String paymentId,
            int failures,
            @Nullable Instant dueAt,
            boolean erased,
            List<String> waitsFor) {

        Settled(
                String status,
                String step,
                @Nullable String reason,
                @Nullable String paymentId,
                int failures,
                @Nullable Instant dueAt) {
            this(status, step, reason, paymentId, failures, dueAt, false, List.of());
        }

        /** Of a payment whose personal data was erased: so is the letter's. */
        Settled ofErased(boolean isErased) {
            return new Settled(
                    status, step, reason, paymentId, failures, dueAt, isErased, waitsFor);
        }

        /** What the provider's objects are that would lead to its payment. */
        Settled waitingFor(List<String> objectIds) {
            return new Settled(status, step, reason, paymentId, failures, dueAt, erased, objectIds);
        }

        static Settled dead(String step, String reason, int failures) {
            return new Settled("dead", step, reason, null, failures, null);
        }

        static Settled done(@Nullable String paymentId, @Nullable String reason) {
            return new Settled("done", "facts", reason, paymentId, 0, null);
        }

        static Settled parked(@Nullable String paymentId, String reason) {
            return new Settled("parked", "facts", reason, paymentId, 0, null);
        }
    }

    private final JdbcClient jdbc;
    private final int limit;
    private volatile long lookedAt = System.nanoTime() - 2 * LOOK_AGAIN.toNanos();
    private volatile boolean full;

    /** Takes in whatever comes. */
    public WebhookInbox(DataSource dataSource) {
        this(dataSource, Integer.MAX_VALUE);
    }

    /**
     * @param limit callbacks that may wait to be worked on
     */
    public WebhookInbox(DataSource dataSource, int limit) {
        this.limit = limit;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Whether it is new; durable either way when this returns. */
    boolean file(String connection, Envelope envelope, byte[] body, Instant now) {
        return insert(connection, envelope, body, null, now);
    }

    /** The same for what nobody could ever work on: it is a dead letter from the beginning. */
    boolean bury(String connection, Envelope envelope, byte[] body, String reason, Instant now) {
        return insert(connection, envelope, body, reason, now);
    }

    private boolean insert(
            String connection,
            Envelope envelope,
            byte[] body,
            @Nullable String deadFor,
            Instant now) {
        return jdbc.sql(
                                """
                                insert into truebook.provider_callback (tenant, connection,
                                    event_id, event_type, subject, body, status, reason,
                                    received_at, due_at, finished_at)
                                values (:tenant, :connection, :event, :type, :subject, :body,
                                    case when :dead::text is null then 'received' else 'dead' end,
                                    :dead, :now,
                                    case when :dead::text is null then :now::timestamptz
                                        else 'infinity' end,
                                    case when :dead::text is not null then :now::timestamptz end)
                                on conflict (connection, event_id) do nothing
                                """)
                        .param("tenant", TENANT)
                        .param("connection", connection)
                        .param("event", envelope.eventId())
                        .param("type", envelope.type())
                        .param("subject", envelope.subject())
                        .param("body", body)
                        .param("dead", deadFor)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
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

    /** Whether so many wait that no more may come in; looks once a second at most. */
    boolean isFull() {
        long now = System.nanoTime();
        if (limit < Integer.MAX_VALUE && now - lookedAt > LOOK_AGAIN.toNanos()) {
            lookedAt = now;
            full = look();
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

    /** Takes what is due at a step, each subject's oldest first; others' claims are passed over. */
    List<Letter> claim(String step, Instant now, Instant leaseUntil, int most) {
        return jdbc.sql(
                        """
                        with next as (
                            select c.callback_id from truebook.provider_callback c
                            where c.status in ('received', 'orphan') and c.step = :step
                                and c.due_at <= :now
                                and (c.lease_until is null or c.lease_until <= :now)
                                and not exists (
                                    select from truebook.provider_callback e
                                    where e.connection = c.connection and e.subject = c.subject
                                        and e.callback_id < c.callback_id
                                        and e.status = 'received' and e.step = 'facts')
                            order by c.due_at, c.callback_id limit :most
                            for update of c skip locked
                        )
                        update truebook.provider_callback c
                        set lease_until = :until, claim_count = c.claim_count + 1
                        from next where c.callback_id = next.callback_id
                        returning c.callback_id, c.tenant, c.connection, c.event_id, c.event_type,
                            c.body, c.status, c.step, c.claim_count, c.failure_count,
                            c.received_at
                        """)
                .param("step", step)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(leaseUntil))
                .param("most", most)
                .query((row, _) -> letter(row))
                .list();
    }

    /** Keeps the letter in other words. */
    void replace(Letter letter, byte[] body) {
        jdbc.sql("update truebook.provider_callback set body = ? where callback_id = ?")
                .params(body, letter.id())
                .update();
    }

    /** Nothing when somebody has claimed it since. */
    void settle(Letter letter, Settled settled, Instant now) {
        jdbc.sql(
                        """
                        update truebook.provider_callback
                        set status = :status, step = :step, reason = :reason,
                            payment_id = coalesce(:payment, payment_id), failure_count = :failures,
                            due_at = coalesce(:due, timestamptz 'infinity'), lease_until = null,
                            waits_for = :waits_for,
                            finished_at = case when :due::timestamptz is null then :now::timestamptz
                                end
                        where callback_id = :id and claim_count = :claims
                        """)
                .param("status", settled.status())
                .param("step", settled.step())
                .param("reason", settled.reason())
                .param("payment", settled.paymentId())
                .param("failures", settled.failures())
                .param("due", settled.dueAt() == null ? null : Timestamp.from(settled.dueAt()))
                .param("now", Timestamp.from(now))
                .param(
                        "waits_for",
                        settled.waitsFor().isEmpty()
                                ? null
                                : settled.waitsFor().toArray(String[]::new))
                .param("id", letter.id())
                .param("claims", letter.claims())
                .update();
    }

    private static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getLong("callback_id"),
                row.getString("tenant"),
                row.getString("connection"),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getBytes("body"),
                row.getString("status"),
                row.getString("step"),
                row.getInt("claim_count"),
                row.getInt("failure_count"),
                row.getTimestamp("received_at").toInstant());
    }
}
