package io.truebook.projection.integrity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A query read row by row: the server keeps the rest, so memory stays bounded. */
final class Rows implements AutoCloseable {

    private static final int FETCH = 1_000;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean ahead;

    Rows(Connection snapshot, String sql) throws SQLException {
        statement = snapshot.prepareStatement(sql);
        statement.setFetchSize(FETCH);
        rows = statement.executeQuery();
        ahead = rows.next();
    }

    /** Whether there is a current row. */
    boolean isOn() {
        return ahead;
    }

    ResultSet row() {
        return rows;
    }

    void next() throws SQLException {
        ahead = rows.next();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
