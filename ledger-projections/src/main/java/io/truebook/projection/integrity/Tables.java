package io.truebook.projection.integrity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Reads tables in pages, each a short statement of its own.
 *
 * <p>Not one snapshot over minutes: that would keep every old version of the head, which each batch
 * replaces, and slow the running ledger down batch by batch. What is compared never changes once it
 * is written, or is read in one statement with what it is compared with.
 */
final class Tables implements AutoCloseable {

    /** So many small rows, at most, in memory for each table that is looked at. */
    static final int PAGE = 2_000;

    /** Pages come in the order of an index; a plan that sorts or hashes would read all rows. */
    private static final List<String> PLANS =
            List.of("enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin");

    /** Makes something of the row the result stands on. */
    interface Row<R> {
        R read(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    Tables(DataSource dataSource) throws SQLException {
        connection = dataSource.getConnection();
        for (var plan : PLANS) {
            execute("set " + plan + " = off");
        }
    }

    <R> List<R> list(String sql, Row<R> row, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Object[] all) {
                    var type = all instanceof Long[] ? "bigint" : "text";
                    statement.setArray(i + 1, connection.createArrayOf(type, all));
                } else {
                    statement.setObject(i + 1, parameters[i]);
                }
            }
            var found = new ArrayList<R>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        }
    }

    <R> R one(String sql, Row<R> row, Object... parameters) throws SQLException {
        return list(sql, row, parameters).getFirst();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            for (var plan : PLANS) {
                execute("reset " + plan); // The connection goes back to a pool.
            }
        }
    }
}
