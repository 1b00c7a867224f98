package io.truebook.projection.store;

import io.truebook.projection.seal.Frontier;
import io.truebook.projection.seal.JournalLeaves;
import io.truebook.projection.seal.Tile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Seals what was written without a seal: a ledger from before there were seals, or the batches of a
 * node of an earlier version.
 *
 * <p>Beside the writer and in pieces: events are read and hashed as a stream without any lock, and
 * only what came of it is written under the head's. Several nodes may do it at once; the first one
 * to the lock wins and the others go on from there.
 */
final class SealCatchUp {

    private static final Logger LOG = System.getLogger(SealCatchUp.class.getName());
    private static final long PIECE = 10_000;

    private static final String HEAD = "select last_index, frontier from truebook.ledger_head";
    private static final String BATCHES =
            """
            select batch_id, last_index from truebook.journal_batch
            where batch_id > (select coalesce(max(batch_id), 0) from truebook.journal_seal)
                and last_index > ?
            order by batch_id limit ?\
            """;
    private static final String TILE =
            "insert into truebook.journal_tile (level, number, hash) values (?, ?, ?)";
    private static final String SEAL =
            """
            insert into truebook.journal_seal (batch_id, previous_size, tree_size, root)
            values (?, ?, ?, ?)\
            """;

    /** The commit at which a piece ends. */
    private record End(long batchId, long lastIndex) {}

    private final DataSource unpooled;
    private final AtomicBoolean atWork = new AtomicBoolean();

    SealCatchUp(DataSource unpooled) {
        this.unpooled = unpooled;
    }

    /** Starts to catch up, unless it does already. */
    void wake() {
        if (atWork.compareAndSet(false, true)) {
            Thread.ofVirtual().name("journal-seal").start(this::run);
        }
    }

    private void run() {
        try (var connection = unpooled.getConnection()) {
            connection.setAutoCommit(false);
            while (piece(connection)) {
                LOG.log(Level.DEBUG, "Sealed another piece of the journal");
            }
        } catch (SQLException failed) {
            LOG.log(Level.WARNING, "The journal stays unsealed for now: {0}", failed.getMessage());
        } finally {
            atWork.set(false);
        }
    }

    /** Seals one piece; whether there may be another. */
    boolean piece(Connection connection) throws SQLException {
        var stored = head(connection, "");
        var frontier = BatchSeal.readable(stored);
        var end = frontier == null ? null : end(connection, frontier.size());
        if (frontier == null || end == null) {
            connection.rollback();
            return false;
        }
        long size = frontier.size();
        var tiles = new ArrayList<Tile>();
        long found =
                JournalLeaves.read(
                        connection,
                        size,
                        end.lastIndex,
                        leaf -> frontier.append(leaf.encode(), tiles::add));
        connection.rollback();
        if (found != end.lastIndex - size) {
            LOG.log(Level.ERROR, "Events after {0} are missing: they stay unsealed", size);
            return false;
        }
        if (Arrays.equals(stored, head(connection, " for update"))) {
            write(connection, end.batchId, size, frontier, tiles);
        }
        connection.commit();
        return true;
    }

    private static byte @Nullable [] head(Connection connection, String lock) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(HEAD + lock)) {
            return row.next() ? row.getBytes(2) : null;
        }
    }

    /** A whole number of batches, and about a piece of events if there are as many. */
    private static @Nullable End end(Connection connection, long size) throws SQLException {
        End end = null;
        try (var batches = connection.prepareStatement(BATCHES)) {
            batches.setLong(1, size);
            batches.setLong(2, PIECE);
            try (var rows = batches.executeQuery()) {
                while (rows.next()) {
                    if (end != null && rows.getLong(2) - size > PIECE) {
                        break;
                    }
                    end = new End(rows.getLong(1), rows.getLong(2));
                }
            }
        }
        return end;
    }

    private static void write(
            Connection connection, long batchId, long size, Frontier frontier, List<Tile> tiles)
            throws SQLException {
        try (var insert = connection.prepareStatement(TILE)) {
            for (var tile : tiles) {
                insert.setInt(1, tile.level());
                insert.setLong(2, tile.number());
                insert.setBytes(3, tile.hash());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (var insert = connection.prepareStatement(SEAL)) {
            insert.setLong(1, batchId);
            insert.setLong(2, size);
            insert.setLong(3, frontier.size());
            insert.setBytes(4, frontier.root());
            insert.executeUpdate();
        }
        try (var update =
                connection.prepareStatement("update truebook.ledger_head set frontier = ?")) {
            update.setBytes(1, frontier.stored());
            update.executeUpdate();
        }
    }
}
