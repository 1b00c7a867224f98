package io.truebook.projection.reconciliation;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sorted result read bundle by bundle; the first column is the bundle, in the order of its bytes.
 */
final class BundleCursor<T> implements AutoCloseable {

    private static final int ROWS_PER_FETCH = 2_000;

    /** What one row says. */
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Reading<T> reading;
    private @Nullable String bundle;

    private BundleCursor(PreparedStatement statement, ResultSet rows, Reading<T> reading)
            throws SQLException {
        this.statement = statement;
        this.rows = rows;
        this.reading = reading;
        advance();
    }

    /** The session must not commit by itself: the driver would fetch everything at once. */
    static <T> BundleCursor<T> open(
            Connection session, String query, Reading<T> reading, String... parameters)
            throws SQLException {
        var statement = session.prepareStatement(query);
        statement.setFetchSize(ROWS_PER_FETCH);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
        return new BundleCursor<>(statement, statement.executeQuery(), reading);
    }

    /** The least bundle of both, or null when both are read. */
    static @Nullable String first(BundleCursor<?> one, BundleCursor<?> other) {
        if (one.bundle == null || other.bundle == null) {
            return one.bundle == null ? other.bundle : one.bundle;
        }
        return order(one.bundle, other.bundle) <= 0 ? one.bundle : other.bundle;
    }

    /** The next rows of a bundle, at most so many; none where it has none left. */
    List<T> take(String wanted, int most) throws SQLException {
        var taken = new ArrayList<T>(2);
        while (taken.size() < most && wanted.equals(bundle)) {
            taken.add(reading.of(rows));
            advance();
        }
        return taken;
    }

    /** Leaves out what lies before a bundle. */
    void skipTo(String wanted) throws SQLException {
        while (bundle != null && order(bundle, wanted) < 0) {
            advance();
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    private void advance() throws SQLException {
        bundle = rows.next() ? rows.getString(1) : null;
    }

    /** As the server sorts in collation C; chars of UTF-16 would sort otherwise. */
    private static int order(String one, String other) {
        return one.equals(other)
                ? 0
                : Arrays.compareUnsigned(
                        one.getBytes(StandardCharsets.UTF_8),
                        other.getBytes(StandardCharsets.UTF_8));
    }
}
