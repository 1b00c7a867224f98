package io.truebook.projection.store;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything one batch writes, by table. */
final class BatchWrite {

    private final Map<BatchTable, RowSet> tables = new EnumMap<>(BatchTable.class);

    void add(BatchTable table, @Nullable Object... row) {
        tables.computeIfAbsent(table, BatchTable::rows).add(row);
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    Map<BatchTable, RowSet> tables() {
        return tables;
    }
}
