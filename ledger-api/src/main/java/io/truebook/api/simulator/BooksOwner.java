package io.truebook.api.simulator;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Sees to it that one simulator at a time owns its books: payments are locked in memory, so two
 * would not see each other's locks. The claim ends with the connection, hence with the process,
 * however it dies.
 */
final class BooksOwner implements AutoCloseable {
    /** Any number nobody else uses for an advisory lock in this database. */
    private static final long LOCK = 0x7472_7565_5349_4dL;

    private static final int TRIES = 50;
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Connection connection;

    private BooksOwner(Connection connection) {
        this.connection = connection;
    }

    /**
     * Waits a little for a predecessor that was just killed: its server process may not have
     * noticed yet.
     */
    static BooksOwner claim(DataSource database) {
        try {
            Connection connection = database.getConnection();
            for (int i = 0; i < TRIES; i++) {
                if (locked(connection)) {
                    return new BooksOwner(connection);
                }
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The simulator cannot reach its database: " + e.getMessage(), e);
        }
        throw new IllegalStateException(
                "The simulator cannot start: another one owns the books in this database. Use"
                        + " that one (truebook.simulator.enabled=false switches this one off), or"
                        + " stop it.");
    }

    private static boolean locked(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server is gone, and the claim with it.
            return;
        }
    }
}
