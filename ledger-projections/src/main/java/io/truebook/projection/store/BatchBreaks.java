package io.truebook.projection.store;

import io.truebook.projection.store.RowSet.Column;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The breaks a batch decides about, each once: as its last command of the batch left it. */
final class BatchBreaks {

    static final String UPSERT =
            """
            insert into truebook.break_case (break_id, tenant, connection, status, owner, decided_at,
                due_at, updated_index, applied_index, dismissed_minor, dismissed_currency, half_done)
            select b, t, n, s, o, timestamptz 'epoch' + d * interval '1 microsecond',
                coalesce(timestamptz 'epoch' + u * interval '1 microsecond', 'infinity'), i, a,
                m, c, h = 1
            from {rows}
            on conflict (break_id) do update
            set status = excluded.status, owner = excluded.owner, decided_at = excluded.decided_at,
                due_at = excluded.due_at, updated_index = excluded.updated_index,
                applied_index = coalesce(excluded.applied_index, break_case.applied_index),
                dismissed_minor = excluded.dismissed_minor,
                dismissed_currency = excluded.dismissed_currency,
                half_done = excluded.half_done\
            """;

    private record Decided(String tenant, BreakCase row, long index, @Nullable Long appliedIndex) {}

    private final Map<String, Decided> decided = new LinkedHashMap<>();

    static Column[] columns() {
        return new Column[] {
            Column.text("b"),
            Column.text("t"),
            Column.text("n"),
            Column.text("s"),
            Column.text("o"),
            Column.bigint("d"),
            Column.bigint("u"),
            Column.bigint("i"),
            Column.bigint("a"),
            Column.bigint("m"),
            Column.text("c"),
            Column.bigint("h")
        };
    }

    void add(Append append, long lastIndex) {
        for (var row : append.rows().breakCases()) {
            var before = decided.get(row.breakId());
            Long applied = before == null ? null : before.appliedIndex;
            if (row.applied()) {
                applied = lastIndex;
            }
            decided.put(row.breakId(), new Decided(append.tenant(), row, lastIndex, applied));
        }
    }

    void writeTo(BatchWrite write) {
        decided.forEach((id, last) -> {
            var row = last.row;
            var dismissed = row.dismissed();
            write.add(
                    BatchTable.BREAK_CASE,
                    id,
                    last.tenant,
                    row.connection(),
                    row.status(),
                    row.owner(),
                    Micros.of(row.decidedAt()),
                    row.dueAt() == null ? null : Micros.of(row.dueAt()),
                    last.index,
                    last.appliedIndex,
                    dismissed == null ? null : dismissed.minor(),
                    dismissed == null ? null : dismissed.currency().code(),
                    row.halfDone() ? 1L : 0L);
        });
    }
}
