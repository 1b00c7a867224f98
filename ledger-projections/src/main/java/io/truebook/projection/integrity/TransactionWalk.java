package io.truebook.projection.integrity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * Compares the register's ranges with the transaction each event names: an id with two effects, or
 * an effect without its id, shows up as an event outside the range.
 */
final class TransactionWalk implements AutoCloseable {

    private static final String REGISTERED =
            """
            select first_index, last_index, tenant, origin, transaction_id
            from truebook.transaction_register
            where first_index > 0
            order by first_index, last_index\
            """;

    private final Rows registered;
    private long coveredUpTo;

    TransactionWalk(Connection snapshot) throws SQLException {
        registered = new Rows(snapshot, REGISTERED);
    }

    void expect(long position, String tenant, Map<String, ?> metaData) throws SQLException {
        while (registered.isOn() && registered.row().getLong(2) < position) {
            coveredUpTo = registered.row().getLong(2);
            registered.next();
            requireNoOverlap();
        }
        var named = metaData.get("transaction_id");
        boolean covered = registered.isOn() && registered.row().getLong(1) <= position;
        if (named == null && !covered) {
            return;
        }
        if (named == null || !covered || !isOf(registered.row(), tenant, metaData)) {
            throw new DifferenceFound(
                    "transactions",
                    position,
                    "the event names transaction %s, the register %s",
                    named == null ? "none" : named,
                    covered ? registered.row().getString(5) : "none");
        }
    }

    private void requireNoOverlap() throws SQLException {
        if (registered.isOn() && registered.row().getLong(1) <= coveredUpTo) {
            throw new DifferenceFound(
                    "transactions",
                    registered.row().getLong(1),
                    "two transactions claim the event: %s is the second",
                    registered.row().getString(5));
        }
    }

    private static boolean isOf(ResultSet row, String tenant, Map<String, ?> metaData)
            throws SQLException {
        return row.getString(3).equals(tenant)
                && row.getString(3).equals(metaData.get("tenant"))
                && row.getString(4).equals(metaData.get("origin"))
                && row.getString(5).equals(metaData.get("transaction_id"));
    }

    /** No transaction claims events after the last one. */
    void end(long lastPosition) throws SQLException {
        while (registered.isOn()) {
            if (registered.row().getLong(2) > lastPosition) {
                throw new DifferenceFound(
                        "transactions",
                        registered.row().getLong(2),
                        "transaction %s claims an event that is not there",
                        registered.row().getString(5));
            }
            registered.next();
        }
    }

    @Override
    public void close() throws SQLException {
        registered.close();
    }
}
