package io.truebook.projection.rebuild;

import io.truebook.projection.rebuild.PaymentChanges.Change;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.OpenOperation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider calls that were decided on, and which of them are settled.
 *
 * <p>How far a call has come is not in the events. It is taken over from the table in use; where a
 * row is gone there, from the attempts that were written down, and then on the safe side: what may
 * have been sent is asked about, never sent again as new.
 */
final class OperationProjection implements Projection {

    private static final List<String> DERIVED =
            List.of(
                    "operation_id",
                    "tenant",
                    "payment_id",
                    "connection",
                    "kind",
                    "state",
                    "origin",
                    "transaction_id",
                    "after_operation",
                    "opened_index",
                    "closed_index");

    private static final DerivedTable OPERATION =
            new DerivedTable(
                    "provider_operation",
                    List.of("operation_id"),
                    DERIVED,
                    DerivedTable.WITH_ITS_PAYMENT);

    private static final String UPSERT =
            """
            insert into truebook_rebuild.provider_operation (operation_id, tenant, payment_id,
                connection, kind, state, origin, transaction_id, after_operation, opened_index,
                closed_index, due_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (operation_id) do update set state = excluded.state,
                closed_index = excluded.closed_index\
            """;

    private static final String FROM_ATTEMPTS =
            """
            update truebook_rebuild.provider_operation o set attempt_count = a.attempts,
                first_sent_at = a.first_sent_at, maybe_sent = a.sent,
                next_step = case when a.sent then 'query' else o.next_step end
            from (select operation_id, max(attempt_number) as attempts,
                    min(started_at) filter (where step = 'send') as first_sent_at,
                    bool_or(step = 'send') as sent
                from truebook.provider_attempt group by operation_id) a
            where a.operation_id = o.operation_id and o.attempt_count = 0\
            """;

    private static final String COLUMNS =
            """
            select attname from pg_attribute
            where attrelid = to_regclass(?) and attnum > 0 and not attisdropped\
            """;

    private static final String TAKE_OVER =
            """
            update truebook_rebuild.provider_operation n set ({columns}) = row({values})
            from truebook.provider_operation l
            where l.operation_id = n.operation_id and ({which})\
            """;

    private final PaymentChanges changes;

    OperationProjection(EventJson json) {
        changes = new PaymentChanges(json);
    }

    @Override
    public String name() {
        return "operations";
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(OPERATION);
    }

    private record Row(Change change, OpenOperation operation, @Nullable Long closed) {
        Row closedAt(long index) {
            return closed == null ? new Row(change, operation, index) : this;
        }
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (var change : changes.ofTouched(work, after, upTo)) {
            for (var operation : change.rows().opened()) {
                rows.put(operation.id(), new Row(change, operation, null));
            }
            for (var closed : change.rows().closed()) {
                rows.computeIfPresent(closed, (_, row) -> row.closedAt(change.lastIndex()));
            }
        }
        try (var statement = work.prepareStatement(UPSERT)) {
            for (var row : rows.values()) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        takeOver(
                work,
                "l.payment_id in (select aggregate_id from truebook.journal_event"
                        + " where global_index > %d and global_index <= %d)"
                                .formatted(after, upTo));
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        var operation = row.operation;
        statement.setString(1, operation.id());
        statement.setString(2, row.change.tenant());
        statement.setString(3, operation.paymentId());
        statement.setString(4, operation.connection());
        statement.setString(5, operation.kind());
        statement.setString(6, row.closed == null ? "open" : "closed");
        statement.setString(7, row.change.transaction().origin());
        statement.setString(8, row.change.transaction().id());
        statement.setString(9, operation.after());
        statement.setLong(10, row.change.lastIndex());
        statement.setObject(11, row.closed);
        statement.setObject(12, operation.dueAt().atOffset(ZoneOffset.UTC));
    }

    /** Once more what may have moved since: the dispatcher works on what is open, and only that. */
    @Override
    public void beforeSwap(Connection swap, long position) throws SQLException {
        takeOver(
                swap,
                "l.state = 'open' or l.payment_id in (select aggregate_id from"
                        + " truebook.journal_event where global_index > %d)".formatted(position));
        Sql.run(swap, FROM_ATTEMPTS);
    }

    private static void takeOver(Connection connection, String which) throws SQLException {
        if (!Sql.exists(connection, OPERATION.live())) {
            return;
        }
        var progress = Sql.texts(connection, COLUMNS, OPERATION.made());
        progress.removeAll(DERIVED);
        Sql.run(
                connection,
                TAKE_OVER
                        .replace("{columns}", String.join(", ", progress))
                        .replace("{values}", "l." + String.join(", l.", progress))
                        .replace("{which}", which));
    }
}
