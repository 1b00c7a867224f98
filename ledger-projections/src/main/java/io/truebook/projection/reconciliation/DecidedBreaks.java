package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.EventJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was decided about breaks as the journal knew it at a position: later decisions are not seen.
 */
final class DecidedBreaks {

    /** One event about a break, and where it is in the journal. */
    record Step(long position, String type, BreakEvent event) {}

    /** A break somebody or a rule has decided about; {@code steps} oldest first. */
    record Decided(String id, List<Step> steps) {

        Break state() {
            var state = Break.UNDECIDED;
            for (var step : steps) {
                state = state.evolve(step.event);
            }
            return state;
        }
    }

    private static final int AT_ONCE = 500;
    private static final EventJson JSON = new EventJson(PaymentEvents.TYPES);

    private final JdbcClient jdbc;
    private final long position;

    DecidedBreaks(JdbcClient jdbc, long position) {
        this.jdbc = jdbc;
        this.position = position;
    }

    /** Those of these breaks that anything was decided about by then. */
    List<Decided> of(List<String> breakIds) {
        var decided = new ArrayList<Decided>();
        for (int from = 0; from < breakIds.size(); from += AT_ONCE) {
            int to = Math.min(from + AT_ONCE, breakIds.size());
            decided.addAll(read(breakIds.subList(from, to)));
        }
        return decided;
    }

    /**
     * Those of a connection that stood dismissed then, and what was at stake when they were. Only
     * cases that are dismissed now, or were decided about since, can have been.
     */
    Map<String, Money> dismissed(String tenant, String connection) {
        var maybe =
                jdbc.sql(
                                """
                                select break_id from truebook.break_case
                                where tenant = ? and connection = ?
                                    and (status = 'dismissed' or updated_index > ?)
                                """)
                        .params(tenant, connection, position)
                        .query((row, _) -> row.getString(1))
                        .list();
        Map<String, Money> dismissed = new HashMap<>();
        for (var decided : of(maybe)) {
            var state = decided.state();
            var facts = state.facts();
            if (state.status() == Break.Status.DISMISSED && facts != null) {
                dismissed.put(decided.id(), facts.amount());
            }
        }
        return dismissed;
    }

    private List<Decided> read(List<String> breakIds) {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        select aggregate_id, global_index, event_type, event_revision, payload
                        from truebook.journal_event
                        where aggregate_id = any(:ids) and global_index <= :position
                        order by aggregate_id, sequence_number
                        """)
                .param("ids", breakIds.toArray(String[]::new))
                .param("position", position)
                .query(row -> {
                    var stored =
                            new SimpleSerializedObject<>(
                                    row.getBytes(5),
                                    byte[].class,
                                    row.getString(3),
                                    row.getString(4));
                    if (JSON.deserialize(stored) instanceof BreakEvent event) {
                        steps.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                                .add(new Step(row.getLong(2), row.getString(3), event));
                    }
                });
        return steps.entrySet().stream()
                .map(each -> new Decided(each.getKey(), List.copyOf(each.getValue())))
                .toList();
    }
}
