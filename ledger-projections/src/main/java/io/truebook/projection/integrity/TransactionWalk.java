package io.truebook.projection.integrity;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the register's ranges with the transaction each event names.
 *
 * <p>Each event lies in the range of the transaction it names, and together the ranges are as long
 * as there are such events: so each range is exactly its events, and no id has two effects.
 */
final class TransactionWalk {

    private static final String NAMED =
            """
            select r.tenant, r.origin, r.transaction_id, r.first_index, r.last_index
            from (select unnest(?::text[]) as t, unnest(?::text[]) as o, unnest(?::text[]) as i) k
            join truebook.transaction_register r
                on r.tenant = k.t and r.origin = k.o and r.transaction_id = k.i\
            """;

    /** One statement, so that rows and head are of the same moment. */
    private static final String TOTALS =
            """
            select coalesce(sum(r.last_index - r.first_index + 1)
                    filter (where r.first_index > 0 and r.last_index <= ?), 0),
                count(*) filter (where r.first_index > 0 and r.first_index <= ?
                    and r.last_index > ? or r.last_index > h.last_index),
                count(*) filter (where r.position < r.last_index or r.position > h.last_index
                    or r.last_index < r.first_index),
                count(*)
            from truebook.transaction_register r cross join truebook.ledger_head h\
            """;

    private static final String BROKEN =
            """
            select r.transaction_id, r.first_index, r.last_index
            from truebook.transaction_register r cross join truebook.ledger_head h
            where r.first_index > 0 and (r.last_index < r.first_index
                or r.position < r.last_index or r.position > h.last_index
                or r.last_index > h.last_index
                or exists (select from generate_series(r.first_index, r.last_index) i
                    left join truebook.journal_event e on e.global_index = i
                    where e.tenant is distinct from r.tenant
                    or convert_from(e.metadata, 'UTF8')::json ->> 'transaction_id'
                        is distinct from r.transaction_id))
            order by r.first_index limit 1\
            """;

    private record Key(String tenant, String origin, String id) {}

    private record Range(long first, long last) {}

    private record Totals(long length, long beyond, long odd, long count) {}

    private final Tables tables;
    private final HeadRow head;
    private Map<Key, Range> page = Map.of();
    private long named;
    private long count;

    TransactionWalk(Tables tables, HeadRow head) {
        this.tables = tables;
        this.head = head;
    }

    /** Looks up what the next events name. */
    void load(List<ReadEvent> events) throws SQLException {
        var keys = new ArrayList<Key>();
        for (var event : events) {
            var key = key(event);
            if (key != null) {
                keys.add(key);
            }
        }
        var found = new HashMap<Key, Range>();
        tables.list(
                NAMED,
                row ->
                        found.put(
                                new Key(row.getString(1), row.getString(2), row.getString(3)),
                                new Range(row.getLong(4), row.getLong(5))),
                keys.stream().map(Key::tenant).toArray(String[]::new),
                keys.stream().map(Key::origin).toArray(String[]::new),
                keys.stream().map(Key::id).toArray(String[]::new));
        page = found;
    }

    private static @Nullable Key key(ReadEvent event) {
        var metaData = event.metaData();
        if (metaData == null || metaData.get("transaction_id") == null) {
            return null;
        }
        return new Key(
                event.leaf().tenant(),
                String.valueOf(metaData.get("origin")),
                String.valueOf(metaData.get("transaction_id")));
    }

    /** One of the events that were loaded, in order. */
    void expect(ReadEvent event) {
        long position = event.position();
        var metaData = event.metaData();
        if (metaData == null) {
            throw new DifferenceFound(
                    "events", position, "journal_event %d: its metadata cannot be read", position);
        }
        var key = key(event);
        if (key == null) {
            return;
        }
        if (!key.tenant.equals(metaData.get("tenant"))) {
            throw new DifferenceFound(
                    "transactions",
                    position,
                    "journal_event %d is of tenant %s, its transaction of %s",
                    position,
                    key.tenant,
                    String.valueOf(metaData.get("tenant")));
        }
        var range = page.get(key);
        if (range == null || position < range.first || position > range.last) {
            throw new DifferenceFound(
                    "transactions",
                    position,
                    "journal_event %d names transaction %s of origin %s; transaction_register has %s",
                    position,
                    key.id,
                    key.origin,
                    range == null
                            ? "no such row"
                            : "it for events %d to %d".formatted(range.first, range.last));
        }
        named++;
    }

    /** The ranges cover what was named and nothing else. */
    void end() throws SQLException {
        long last = head.lastIndex();
        var totals =
                tables.one(
                        TOTALS,
                        row ->
                                new Totals(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4)),
                        last,
                        last,
                        last);
        count = totals.count;
        if (totals.length != named || totals.beyond > 0 || totals.odd > 0) {
            throw broken(totals);
        }
    }

    private DifferenceFound broken(Totals totals) throws SQLException {
        return tables
                .list(
                        BROKEN,
                        row ->
                                new DifferenceFound(
                                        "transactions",
                                        row.getLong(2),
                                        "transaction_register: %s claims events %d to %d, and they"
                                                + " do not all name it",
                                        row.getString(1),
                                        row.getLong(2),
                                        row.getLong(3)))
                .stream()
                .findFirst()
                .orElseGet(() ->
                        new DifferenceFound(
                                "transactions",
                                0,
                                "transaction_register: its ranges are %d events long, %d events"
                                        + " name a transaction; %d rows name a position that is"
                                        + " none",
                                totals.length,
                                named,
                                totals.odd));
    }

    long count() {
        return count;
    }
}
