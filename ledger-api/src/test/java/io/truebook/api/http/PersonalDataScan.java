package io.truebook.api.http;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for words in every column of every table there is, whatever the tables are. */
final class PersonalDataScan {

    private static final String COLUMNS =
            """
            select c.table_name, c.column_name, c.data_type from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where table_schema = 'truebook' and t.table_type = 'BASE TABLE'
                and (c.data_type in ('text', 'character varying', 'bytea', 'json', 'jsonb', 'ARRAY',
                    'name', 'character', 'xml'))
            """;

    private PersonalDataScan() {}

    /** The columns that hold one of the words, as {@code table.column}. */
    static List<String> placesOf(Ledger ledger, Set<String> words) {
        try (var connection = ledger.database.ownerDataSource().getConnection();
                var columns = connection.createStatement().executeQuery(COLUMNS)) {
            List<String> places = new ArrayList<>();
            while (columns.next()) {
                var table = columns.getString(1);
                var column = columns.getString(2);
                boolean bytes = columns.getString(3).equals("bytea");
                for (var word : words) {
                    if (holds(connection, table, column, bytes, word)) {
                        places.add(table + "." + column);
                    }
                }
            }
            return places;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean holds(
            Connection connection, String table, String column, boolean bytes, String word)
            throws SQLException {
        var value = bytes ? "encode(%s, 'escape')".formatted(column) : column + "::text";
        var sql =
                "select exists (select from truebook.\"%s\" where position(? in %s) > 0)"
                        .formatted(table, value);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, word);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
