package io.truebook.api.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Callbacks that moved nothing and are kept: orphans, what we do not book, and dead letters. */
public final class KeptCallbacks {

    public static final List<String> STATUSES = List.of("orphan", "parked", "dead");

    /**
     * One of them.
     *
     * @param nextLookAt null when it is not looked at again by itself
     */
    public record Kept(
            long id,
            String connection,
            String eventId,
            String eventType,
            String subject,
            String status,
            @Nullable String reason,
            @Nullable String paymentId,
            Instant receivedAt,
            @Nullable Instant nextLookAt) {}

    private final JdbcClient jdbc;

    public KeptCallbacks(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * The newest first.
     *
     * @param status null for all of {@link #STATUSES}
     * @param connection null for all
     * @param before an id; null for the first page
     */
    public List<Kept> list(
            String tenant,
            @Nullable String status,
            @Nullable String connection,
            @Nullable Long before,
            int most) {
        return jdbc.sql(
                        """
                        select *, finished_at is null as looked_at from truebook.provider_callback
                        where tenant = :tenant and status in (:statuses)
                            and (:connection::text is null or connection = :connection)
                            and callback_id < :before
                        order by callback_id desc limit :most
                        """)
                .param("tenant", tenant)
                .param("statuses", status == null ? STATUSES : List.of(status))
                .param("connection", connection)
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("most", most)
                .query((row, _) -> read(row))
                .list();
    }

    private static Kept read(ResultSet row) throws SQLException {
        return new Kept(
                row.getLong("callback_id"),
                row.getString("connection"),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getString("subject"),
                row.getString("status"),
                row.getString("reason"),
                row.getString("payment_id"),
                row.getTimestamp("received_at").toInstant(),
                row.getBoolean("looked_at") ? row.getTimestamp("due_at").toInstant() : null);
    }
}
