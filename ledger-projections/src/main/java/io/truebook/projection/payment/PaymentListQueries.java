package io.truebook.projection.payment;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which payments, refunds and disputes a tenant has, newest first.
 *
 * <p>The rows are written shortly after the events. A reader waits a moment for them, so that who
 * was just answered finds it in the list.
 */
public final class PaymentListQueries {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int NEWEST = 200;

    /** What a list of charges is narrowed to; null: not. */
    public record ChargeFilter(
            @Nullable String status,
            @Nullable String merchant,
            @Nullable String connection,
            @Nullable String reference,
            @Nullable Instant createdFrom,
            @Nullable Instant createdTo) {}

    /** What a list of refunds is narrowed to; null: not. */
    public record RefundFilter(@Nullable String paymentId, @Nullable String status) {}

    /** What a list of disputes is narrowed to; null: not. */
    public record DisputeFilter(
            @Nullable String paymentId, @Nullable String connection, @Nullable String status) {}

    private final JdbcClient jdbc;

    public PaymentListQueries(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Ids of charges after the cursor, which is the id of one before them. */
    public List<String> charges(
            String tenant, ChargeFilter filter, @Nullable String after, int limit) {
        awaitHead();
        var query = new Narrowed("payment_summary", "payment_id", tenant, after);
        query.equal("status", filter.status());
        query.equal("merchant", filter.merchant());
        query.equal("connection", filter.connection());
        query.equal("reference", filter.reference());
        query.time("created_at >= ?", filter.createdFrom());
        query.time("created_at < ?", filter.createdTo());
        return query.run(limit);
    }

    public List<String> refunds(
            String tenant, RefundFilter filter, @Nullable String after, int limit) {
        awaitHead();
        var query = new Narrowed("refund_summary", "refund_id", tenant, after);
        query.equal("payment_id", filter.paymentId());
        query.equal("status", filter.status());
        return query.run(limit);
    }

    public List<String> disputes(
            String tenant, DisputeFilter filter, @Nullable String after, int limit) {
        awaitHead();
        var query = new Narrowed("dispute_summary", "dispute_id", tenant, after);
        query.equal("payment_id", filter.paymentId());
        query.equal("connection", filter.connection());
        query.equal("status", filter.status());
        return query.run(limit);
    }

    /** Waits until the rows show what was durable when the question came, or gives up. */
    private void awaitHead() {
        long head =
                jdbc.sql("select last_index from truebook.ledger_head").query(Long.class).single();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (behind(head) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Looks at the newest events only: what is older was either written or is not for a moment. */
    private boolean behind(long head) {
        return jdbc.sql(
                        """
                        select exists (select from truebook.journal_event e
                            where e.global_index > ? and e.global_index <= ?
                                and e.aggregate_type = 'payment'
                                and not exists (select from truebook.payment_summary s
                                    where s.payment_id = e.aggregate_id
                                        and s.updated_index >= e.global_index))
                        """)
                .params(head - NEWEST, head)
                .query(Boolean.class)
                .single();
    }

    /** A select that grows by the filters that are set. */
    private final class Narrowed {
        private final StringBuilder sql;
        private final String id;
        private final List<Object> parameters = new ArrayList<>();

        Narrowed(String table, String id, String tenant, @Nullable String after) {
            this.id = id;
            sql =
                    new StringBuilder(
                            "select %s from truebook.%s where tenant = ?".formatted(id, table));
            parameters.add(tenant);
            if (after != null) {
                sql.append(
                        (" and (created_index, %s) < (select created_index, %s from truebook.%s"
                                        + " where %s = ? and tenant = ?"
                                        + " order by created_index desc limit 1)")
                                .formatted(id, id, table, id));
                parameters.add(after);
                parameters.add(tenant);
            }
        }

        void equal(String column, @Nullable String value) {
            if (value != null) {
                sql.append(" and ").append(column).append(" = ?");
                parameters.add(value);
            }
        }

        void time(String condition, @Nullable Instant value) {
            if (value != null) {
                sql.append(" and ").append(condition);
                parameters.add(value.atOffset(ZoneOffset.UTC));
            }
        }

        List<String> run(int limit) {
            sql.append(" order by created_index desc, ").append(id).append(" desc limit ?");
            parameters.add(limit);
            return jdbc.sql(sql.toString())
                    .params(parameters)
                    .query((row, _) -> row.getString(1))
                    .list();
        }
    }
}
