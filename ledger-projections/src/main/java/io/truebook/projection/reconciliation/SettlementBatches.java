package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.reconciliation.FileFindings.LackingBatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The numbered batches of a connection: which were announced, which are there, which are not. */
public final class SettlementBatches {

    /**
     * What is known of a connection's batches.
     *
     * @param announced told by the provider, when, and not taken in since
     * @param missing between two that were taken in
     * @param next follows the last one that was taken in, or 1; what was only announced may be far
     *     from it, and must not hide what comes first
     */
    public record Known(Map<Long, Instant> announced, SortedSet<Long> missing, long next) {

        /** Those to ask for, in their order. */
        public SortedSet<Long> wanted() {
            var wanted = new TreeSet<>(missing);
            wanted.addAll(announced.keySet());
            return wanted;
        }
    }

    /** So many holes are asked for at once: a strange number must not make an endless list. */
    private static final int MISSING_AT_MOST = 100;

    /** Of an announcement {@code a}: nothing was taken in since. */
    private static final String UNANSWERED =
            """
            (a.taken_at is null or a.taken_at < a.announced_at)
                and not exists (
                    select from truebook.settlement_file f
                    where f.tenant = a.tenant and f.connection = a.connection
                        and f.batch_number = a.batch_number
                        and f.imported_at >= a.announced_at)\
            """;

    /** A currency is only needed to say that nobody knows what is in it. */
    private static final String LACKING =
            """
            with there as (
                select distinct on (batch_number) batch_number, file_id
                from truebook.settlement_file
                where tenant = :tenant and connection = :connection and batch_number is not null
                order by batch_number, sequence
            ), head as (
                select t.batch_number, r.created_at, r.currency,
                    lag(t.batch_number) over (order by t.batch_number) as before
                from there t
                cross join lateral (
                    select created_at, currency from truebook.settlement_row r
                    where r.file_id = t.file_id order by r.line limit 1) r
            ), lacking as (
                select hole as number, currency, created_at as since, null as problem
                from head
                cross join lateral generate_series(
                    before + 1, least(batch_number - 1, before + :most)) hole
                union all
                select a.batch_number, coalesce(
                        (select currency from head order by batch_number desc limit 1), 'EUR'),
                    case when a.batch_number in (select batch_number from there)
                        then a.announced_at else coalesce(a.first_at, a.announced_at) end, null
                from truebook.settlement_announcement a
                where a.tenant = :tenant and a.connection = :connection
                    and (a.batch_number not in (select batch_number from there)
                        or a.first_at < a.announced_at and {unanswered})
                union all
                select b.batch_number, coalesce(
                        (select currency from head order by batch_number desc limit 1), 'EUR'),
                    b.first_at, b.problem
                from truebook.settlement_batch_refusal b
                where b.tenant = :tenant and b.connection = :connection
            )
            select number, min(currency), min(since), max(problem) from lacking
            group by number order by number limit :most
            """
                    .replace("{unanswered}", UNANSWERED);

    private final JdbcClient jdbc;

    public SettlementBatches(DataSource dataSource) {
        this(JdbcClient.create(dataSource));
    }

    SettlementBatches(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The provider says that the file of a batch is ready, for the first time or again. */
    public void announce(String tenant, String connection, long batch, Instant at) {
        jdbc.sql(
                        """
                        insert into truebook.settlement_announcement (tenant, connection,
                            batch_number, announced_at, first_at)
                        values (:tenant, :connection, :batch, :at, :at)
                        on conflict (tenant, connection, batch_number) do update
                        set announced_at = greatest(
                                settlement_announcement.announced_at, excluded.announced_at),
                            first_at = coalesce(settlement_announcement.first_at,
                                settlement_announcement.announced_at)
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("batch", batch)
                .param("at", utc(at))
                .update();
    }

    /**
     * A file of the batch was taken in.
     *
     * @param announced what it answers; null where nobody had announced it
     */
    public void taken(String tenant, String connection, long batch, @Nullable Instant announced) {
        mended(tenant, connection, batch);
        if (announced != null) {
            jdbc.sql(
                            """
                            update truebook.settlement_announcement set taken_at = ?
                            where tenant = ? and connection = ? and batch_number = ?
                            """)
                    .params(utc(announced), tenant, connection, batch)
                    .update();
        }
    }

    /** Its file cannot be read, or is not handed out; the first time counts. */
    public void refuse(String tenant, String connection, long batch, String problem, Instant at) {
        jdbc.sql(
                        """
                        insert into truebook.settlement_batch_refusal (tenant, connection,
                            batch_number, problem, first_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (tenant, connection, batch_number) do update
                        set problem = excluded.problem
                        """)
                .params(tenant, connection, batch, problem, utc(at))
                .update();
    }

    /** What was wrong with it is over. */
    public void mended(String tenant, String connection, long batch) {
        jdbc.sql(
                        """
                        delete from truebook.settlement_batch_refusal
                        where tenant = ? and connection = ? and batch_number = ?
                        """)
                .params(tenant, connection, batch)
                .update();
    }

    public Known known(String tenant, String connection) {
        return new Known(
                announced(tenant, connection),
                missing(tenant, connection),
                largest(tenant, connection) + 1);
    }

    /** Numbers that lie between two batches that are there, and are not there themselves. */
    public SortedSet<Long> missing(String tenant, String connection) {
        return new TreeSet<>(
                jdbc.sql(
                                """
                                select hole
                                from (
                                    select batch_number + 1 as first,
                                        lead(batch_number) over (order by batch_number) - 1 as last
                                    from (
                                        select distinct batch_number
                                        from truebook.settlement_file
                                        where tenant = :tenant and connection = :connection
                                            and batch_number is not null
                                    ) there
                                ) gap
                                cross join lateral generate_series(
                                    first, least(last, first + :most)) hole
                                where last >= first
                                order by hole limit :most
                                """)
                        .param("tenant", tenant)
                        .param("connection", connection)
                        .param("most", MISSING_AT_MOST)
                        .query(Long.class)
                        .list());
    }

    /**
     * Batches that there must be and that are not there, each from when that was seen first: the
     * file after it came, or it was announced, or refused; and those whose correction was refused.
     */
    public List<LackingBatch> lacking(String tenant, String connection) {
        return lacking(new Knowledge(jdbc, null), tenant, connection);
    }

    /** The same as it was known. */
    List<LackingBatch> lacking(Knowledge knowledge, String tenant, String connection) {
        return jdbc.sql(knowledge.in(LACKING))
                .param("tenant", tenant)
                .param("connection", connection)
                .param("most", MISSING_AT_MOST)
                .query((row, _) ->
                        new LackingBatch(
                                row.getLong(1),
                                CurrencyTable.of(row.getString(2)),
                                Times.read(row, 3),
                                row.getString(4)))
                .list();
    }

    private Map<Long, Instant> announced(String tenant, String connection) {
        var announced = new HashMap<Long, Instant>();
        jdbc.sql(
                        """
                        select a.batch_number, a.announced_at
                        from truebook.settlement_announcement a
                        where a.tenant = :tenant and a.connection = :connection
                            and {unanswered}
                        """
                                .replace("{unanswered}", UNANSWERED))
                .param("tenant", tenant)
                .param("connection", connection)
                .query(row -> {
                    announced.put(row.getLong(1), Times.read(row, 2));
                });
        return announced;
    }

    private long largest(String tenant, String connection) {
        return jdbc.sql(
                        """
                        select coalesce(max(batch_number), 0) from truebook.settlement_file
                        where tenant = ? and connection = ?
                        """)
                .params(tenant, connection)
                .query(Long.class)
                .single();
    }
}
