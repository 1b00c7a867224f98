package io.truebook.projection.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one table, kept by column: one array parameter per column, taken apart by unnest. */
final class RowSet {

    /** A column's type in PostgreSQL and the Java array it is sent as. */
    enum Column {
        BIGINT("int8", Long[].class),
        TEXT("text", String[].class),
        BYTES("bytea", byte[][].class),
        FLAG("bool", Boolean[].class);

        private final String sqlName;
        private final Class<? extends Object[]> array;

        Column(String sqlName, Class<? extends Object[]> array) {
            this.sqlName = sqlName;
            this.array = array;
        }
    }

    private final List<Column> columns;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    RowSet(List<Column> columns) {
        this.columns = columns;
    }

    RowSet(Column... columns) {
        this(List.of(columns));
    }

    void add(@Nullable Object... row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException("A row of " + row.length + " for " + columns.size());
        }
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Binds the columns from this parameter on and returns the next free one. */
    int bind(PreparedStatement statement, int firstParameter) throws SQLException {
        for (int column = 0; column < columns.size(); column++) {
            @Nullable Object[] values = new Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            var typed = Arrays.copyOf(values, values.length, columns.get(column).array);
            var array = statement.getConnection().createArrayOf(columns.get(column).sqlName, typed);
            statement.setArray(firstParameter + column, array);
        }
        return firstParameter + columns.size();
    }
}
