package io.truebook.projection.saga;

import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The sagas that wait, in the transaction of whoever moves them on. */
final class SagaTable {

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;

    SagaTable(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        batches = new NamedParameterJdbcTemplate(dataSource);
    }

    /** Rows, and by payment why others cannot be read. */
    record Rows(List<KeptSaga> readable, Map<String, RuntimeException> unreadable) {}

    /** All of these payments, and nobody else's until the transaction ends. */
    Rows ofPayments(Collection<String> paymentIds) {
        return rows(
                jdbc.sql(
                                "select "
                                        + SagaRow.COLUMNS
                                        + """
                                        from truebook.reconciliation_saga
                                        where payment_id = any(:payments)
                                        order by operation_id for update
                                        """)
                        .param("payments", paymentIds.toArray(String[]::new)));
    }

    /** One that cannot be read concerns whoever needs it, and nobody else. */
    private static Rows rows(StatementSpec statement) {
        var rows = new Rows(new ArrayList<>(), new HashMap<>());
        statement.query((ResultSet row) -> {
            try {
                rows.readable.add(SagaRow.read(row));
            } catch (RuntimeException unreadable) {
                rows.unreadable.put(row.getString("payment_id"), unreadable);
            }
        });
        return rows;
    }

    /**
     * Those that are due longest; what somebody else works on or only newer nodes know is left.
     *
     * @param except payments that are left alone
     */
    Rows due(Instant at, int most, Collection<String> except) {
        return rows(
                jdbc.sql(
                                "select "
                                        + SagaRow.COLUMNS
                                        + """
                                        from truebook.reconciliation_saga
                                        where due_at <= :at and revision <= :revision
                                            and payment_id <> all(:except)
                                        order by due_at limit :most for update skip locked
                                        """)
                        .param("at", SagaRow.utc(at))
                        .param("revision", SagaRow.REVISION)
                        .param("most", most)
                        .param("except", except.toArray(String[]::new)));
    }

    void write(Collection<KeptSaga> sagas) {
        if (!sagas.isEmpty()) {
            batches.batchUpdate(
                    """
                    insert into truebook.reconciliation_saga as s (operation_id, tenant, payment_id,
                        connection, kind, stage, amount_minor, currency, requested_at, answered_by,
                        answered_fact, answered_at, held, broken, settled_by, due_at, asked_at,
                        revision)
                    values (:operation, :tenant, :payment, :connection, :kind, :stage, :amount,
                        :currency, :requested, :by, :fact, :answered, :held, :broken, :settled, :due,
                        :asked, :revision)
                    on conflict (operation_id) do update set stage = excluded.stage,
                        answered_by = excluded.answered_by, answered_fact = excluded.answered_fact,
                        answered_at = excluded.answered_at, held = excluded.held,
                        broken = excluded.broken, settled_by = excluded.settled_by,
                        due_at = excluded.due_at, asked_at = excluded.asked_at,
                        revision = excluded.revision
                    """,
                    sagas.stream().map(SagaRow::parameters).toArray(SqlParameterSource[]::new));
        }
    }

    void delete(Collection<String> operationIds) {
        if (!operationIds.isEmpty()) {
            jdbc.sql("delete from truebook.reconciliation_saga where operation_id = any(:ids)")
                    .param("ids", operationIds.toArray(String[]::new))
                    .update();
        }
    }

    /** Everything, also which runs were read: a replay begins at the beginning. */
    void clear() {
        jdbc.sql("truncate truebook.reconciliation_saga").update();
        jdbc.sql("update truebook.reconciliation_run set told_to_sagas = false").update();
        jdbc.sql("update truebook.reconciliation_saga_run set looked_until = '-infinity'").update();
    }

    /** Notes that whatever was due by then has been looked at. */
    void lookedUntil(Instant time) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_saga_run
                        set looked_until = greatest(looked_until, :time)
                        """)
                .param("time", SagaRow.utc(time))
                .update();
    }

    /**
     * Ends what a run has matched and nobody else has confirmed, all at once; where a break was
     * opened of it, leaves it due, so that the break is closed. What agrees because the difference
     * was booked away confirms nothing.
     *
     * @param heard how far in the journal the sagas have come: a run that has read further would
     *     find none of what it has matched
     * @return whether there was a run that nobody had read
     */
    boolean endMatched(long heard) {
        return nextRun(heard).map(this::endMatched).isPresent();
    }

    /** Runs are committed in another order than they are begun: each says itself whether it was. */
    private Optional<String> nextRun(long heard) {
        return jdbc.sql(
                        """
                        select run_id from truebook.reconciliation_run
                        where not told_to_sagas and journal_position <= ?
                        order by sequence limit 1 for update skip locked
                        """)
                .param(heard)
                .query((row, _) -> row.getString(1))
                .optional();
    }

    private String endMatched(String run) {
        jdbc.sql(
                        """
                        with matched as materialized (
                            select distinct i.object from truebook.reconciliation_item i
                            where i.run_id = :run and i.code = 'MATCHED' and i.leg = 'settlement'
                                and not exists (select from truebook.break_case c
                                    where c.break_id = i.finding_id)
                        ), agreed as (
                            select s.operation_id, s.broken from truebook.reconciliation_saga s
                            where s.stage = 'answered'
                                and (s.operation_id in (select object from matched)
                                    or s.kind = 'capture'
                                        and s.payment_id in (select object from matched))
                            order by s.operation_id for update
                        ), ended as (
                            delete from truebook.reconciliation_saga s using agreed a
                            where s.operation_id = a.operation_id and a.broken is null
                        )
                        update truebook.reconciliation_saga s
                        set settled_by = :run, due_at = '-infinity'
                        from agreed a
                        where s.operation_id = a.operation_id and a.broken is not null
                        """)
                .param("run", run)
                .update();
        jdbc.sql("update truebook.reconciliation_run set told_to_sagas = true where run_id = ?")
                .param(run)
                .update();
        return run;
    }
}
