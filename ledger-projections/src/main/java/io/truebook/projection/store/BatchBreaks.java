package io.truebook.projection.store;

import io.truebook.projection.store.RowSet.Column;
import java.util.LinkedHashMap;
import java.util.Map;

/** The breaks a batch decides about, each once: as its last command of the batch left it. */
final class BatchBreaks {

    static final String UPSERT =
            """
            insert into truebook.break_case (break_id, tenant, connection, status, owner, decided_at,
                due_at, updated_index)
            select b, t, n, s, o, timestamptz 'epoch' + d * interval '1 microsecond',
                coalesce(timestamptz 'epoch' + u * interval '1 microsecond', 'infinity'), i
            from {rows}
            on conflict (break_id) do update
            set status = excluded.status, owner = excluded.owner, decided_at = excluded.decided_at,
                due_at = excluded.due_at, updated_index = excluded.updated_index\
            """;

    private record Decided(String tenant, BreakCase row, long index) {}

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
            Column.bigint("i")
        };
    }

    void add(Append append, long lastIndex) {
        for (var row : append.rows().breakCases()) {
            decided.put(row.breakId(), new Decided(append.tenant(), row, lastIndex));
        }
    }

    void writeTo(BatchWrite write) {
        decided.forEach((id, last) -> {
            var row = last.row;
            write.add(
                    BatchTable.BREAK_CASE,
                    id,
                    last.tenant,
                    row.connection(),
                    row.status(),
                    row.owner(),
                    Micros.of(row.decidedAt()),
                    row.dueAt() == null ? null : Micros.of(row.dueAt()),
                    last.index);
        });
    }
}
