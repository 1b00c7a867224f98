package io.truebook.projection.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of one table, kept by column: one array parameter per column, taken apart by unnest. */
final class RowSet {

    /** A column: its name in the statement, its type in PostgreSQL, and the array it is sent as. */
    record Column(String name, String type, Class<? extends Object[]> array) {

        static Column bigint(String name) {
            return new Column(name, "bigint", Long[].class);
        }

        static Column text(String name) {
            return new Column(name, "text", String[].class);
        }

        static Column bytes(String name) {
            return new Column(name, "bytea", byte[][].class);
        }

        static Column flag(String name) {
            return new Column(name, "boolean", Boolean[].class);
        }
    }

    private final List<Column> columns;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    RowSet(List<Column> columns) {
        this.columns = columns;
    }

    /**
     * The rows as a table {@code k} of a statement.
     *
     * <p>Taken apart in the select list, all arrays in step: as functions in the from clause each
     * array would be written to a store of its own first, which costs as much as the insert.
     */
    static String source(List<Column> columns) {
        return columns.stream()
                .map(column -> "unnest(?::" + column.type + "[]) as " + column.name)
                .collect(Collectors.joining(", ", "(select ", ") as k"));
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
            var typed = Arrays.copyOf(values, values.length, columns.get(column).array());
            var array = statement.getConnection().createArrayOf(columns.get(column).type(), typed);
            statement.setArray(firstParameter + column, array);
        }
        return firstParameter + columns.size();
    }
}
