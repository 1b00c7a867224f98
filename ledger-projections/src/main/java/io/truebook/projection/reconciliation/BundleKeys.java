package io.truebook.projection.reconciliation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Keys that are the second column of a sorted result, for one bundle after the other. */
final class BundleKeys implements AutoCloseable {

    private final BundleCursor<String> cursor;
    private String bundle = "";
    private Set<String> keys = Set.of();

    private BundleKeys(BundleCursor<String> cursor) {
        this.cursor = cursor;
    }

    static BundleKeys open(Connection session, String query, String... parameters)
            throws SQLException {
        return new BundleKeys(
                BundleCursor.open(session, query, row -> row.getString(2), parameters));
    }

    /** Of a bundle that is not before the one asked for last; the same again gives the same. */
    Set<String> of(String wanted) throws SQLException {
        if (!wanted.equals(bundle)) {
            cursor.skipTo(wanted);
            keys = Set.copyOf(cursor.take(wanted, Integer.MAX_VALUE));
            bundle = wanted;
        }
        return keys;
    }

    @Override
    public void close() throws SQLException {
        cursor.close();
    }
}
