package io.truebook.projection.store;

import io.truebook.projection.seal.EventLeaf;
import io.truebook.projection.seal.Frontier;
import io.truebook.projection.seal.JournalLeaves;
import io.truebook.projection.seal.Tile;
import io.truebook.projection.store.BatchProbe.Head;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds a batch's events to the Merkle tree over the journal and says what the tree is then.
 *
 * <p>A node of an earlier version leaves the tree behind; a small gap is closed here, under the
 * lock, a large one by {@link SealCatchUp}, and until then batches go unsealed. A tree that does
 * not fit the journal never stops a payment: that is {@code verify}'s to name.
 */
final class BatchSeal {

    /** So many events are read and hashed in milliseconds. */
    static final long SMALL_GAP = 2_000;

    private static final Logger LOG = System.getLogger(BatchSeal.class.getName());

    private final long previousSize;
    private final @Nullable Frontier frontier;
    private final List<Tile> tiles = new ArrayList<>();

    private BatchSeal(long previousSize, @Nullable Frontier frontier) {
        this.previousSize = previousSize;
        this.frontier = frontier;
    }

    /** The tree up to the head, on the connection that holds the head's lock. */
    static BatchSeal under(Head head, Connection locked) throws SQLException {
        var frontier = readable(head.frontier());
        if (frontier == null) {
            return new BatchSeal(0, null);
        }
        long size = frontier.size();
        long gap = head.lastIndex() - size;
        var seal = new BatchSeal(size, gap < 0 || gap > SMALL_GAP ? null : frontier);
        if (seal.frontier != null && gap > 0) {
            long found = JournalLeaves.read(locked, size, head.lastIndex(), seal::add);
            if (found != gap) {
                LOG.log(Level.ERROR, "Events after {0} are missing: batches go unsealed", size);
                return new BatchSeal(size, null);
            }
        }
        return seal;
    }

    static @Nullable Frontier readable(byte @Nullable [] stored) {
        try {
            return stored == null ? Frontier.empty() : Frontier.of(stored);
        } catch (IllegalArgumentException broken) {
            LOG.log(Level.ERROR, "The frontier in ledger_head is broken: batches go unsealed");
            return null;
        }
    }

    /** Whether a gap is left that must be closed first. */
    boolean isBehind() {
        return frontier == null;
    }

    void add(EventLeaf leaf) {
        if (frontier != null) {
            frontier.append(leaf.encode(), tiles::add);
        }
    }

    /** Adds the batch's rows and gives the new frontier; null where it stays as it is. */
    byte @Nullable [] writeTo(BatchWrite write, long batchId) {
        if (frontier == null || frontier.size() == previousSize) {
            return null;
        }
        tiles.forEach(tile ->
                write.add(BatchTable.TILE, (long) tile.level(), tile.number(), tile.hash()));
        write.add(BatchTable.SEAL, batchId, previousSize, frontier.size(), frontier.root());
        return frontier.stored();
    }
}
