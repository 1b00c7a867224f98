package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.ReconciliationJob.Status;
import io.truebook.projection.store.TransactionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Requests to reconcile: durable before they are answered, and taken by one worker at a time.
 *
 * <p>A worker that dies leaves its job due again; all steps of a job may be repeated.
 */
public final class ReconciliationJobs {

    /** A job that was taken so often and has neither ended nor failed ends its node. */
    private static final int PATIENCE = 3;

    private static final String COLUMNS =
            """
            job_id, tenant, connection, period_from, period_to, time_zone, fetch_report, principal,
            origin, transaction_id, requested_at, status, run_id, failure, attempt_count, rows_done,
            rows_total, business_date, known_position, known_at, due_at
            """;

    private final JdbcClient jdbc;

    public ReconciliationJobs(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Makes a request durable; one that is there already is left as it is.
     *
     * @return whether it is new
     */
    public boolean open(ReconciliationJob job) {
        return jdbc.sql(
                                """
                                insert into truebook.reconciliation_job (job_id, tenant, connection,
                                    period_from, period_to, time_zone, fetch_report, principal, origin,
                                    transaction_id, requested_at, business_date, known_position,
                                    known_at, due_at)
                                values (:id, :tenant, :connection, :from, :to, :zone, :fetch, :principal,
                                    :origin, :transaction, :requested, :day, :known,
                                    :knownAt, :due)
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
                        .param(
                                "origin",
                                job.transaction() == null ? null : job.transaction().origin())
                        .param(
                                "transaction",
                                job.transaction() == null ? null : job.transaction().id())
                        .param("requested", utc(job.requestedAt()))
                        .param("day", job.businessDate())
                        .param("known", job.known() == null ? null : job.known().position())
                        .param("knownAt", job.known() == null ? null : utc(job.known().at()))
                        .param("due", utc(job.dueAt()))
                        .update()
                == 1;
    }

    /** When the ledger recorded its first event; empty while it has none. */
    public Optional<Instant> ledgerBegan() {
        return jdbc.sql("select recorded_at from truebook.journal_event where global_index = 1")
                .query((row, _) -> Times.read(row, 1))
                .optional();
    }

    /** The days of a connection that the schedule has asked for, from one on. */
    public Set<LocalDate> scheduledSince(String tenant, String connection, LocalDate first) {
        return new HashSet<>(
                jdbc.sql(
                                """
                                select business_date from truebook.reconciliation_job
                                where tenant = ? and connection = ? and business_date >= ?
                                """)
                        .params(tenant, connection, first)
                        .query((row, _) -> row.getObject(1, LocalDate.class))
                        .list());
    }

    /** What to list; null: any. */
    public record Filter(
            @Nullable String connection,
            @Nullable String status,
            @Nullable LocalDate scheduledFor) {}

    /** A page of requests, the latest first; {@code after}: the id the last page ended with. */
    public List<ReconciliationJob> list(
            String tenant, Filter filter, @Nullable String after, int limit) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                from truebook.reconciliation_job j
                                where tenant = :tenant
                                    and (:connection::text is null or connection = :connection)
                                    and (:status::text is null or status = :status)
                                    and (:day::date is null or business_date = :day)
                                    and (:after::text is null or (requested_at, job_id) < (
                                        select requested_at, job_id
                                        from truebook.reconciliation_job
                                        where tenant = :tenant and job_id = :after))
                                order by requested_at desc, job_id desc limit :limit
                                """)
                .param("tenant", tenant)
                .param("connection", filter.connection())
                .param("status", filter.status())
                .param("day", filter.scheduledFor())
                .param("after", after)
                .param("limit", limit)
                .query((row, _) -> read(row))
                .list();
    }

    public Optional<ReconciliationJob> find(String tenant, String id) {
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

    /**
     * Takes a due job for {@code lease}; nobody else gets it in the meantime.
     *
     * <p>Days of the schedule go in their order, because a day opens with what the one before
     * closed with; one that is in trouble, or takes its node with it each time, keeps no other
     * waiting.
     */
    public Optional<ReconciliationJob> take(Instant now, Duration lease) {
        return jdbc.sql(
                        """
                        update truebook.reconciliation_job set due_at = :until,
                            attempt_count = attempt_count + 1
                        where job_id = (
                            select job_id from truebook.reconciliation_job j
                            where status = 'running' and due_at <= :now
                                and not exists (
                                    select from truebook.reconciliation_job earlier
                                    where earlier.tenant = j.tenant
                                        and earlier.connection = j.connection
                                        and earlier.business_date < j.business_date
                                        and earlier.status = 'running'
                                        and earlier.failure is null
                                        and earlier.attempt_count <= :patience)
                            order by due_at, business_date
                            for update skip locked
                            limit 1
                        )
                        returning
                        """
                                + COLUMNS)
                .param("now", utc(now))
                .param("until", utc(now.plus(lease)))
                .param("patience", PATIENCE)
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
                        update truebook.reconciliation_job set status = 'completed', run_id = ?,
                            failure = null
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

    /** Keeps a job from being taken before a time: whoever works on it is alive. */
    public void hold(String jobId, Instant until) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_job set due_at = greatest(due_at, ?)
                        where job_id = ? and status = 'running'
                        """)
                .params(utc(until), jobId)
                .update();
    }

    /** Lets a job be taken again at a time, and says what was in the way. */
    public void postpone(String jobId, Instant until, String why) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_job set due_at = ?, failure = ?
                        where job_id = ? and status = 'running'
                        """)
                .params(utc(until), why, jobId)
                .update();
    }

    private static ReconciliationJob read(ResultSet row) throws SQLException {
        return new ReconciliationJob(
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
                row.getObject(17, Long.class),
                row.getObject(18, LocalDate.class),
                known(row),
                Times.read(row, 21));
    }

    private static @Nullable KnownBy known(ResultSet row) throws SQLException {
        var position = row.getObject(19, Long.class);
        return position == null ? null : new KnownBy(position, Times.read(row, 20));
    }

    private static @Nullable TransactionKey transaction(ResultSet row) throws SQLException {
        var id = row.getString(10);
        return id == null ? null : new TransactionKey(row.getString(2), row.getString(9), id);
    }
}
