package io.truebook.projection.integrity;

import io.truebook.ledger.journal.OpenAmount;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what has to stand open against the postings of the events that made it so: the other way
 * round than {@link ItemWalk}, which would not miss what is not there.
 *
 * <p>A page of payments, breaks and payouts is in memory at a time.
 */
final class StandingWalk {

    /** What the events of each have left on an item. */
    private static final String LEFT =
            """
            select e.aggregate_id, a.name, p.layer <> 'posted', p.item, p.currency,
                sum(case when (p.side = 'credit') <> (p.layer = 'hold_release')
                    then p.amount_minor else -p.amount_minor end)
            from truebook.journal_event e
            join truebook.posting p on p.global_index = e.global_index
            join truebook.account a on a.account_id = p.account_id
            where e.aggregate_id = any(?) and e.global_index <= ?
            group by 1, 2, 3, 4, 5\
            """;

    private static final int TOGETHER = 500;

    private record Key(
            String aggregate, String account, boolean held, String item, String currency) {

        static Key of(String aggregate, OpenAmount amount) {
            return new Key(
                    aggregate,
                    amount.account().value(),
                    amount.held(),
                    amount.item(),
                    amount.net().currency().code());
        }
    }

    private final Tables tables;
    private final EventReader events;
    private final HeadRow head;
    private final List<String> aggregates = new ArrayList<>();

    StandingWalk(Tables tables, EventReader events, HeadRow head) {
        this.tables = tables;
        this.events = events;
        this.head = head;
    }

    /** One of which something may stand open; each once. */
    void add(String aggregateId) throws SQLException {
        aggregates.add(aggregateId);
        if (aggregates.size() == TOGETHER) {
            end();
        }
    }

    /** Looks at those that were not looked at yet. */
    void end() throws SQLException {
        var left = left();
        for (var stream : events.of(aggregates, head.lastIndex()).entrySet()) {
            long position = stream.getValue().getLast().position();
            for (var amount : Standing.of(stream.getKey(), stream.getValue())) {
                check(stream.getKey(), amount, position, left);
            }
        }
        aggregates.clear();
    }

    private static void check(
            String aggregate, OpenAmount amount, long position, Map<Key, Long> left) {
        var key = Key.of(aggregate, amount);
        long stands = left.getOrDefault(key, 0L);
        if (stands != amount.net().minor()) {
            throw new DifferenceFound(
                    "items",
                    position,
                    "%s of %s, %s: %d %s has to stand open as %s is; its postings come to %d",
                    key.held ? "hold" : "item",
                    key.account,
                    key.item,
                    amount.net().minor(),
                    key.currency,
                    aggregate,
                    stands);
        }
    }

    private Map<Key, Long> left() throws SQLException {
        Map<Key, Long> left = new HashMap<>();
        Object[] ids = aggregates.toArray(String[]::new);
        tables.list(
                LEFT,
                row ->
                        left.put(
                                new Key(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getBoolean(3),
                                        row.getString(4),
                                        row.getString(5)),
                                row.getBigDecimal(6).longValueExact()),
                ids,
                head.lastIndex());
        return left;
    }
}
