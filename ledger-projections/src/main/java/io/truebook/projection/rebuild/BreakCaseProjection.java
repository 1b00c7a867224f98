package io.truebook.projection.rebuild;

import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakAggregate;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.projection.outbox.BreakContributor;
import io.truebook.projection.rebuild.EventsInOrder.Stored;
import io.truebook.projection.store.BreakCase;
import io.truebook.projection.store.EventJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the decisions about each break are. When a worker looks at one again is not in the
 * events: after a rebuild it looks at once.
 */
final class BreakCaseProjection implements Projection {

    private static final DerivedTable CASE =
            new DerivedTable(
                    "break_case",
                    List.of("break_id"),
                    List.of(
                            "break_id",
                            "tenant",
                            "connection",
                            "status",
                            "owner",
                            "decided_at",
                            "updated_index",
                            "applied_index",
                            "dismissed_minor",
                            "dismissed_currency",
                            "half_done"),
                    """
                    r.break_id in (select aggregate_id from truebook.journal_event
                        where global_index > {position})\
                    """);

    private static final String UPSERT =
            """
            insert into truebook_rebuild.break_case (break_id, tenant, connection, status, owner,
                decided_at, due_at, updated_index, applied_index,
                dismissed_minor, dismissed_currency, half_done)
            values (?, ?, ?, ?, ?, ?, coalesce(?::timestamptz, 'infinity'), ?, ?, ?, ?, ?)
            on conflict (break_id) do update set status = excluded.status, owner = excluded.owner,
                decided_at = excluded.decided_at, due_at = excluded.due_at,
                updated_index = excluded.updated_index,
                applied_index = excluded.applied_index,
                dismissed_minor = excluded.dismissed_minor,
                dismissed_currency = excluded.dismissed_currency, half_done = excluded.half_done\
            """;

    private record Last(Break state, BreakEvent event, Stored stored, @Nullable Long appliedIndex) {

        static Last of(@Nullable Last before, BreakEvent event, Stored stored) {
            var state = before == null ? Break.UNDECIDED : before.state;
            Long applied = before == null ? null : before.appliedIndex;
            if (event instanceof BreakEvent.RepairApplied) {
                applied = stored.index();
            }
            return new Last(state.evolve(event), event, stored, applied);
        }
    }

    private final EventsInOrder events;

    BreakCaseProjection(EventJson json) {
        events = new EventsInOrder(json);
    }

    @Override
    public String name() {
        return "breaks";
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(CASE);
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        Map<String, Last> breaks = new LinkedHashMap<>();
        for (var stored : events.ofTouched(work, BreakAggregate.TYPE, after, upTo)) {
            if (!(stored.event() instanceof BreakEvent event)) {
                throw new RebuildRefused("Event " + stored.index() + " is not a break's");
            }
            breaks.compute(stored.aggregateId(), (_, before) -> Last.of(before, event, stored));
        }
        try (var statement = work.prepareStatement(UPSERT)) {
            for (var last : breaks.values()) {
                bind(statement, BreakContributor.row(last.state, last.event), last);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, BreakCase row, Last last)
            throws SQLException {
        statement.setString(1, row.breakId());
        statement.setString(2, last.stored.tenant());
        statement.setString(3, row.connection());
        statement.setString(4, row.status());
        statement.setString(5, row.owner());
        statement.setObject(6, row.decidedAt().atOffset(ZoneOffset.UTC));
        statement.setObject(7, row.dueAt() == null ? null : row.dueAt().atOffset(ZoneOffset.UTC));
        statement.setLong(8, last.stored.index());
        statement.setObject(9, last.appliedIndex, Types.BIGINT);
        var dismissed = row.dismissed();
        statement.setObject(10, dismissed == null ? null : dismissed.minor(), Types.BIGINT);
        statement.setString(11, dismissed == null ? null : dismissed.currency().code());
        statement.setBoolean(12, row.halfDone());
    }
}
