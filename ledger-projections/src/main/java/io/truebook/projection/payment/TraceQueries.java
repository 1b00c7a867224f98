package io.truebook.projection.payment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything that is kept about a payment, for whoever has to explain what became of it. */
public final class TraceQueries {

    /**
     * An event as stored.
     *
     * @param data its JSON, personal data left out
     * @param metaData its JSON: who caused it, under which transaction
     */
    public record Event(
            long position,
            String type,
            int revision,
            Instant recordedAt,
            String data,
            String metaData) {}

    /** A call to the provider that was wanted, and how it stands. */
    public record Call(
            String operationId,
            String paymentId,
            String kind,
            String state,
            String origin,
            String transactionId) {}

    /**
     * One exchange with the provider.
     *
     * @param step send or query
     * @param outcome null while it is under way, and for ever when a crash ended it
     */
    public record Attempt(
            String operationId,
            int number,
            String step,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String outcome,
            @Nullable String detail) {}

    /** A message of the provider. */
    public record Callback(
            String eventId,
            String eventType,
            String status,
            Instant receivedAt,
            @Nullable Instant finishedAt) {}

    /** A difference that was found between the ledger and the provider. */
    public record FoundBreak(
            String id,
            String code,
            String status,
            long amount,
            String currency,
            Instant firstSeenAt) {}

    private final JdbcClient jdbc;

    public TraceQueries(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** In order of the journal. */
    public List<Event> events(String tenant, String paymentId) {
        return jdbc.sql(
                        """
                        select global_index, event_type, event_revision, recorded_at,
                            convert_from(payload, 'UTF8'), convert_from(metadata, 'UTF8')
                        from truebook.journal_event
                        where aggregate_id = ? and tenant = ? order by sequence_number
                        """)
                .params(paymentId, tenant)
                .query((row, _) ->
                        new Event(
                                row.getLong(1),
                                row.getString(2),
                                row.getInt(3),
                                time(row, 4),
                                row.getString(5),
                                row.getString(6)))
                .list();
    }

    public List<Call> calls(String tenant, String paymentId) {
        return jdbc.sql(CALLS + " and payment_id = ? order by opened_index")
                .params(tenant, paymentId)
                .query((row, _) -> call(row))
                .list();
    }

    /**
     * The call a client's transaction wanted; a transaction wants one at most.
     *
     * @param subjectId the charge or refund the transaction is about
     */
    public Optional<Call> callOf(String tenant, String subjectId, String transactionId) {
        return jdbc.sql(
                        CALLS
                                + " and (operation_id = ? or payment_id = ?)"
                                + " and transaction_id = ? and origin = 'api'")
                .params(tenant, subjectId, subjectId, transactionId)
                .query((row, _) -> call(row))
                .optional();
    }

    private static final String CALLS =
            """
            select operation_id, payment_id, kind, state, origin, transaction_id
            from truebook.provider_operation where tenant = ?\
            """;

    private static Call call(ResultSet row) throws SQLException {
        return new Call(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    public List<Attempt> attempts(String tenant, String paymentId) {
        return jdbc.sql(
                        """
                        select a.operation_id, a.attempt_number, a.step, a.started_at,
                            a.finished_at, a.outcome, a.detail
                        from truebook.provider_attempt a
                        join truebook.provider_operation o on o.operation_id = a.operation_id
                        where o.tenant = ? and o.payment_id = ? order by a.started_at
                        """)
                .params(tenant, paymentId)
                .query((row, _) ->
                        new Attempt(
                                row.getString(1),
                                row.getInt(2),
                                row.getString(3),
                                time(row, 4),
                                timeOrNull(row, 5),
                                row.getString(6),
                                row.getString(7)))
                .list();
    }

    public List<Callback> callbacks(String tenant, String paymentId) {
        return jdbc.sql(
                        """
                        select event_id, event_type, status, received_at, finished_at
                        from truebook.provider_callback
                        where tenant = ? and payment_id = ? order by callback_id
                        """)
                .params(tenant, paymentId)
                .query((row, _) ->
                        new Callback(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                time(row, 4),
                                timeOrNull(row, 5)))
                .list();
    }

    public List<FoundBreak> breaks(String tenant, String paymentId) {
        return jdbc.sql(
                        """
                        select break_id, code, status, amount_minor, currency, first_seen_at
                        from truebook.reconciliation_break r
                        where tenant = :tenant and charge_id = :payment and not exists (
                            select from truebook.operation_break o
                            where o.break_id = r.break_id)
                        union all
                        select break_id, code, status, amount_minor, currency, first_seen_at
                        from truebook.operation_break
                        where tenant = :tenant and charge_id = :payment
                        order by first_seen_at, break_id
                        """)
                .param("tenant", tenant)
                .param("payment", paymentId)
                .query((row, _) ->
                        new FoundBreak(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getString(5),
                                time(row, 6)))
                .list();
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant timeOrNull(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
