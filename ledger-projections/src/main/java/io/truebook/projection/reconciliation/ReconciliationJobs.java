package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.store.TransactionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Requests to reconcile: durable before they are answered, and taken by one worker at a time.
 *
 * <p>A worker that dies leaves its job due again; all steps of a job may be repeated.
 */
public final class ReconciliationJobs {

    /** How far a job is. */
    public enum Status {
        RUNNING,
        COMPLETED,
        FAILED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A request and what came of it.
     *
     * @param fetch whether the provider may be asked for a file
     * @param transaction the one to answer when the job is done; null where nobody waits
     * @param runId the run it led to; null until it is completed
     * @param failure why it failed; null unless it has
     * @param rowsDone movements and rows compared so far; null until they are counted
     */
    public record Job(
            String id,
            String tenant,
            String connection,
            Period period,
            boolean fetch,
            String principal,
            @Nullable TransactionKey transaction,
            Instant requestedAt,
            Status status,
            @Nullable String runId,
            @Nullable String failure,
            int attempts,
            @Nullable Long rowsDone,
            @Nullable Long rowsTotal) {

        /** A request nobody has worked on yet. */
        public static Job requested(
                String id,
                String tenant,
                String connection,
                Period period,
                boolean fetch,
                String principal,
                @Nullable TransactionKey transaction,
                Instant at) {
            return new Job(
                    id,
                    tenant,
                    connection,
                    period,
                    fetch,
                    principal,
                    transaction,
                    at,
                    Status.RUNNING,
                    null,
                    null,
                    0,
                    null,
                    null);
        }
    }

    private static final String COLUMNS =
            """
            job_id, tenant, connection, period_from, period_to, time_zone, fetch_report, principal,
            origin, transaction_id, requested_at, status, run_id, failure, attempt_count, rows_done, rows_total
            """;

    private final JdbcClient jdbc;

    public ReconciliationJobs(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** Makes a request durable; one that is there already is left as it is. */
    public void open(Job job) {
        jdbc.sql(
                        """
                        insert into truebook.reconciliation_job (job_id, tenant, connection,
                            period_from, period_to, time_zone, fetch_report, principal, origin,
                            transaction_id, requested_at, due_at)
                        values (:id, :tenant, :connection, :from, :to, :zone, :fetch, :principal,
                            :origin, :transaction, :requested, :requested)
                        on conflict do nothing
                        """)
                .param("id", job.id())
                .param("tenant", job.tenant())
                .param("connection", job.connection())
                .param("from", utc(job.period().from()))
                .param("to", utc(job.period().to()))
                .param("zone", job.period().zone().getId())
                .param("fetch", job.fetch())
                .param("principal", job.principal())
                .param("origin", job.transaction() == null ? null : job.transaction().origin())
                .param("transaction", job.transaction() == null ? null : job.transaction().id())
                .param("requested", utc(job.requestedAt()))
                .update();
    }

    public Optional<Job> find(String tenant, String id) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                from truebook.reconciliation_job
                                where tenant = :tenant and job_id = :id
                                """)
                .param("tenant", tenant)
                .param("id", id)
                .query((row, _) -> read(row))
                .optional();
    }

    /** Takes a due job for {@code lease}; nobody else gets it in the meantime. */
    public Optional<Job> take(Instant now, Duration lease) {
        return jdbc.sql(
                        """
                        update truebook.reconciliation_job set due_at = :until,
                            attempt_count = attempt_count + 1
                        where job_id = (
                            select job_id from truebook.reconciliation_job
                            where status = 'running' and due_at <= :now
                            order by due_at
                            for update skip locked
                            limit 1
                        )
                        returning
                        """
                                + COLUMNS)
                .param("now", utc(now))
                .param("until", utc(now.plus(lease)))
                .query((row, _) -> read(row))
                .optional();
    }

    /** Says how far a job is, and keeps it from being taken before {@code until}. */
    public void progress(String jobId, long done, long total, Instant until) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_job
                        set rows_done = ?, rows_total = ?, due_at = ?
                        where job_id = ? and status = 'running'
                        """)
                .params(done, total, utc(until), jobId)
                .update();
    }

    public void complete(String jobId, String runId) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_job set status = 'completed', run_id = ?
                        where job_id = ? and status = 'running'
                        """)
                .params(runId, jobId)
                .update();
    }

    public void fail(String jobId, String why) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_job set status = 'failed', failure = ?
                        where job_id = ? and status = 'running'
                        """)
                .params(why, jobId)
                .update();
    }

    /** Lets a job be taken again at a time. */
    public void postpone(String jobId, Instant until) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_job set due_at = ?
                        where job_id = ? and status = 'running'
                        """)
                .params(utc(until), jobId)
                .update();
    }

    private static Job read(ResultSet row) throws SQLException {
        return new Job(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                new Period(Times.read(row, 4), Times.read(row, 5), ZoneId.of(row.getString(6))),
                row.getBoolean(7),
                row.getString(8),
                transaction(row),
                Times.read(row, 11),
                Status.valueOf(row.getString(12).toUpperCase(Locale.ROOT)),
                row.getString(13),
                row.getString(14),
                row.getInt(15),
                row.getObject(16, Long.class),
                row.getObject(17, Long.class));
    }

    private static @Nullable TransactionKey transaction(ResultSet row) throws SQLException {
        var id = row.getString(10);
        return id == null ? null : new TransactionKey(row.getString(2), row.getString(9), id);
    }
}
