package io.truebook.projection.balance;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Goes through the journal in blocks of {@link #SIZE} positions, each once it is complete and can
 * no longer change.
 *
 * <p>A block is done once and for all, by whichever node comes first, in one transaction with the
 * progress.
 */
final class JournalBlocks {

    /** Positions in a block: block b holds {@code SIZE b + 1} to {@code SIZE (b + 1)}. */
    static final long SIZE = 4_096;

    /** What is done with a block, in the transaction of the connection. */
    interface Fill {
        void fill(Connection connection, long block) throws SQLException;
    }

    private final DataSource dataSource;
    private final String progress;
    private final Fill fill;

    /**
     * @param progress the table of one row that says which block is next
     */
    JournalBlocks(DataSource dataSource, String progress, Fill fill) {
        this.dataSource = dataSource;
        this.progress = progress;
        this.fill = fill;
    }

    /** Does the next block; false when there is none, or another node is at it. */
    boolean next() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean done = next(connection);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private boolean next(Connection connection) throws SQLException {
        long block;
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                select next_block, (select last_index from truebook.ledger_head)
                                from %s for update skip locked\
                                """
                                        .formatted(progress))) {
            if (!row.next() || row.getLong(2) < (row.getLong(1) + 1) * SIZE) {
                return false;
            }
            block = row.getLong(1);
        }
        fill.fill(connection, block);
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update %s set next_block = next_block + 1".formatted(progress));
        }
        return true;
    }
}
