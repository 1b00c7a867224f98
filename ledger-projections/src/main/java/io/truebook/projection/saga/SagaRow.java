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
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** A saga that waits as a row of its table, there and back. */
final class SagaRow {

    /** What the columns mean here; raised when an older version could not go on with a row. */
    static final int REVISION = 1;

    private static final String ANSWERED = "answered";

    static final String COLUMNS =
            """
            operation_id, tenant, payment_id, connection, kind, stage, amount_minor, currency,
            requested_at, answered_by, answered_fact, answered_at, held, broken, settled_by,
            due_at, asked_at, revision
            """;

    private SagaRow() {}

    static SqlParameterSource parameters(KeptSaga saga) {
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
                .addValue(
                        "asked",
                        state instanceof Answered one && one.askedAt() != null
                                ? utc(one.askedAt())
                                : null,
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("revision", REVISION);
    }

    private static String stage(Open state) {
        return switch (state) {
            case Waiting waiting -> lower(waiting.progress());
            case Answered _ -> ANSWERED;
        };
    }

    /** A newer node's row is not guessed at: whoever needs it is parked until this node is new. */
    static KeptSaga read(ResultSet row) throws SQLException {
        if (row.getInt("revision") > REVISION) {
            throw new IllegalStateException(
                    "Saga of " + row.getString("operation_id") + " is of a newer version");
        }
        var broken = row.getString("broken");
        var code = broken == null ? null : FindingCode.valueOf(broken);
        var stage = row.getString("stage");
        Reconciliation.Open state =
                stage.equals(ANSWERED)
                        ? new Answered(
                                about(row), answer(row), time(row, "due_at"), code, asked(row))
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

    private static @Nullable Instant asked(ResultSet row) throws SQLException {
        return row.getObject("asked_at") == null ? null : time(row, "asked_at");
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        // What is due at once is written as -infinity, which no instant is.
        return at.equals(OffsetDateTime.MIN) ? Instant.EPOCH : at.toInstant();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
