package io.truebook.projection.store;

import io.truebook.projection.store.RowSet.Column;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The periods a batch closes: each tenant's last one. */
final class BatchCloses {

    static final String UPSERT =
            """
            insert into truebook.books (tenant, open_from, closed_index)
            select t, timestamptz 'epoch' + o * interval '1 microsecond', i from {rows}
            on conflict (tenant) do update
            set open_from = excluded.open_from, closed_index = excluded.closed_index\
            """;

    private record Close(Instant openFrom, long index) {}

    private final Map<String, Close> closes = new LinkedHashMap<>();
    private long last;

    static Column[] columns() {
        return new Column[] {Column.text("t"), Column.bigint("o"), Column.bigint("i")};
    }

    /** Takes what a command closes; it counts for those behind it in the batch too. */
    void add(Append append, long index, OpenBooks open) {
        var openFrom = append.rows().openFrom();
        if (openFrom != null) {
            open.close(append.tenant(), openFrom);
            closes.put(append.tenant(), new Close(openFrom, index));
            last = index;
        }
    }

    void writeTo(BatchWrite write) {
        closes.forEach((tenant, close) ->
                write.add(BatchTable.CLOSED_BOOKS, tenant, Micros.of(close.openFrom), close.index));
        if (last > 0) {
            write.add(BatchTable.LAST_CLOSE, last);
        }
    }
}
