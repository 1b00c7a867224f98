package io.truebook.projection.saga;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.Answer;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.FollowedOperation;
import io.truebook.ledger.reconciliation.Reconciliation;
import io.truebook.ledger.reconciliation.Reconciliation.Answered;
import io.truebook.ledger.reconciliation.Reconciliation.Open;
import io.truebook.ledger.reconciliation.Reconciliation.Progress;
import io.truebook.ledger.reconciliation.Reconciliation.Waiting;
import io.truebook.ledger.reconciliation.Teller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sagas that wait, in the transaction of whoever moves them on. */
final class SagaTable {

    /** What the columns mean here; raised when an older version could not go on with a row. */
    static final int REVISION = 1;

    private static final String ANSWERED = "answered";

    private static final String COLUMNS =
            """
            operation_id, tenant, payment_id, connection, kind, stage, amount_minor, currency,
            requested_at, answered_by, answered_fact, answered_at, held, broken, settled_by,
            due_at, revision
            """;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;

    SagaTable(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        batches = new NamedParameterJdbcTemplate(dataSource);
    }

    /** All of these payments, and nobody else's until the transaction ends. */
    List<KeptSaga> ofPayments(Collection<String> paymentIds) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                from truebook.reconciliation_saga
                                where payment_id = any(:payments)
                                order by operation_id for update
                                """)
                .param("payments", paymentIds.toArray(String[]::new))
                .query((row, _) -> read(row))
                .list();
    }

    /** Those that are due longest; what somebody else works on or only newer nodes know is left. */
    List<KeptSaga> due(Instant at, int most) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                from truebook.reconciliation_saga
                                where due_at <= :at and revision <= :revision
                                order by due_at limit :most for update skip locked
                                """)
                .param("at", utc(at))
                .param("revision", REVISION)
                .param("most", most)
                .query((row, _) -> read(row))
                .list();
    }

    void write(Collection<KeptSaga> sagas) {
        if (!sagas.isEmpty()) {
            batches.batchUpdate(
                    """
                    insert into truebook.reconciliation_saga as s (operation_id, tenant, payment_id,
                        connection, kind, stage, amount_minor, currency, requested_at, answered_by,
                        answered_fact, answered_at, held, broken, settled_by, due_at, revision)
                    values (:operation, :tenant, :payment, :connection, :kind, :stage, :amount,
                        :currency, :requested, :by, :fact, :answered, :held, :broken, :settled, :due,
                        :revision)
                    on conflict (operation_id) do update set stage = excluded.stage,
                        answered_by = excluded.answered_by, answered_fact = excluded.answered_fact,
                        answered_at = excluded.answered_at, held = excluded.held,
                        broken = excluded.broken, settled_by = excluded.settled_by,
                        due_at = excluded.due_at, revision = excluded.revision
                    """,
                    sagas.stream().map(SagaTable::parameters).toArray(SqlParameterSource[]::new));
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
        jdbc.sql(
                        """
                        update truebook.reconciliation_saga_run
                        set last_sequence = 0, looked_until = '-infinity'
                        """)
                .update();
    }

    /** Notes that whatever was due by then has been looked at. */
    void lookedUntil(Instant time) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_saga_run
                        set looked_until = greatest(looked_until, :time)
                        """)
                .param("time", utc(time))
                .update();
    }

    /**
     * Ends what a run has matched and nobody else has confirmed, all at once; where a break was
     * opened of it, leaves it due, so that the break is closed.
     *
     * @return whether there was a run that nobody had read
     */
    boolean endMatched() {
        return nextRun().map(this::endMatched).isPresent();
    }

    private record Run(long sequence, String id) {}

    private Optional<Run> nextRun() {
        return jdbc.sql(
                        """
                        select r.sequence, r.run_id from truebook.reconciliation_saga_run s
                        join lateral (select sequence, run_id from truebook.reconciliation_run
                            where sequence > s.last_sequence order by sequence limit 1) r on true
                        for update of s
                        """)
                .query((row, _) -> new Run(row.getLong(1), row.getString(2)))
                .optional();
    }

    private Run endMatched(Run run) {
        jdbc.sql(
                        """
                        with matched as materialized (
                            select distinct object from truebook.reconciliation_item
                            where run_id = :run and code = 'MATCHED' and leg = 'settlement'
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
                .param("run", run.id())
                .update();
        jdbc.sql("update truebook.reconciliation_saga_run set last_sequence = ?")
                .params(run.sequence())
                .update();
        return run;
    }

    private static SqlParameterSource parameters(KeptSaga saga) {
        var state = saga.state();
        var about = state.about();
        @Nullable Answer answer = state instanceof Answered answered ? answered.answer() : null;
        return new MapSqlParameterSource()
                .addValue("operation", about.operationId())
                .addValue("tenant", about.tenant())
                .addValue("payment", about.paymentId())
                .addValue("connection", about.connection())
                .addValue("kind", lower(about.kind()))
                .addValue("stage", stage(state))
                .addValue("amount", about.amount().minor())
                .addValue("currency", about.amount().currency().code())
                .addValue("requested", utc(about.requestedAt()))
                .addValue("by", answer == null ? null : lower(answer.by()), Types.VARCHAR)
                .addValue("fact", answer == null ? null : answer.told().text(), Types.VARCHAR)
                .addValue(
                        "answered",
                        answer == null ? null : utc(answer.at()),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("held", answer != null && answer.held())
                .addValue(
                        "broken",
                        state.broken() == null ? null : state.broken().name(),
                        Types.VARCHAR)
                .addValue("settled", saga.settledBy(), Types.VARCHAR)
                .addValue("due", utc(state.dueAt()))
                .addValue("revision", REVISION);
    }

    private static String stage(Open state) {
        return switch (state) {
            case Waiting waiting -> lower(waiting.progress());
            case Answered _ -> ANSWERED;
        };
    }

    /** A newer node's row is not guessed at: whoever needs it is parked until this node is new. */
    private static KeptSaga read(ResultSet row) throws SQLException {
        if (row.getInt("revision") > REVISION) {
            throw new IllegalStateException(
                    "Saga of " + row.getString("operation_id") + " is of a newer version");
        }
        var broken = row.getString("broken");
        var code = broken == null ? null : FindingCode.valueOf(broken);
        var stage = row.getString("stage");
        Reconciliation.Open state =
                stage.equals(ANSWERED)
                        ? new Answered(about(row), answer(row), time(row, "due_at"), code)
                        : new Waiting(
                                about(row),
                                Progress.valueOf(stage.toUpperCase(Locale.ROOT)),
                                time(row, "due_at"),
                                code);
        return new KeptSaga(state, row.getString("settled_by"));
    }

    private static FollowedOperation about(ResultSet row) throws SQLException {
        return new FollowedOperation(
                row.getString("operation_id"),
                row.getString("payment_id"),
                row.getString("tenant"),
                row.getString("connection"),
                OperationKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Money.of(row.getLong("amount_minor"), row.getString("currency")),
                time(row, "requested_at"));
    }

    private static Answer answer(ResultSet row) throws SQLException {
        return new Answer(
                Teller.valueOf(row.getString("answered_by").toUpperCase(Locale.ROOT)),
                ToldFact.read(row.getString("answered_fact")),
                time(row, "answered_at"),
                row.getBoolean("held"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        // What is due at once is written as -infinity, which no instant is.
        return at.equals(OffsetDateTime.MIN) ? Instant.EPOCH : at.toInstant();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
