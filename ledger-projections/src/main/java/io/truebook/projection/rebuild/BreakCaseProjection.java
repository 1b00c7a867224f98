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
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                            "updated_index"),
                    """
                    r.break_id in (select aggregate_id from truebook.journal_event
                        where global_index > {position})\
                    """);

    private static final String UPSERT =
            """
            insert into truebook_rebuild.break_case (break_id, tenant, connection, status, owner,
                decided_at, due_at, updated_index)
            values (?, ?, ?, ?, ?, ?, coalesce(?::timestamptz, 'infinity'), ?)
            on conflict (break_id) do update set status = excluded.status, owner = excluded.owner,
                decided_at = excluded.decided_at, due_at = excluded.due_at,
                updated_index = excluded.updated_index\
            """;

    private record Last(Break state, BreakEvent event, Stored stored) {}

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
            var last = breaks.get(stored.aggregateId());
            var before = last == null ? Break.UNDECIDED : last.state;
            breaks.put(stored.aggregateId(), new Last(before.evolve(event), event, stored));
        }
        try (var statement = work.prepareStatement(UPSERT)) {
            for (var last : breaks.values()) {
                bind(statement, BreakContributor.row(last.state, last.event), last.stored);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, BreakCase row, Stored last)
            throws SQLException {
        statement.setString(1, row.breakId());
        statement.setString(2, last.tenant());
        statement.setString(3, row.connection());
        statement.setString(4, row.status());
        statement.setString(5, row.owner());
        statement.setObject(6, row.decidedAt().atOffset(ZoneOffset.UTC));
        statement.setObject(7, row.dueAt() == null ? null : row.dueAt().atOffset(ZoneOffset.UTC));
        statement.setLong(8, last.index());
    }
}
