package io.truebook.projection.rebuild;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakAggregate;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.projection.outbox.BreakContributor;
import io.truebook.projection.rebuild.EventsInOrder.Stored;
import io.truebook.projection.store.BreakCase;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.FoundBreak;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

    private static final DerivedTable FOUND =
            new DerivedTable(
                    "operation_break",
                    List.of("break_id"),
                    List.of(
                            "break_id",
                            "tenant",
                            "connection",
                            "code",
                            "status",
                            "object",
                            "ledger_minor",
                            "ledger_currency",
                            "provider_minor",
                            "provider_currency",
                            "amount_minor",
                            "currency",
                            "charge_id",
                            "evidence",
                            "rule_version",
                            "occurred_at",
                            "first_seen_at",
                            "last_position"),
                    CASE.touched());

    private static final String UPSERT_FOUND =
            """
            insert into truebook_rebuild.operation_break (break_id, tenant, connection, code, status,
                object, ledger_minor, ledger_currency, provider_minor, provider_currency,
                amount_minor, currency, charge_id, evidence, rule_version, occurred_at,
                first_seen_at, last_position)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (break_id) do update set status = excluded.status,
                ledger_minor = excluded.ledger_minor, ledger_currency = excluded.ledger_currency,
                provider_minor = excluded.provider_minor,
                provider_currency = excluded.provider_currency,
                amount_minor = excluded.amount_minor, currency = excluded.currency,
                evidence = excluded.evidence, rule_version = excluded.rule_version,
                occurred_at = excluded.occurred_at, last_position = excluded.last_position\
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
        return List.of(CASE, FOUND);
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        Map<String, Last> breaks = new LinkedHashMap<>();
        List<FoundAt> found = new ArrayList<>();
        for (var stored : events.ofTouched(work, BreakAggregate.TYPE, after, upTo)) {
            if (!(stored.event() instanceof BreakEvent event)) {
                throw new RebuildRefused("Event " + stored.index() + " is not a break's");
            }
            breaks.compute(stored.aggregateId(), (_, before) -> Last.of(before, event, stored));
            BreakContributor.found(event).ifPresent(row -> found.add(new FoundAt(row, stored)));
        }
        try (var statement = work.prepareStatement(UPSERT)) {
            for (var last : breaks.values()) {
                bind(statement, BreakContributor.row(last.state, last.event), last);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        try (var statement = work.prepareStatement(UPSERT_FOUND)) {
            for (var one : found) {
                bind(statement, one.row, one.stored);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private record FoundAt(FoundBreak row, Stored stored) {}

    private static void bind(PreparedStatement statement, FoundBreak row, Stored stored)
            throws SQLException {
        var facts = row.facts();
        statement.setString(1, row.breakId());
        statement.setString(2, stored.tenant());
        statement.setString(3, facts.connection());
        statement.setString(4, facts.code().name());
        statement.setString(5, row.status());
        statement.setString(6, facts.object());
        money(statement, 7, facts.ledger());
        money(statement, 9, facts.provider());
        money(statement, 11, facts.amount());
        statement.setString(13, facts.chargeId());
        statement.setString(14, facts.evidence());
        statement.setInt(15, facts.ruleVersion());
        statement.setObject(16, facts.occurredAt().atOffset(ZoneOffset.UTC));
        statement.setObject(17, facts.firstSeenAt().atOffset(ZoneOffset.UTC));
        statement.setLong(18, stored.index());
    }

    private static void money(PreparedStatement statement, int at, @Nullable Money money)
            throws SQLException {
        statement.setObject(at, money == null ? null : money.minor(), Types.BIGINT);
        statement.setString(at + 1, money == null ? null : money.currency().code());
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
