package io.truebook.projection.integrity;

import io.truebook.projection.seal.EventLeaf;
import io.truebook.projection.seal.Frontier;
import io.truebook.projection.seal.Tile;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hashes every event again and compares the tree with each seal, with the tiles, and with the
 * frontier in the head.
 *
 * <p>Where a seal does not fit, the one after it tells whether the seal or the events were changed:
 * it covers the same events too.
 */
final class ChainWalk {

    private static final String SEALS =
            """
            select s.batch_id, s.previous_size, s.tree_size, s.root, coalesce(b.last_index, -1)
            from truebook.journal_seal s
            left join truebook.journal_batch b on b.batch_id = s.batch_id
            where s.batch_id > ? and s.batch_id <= ? order by s.batch_id limit ?\
            """;

    private static final String TILES =
            """
            select t.level, t.number, t.hash
            from (select unnest(?::bigint[]) as l, unnest(?::bigint[]) as n) k
            join truebook.journal_tile t on t.level = k.l and t.number = k.n\
            """;

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Seal(long batch, long previous, long size, byte[] root, long batchEnd) {}

    private final Tables tables;
    private final HeadRow head;
    private final Pages<Seal> seals;
    private final Frontier frontier = Frontier.empty();
    private final List<Tile> tiles = new ArrayList<>();
    private long sealed;
    private @Nullable Seal suspect;
    private boolean headAgrees;
    private long lastSeal;
    private long vouchedFor;
    private long count;

    ChainWalk(Tables tables, HeadRow head) {
        this.tables = tables;
        this.head = head;
        this.seals =
                new Pages<>(last ->
                        tables.list(
                                SEALS,
                                row ->
                                        new Seal(
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getBytes(4),
                                                row.getLong(5)),
                                last == null ? 0 : last.batch,
                                head.lastBatch(),
                                Tables.PAGE));
    }

    /** Looks at the head; a frontier that is none is the first difference. */
    void start() {
        sealed = sizeOf(head);
        headAgrees = sealed == 0;
    }

    private static long sizeOf(HeadRow head) {
        if (head.frontier() == null) {
            return 0;
        }
        try {
            long size = Frontier.of(head.frontier()).size();
            if (size <= head.lastIndex()) {
                return size;
            }
        } catch (IllegalArgumentException broken) {
            // Said below, like one that does not fit.
        }
        throw new DifferenceFound(
                "seals",
                head.lastIndex(),
                "ledger_head: the frontier is not one of the %d events before the head",
                head.lastIndex());
    }

    /** Takes in the next event. */
    void next(EventLeaf leaf) throws SQLException {
        frontier.append(leaf.encode(), tiles::add);
        for (var seal = seals.peek();
                seal != null && seal.size <= frontier.size();
                seal = seals.peek()) {
            check(seal);
            seals.next();
            count++;
        }
        if (frontier.size() == sealed) {
            headAgrees = Arrays.equals(frontier.stored(), head.frontier());
        }
        if (tiles.size() > Tables.PAGE) {
            checkTiles();
        }
    }

    private void check(Seal seal) {
        if (seal.previous != lastSeal || seal.size <= lastSeal) {
            throw new DifferenceFound(
                    "seals",
                    seal.size,
                    "journal_seal of batch %d continues a tree of %d events; expected %d, where"
                            + " the seal before it ends",
                    seal.batch,
                    seal.previous,
                    lastSeal);
        }
        if (seal.batchEnd != seal.size) {
            throw new DifferenceFound(
                    "seals",
                    seal.size,
                    "journal_seal of batch %d is over %d events; expected %s",
                    seal.batch,
                    seal.size,
                    seal.batchEnd < 0 ? "no seal: there is no such batch" : seal.batchEnd);
        }
        boolean agrees =
                seal.size == frontier.size() && MessageDigest.isEqual(seal.root, frontier.root());
        if (suspect != null) {
            throw broken(suspect, agrees);
        }
        lastSeal = seal.size;
        if (agrees) {
            vouchedFor = seal.size;
        } else {
            suspect = seal;
        }
    }

    private static DifferenceFound broken(Seal seal, boolean laterOneAgrees) {
        return laterOneAgrees
                ? new DifferenceFound(
                        "seals",
                        seal.size,
                        "journal_seal of batch %d: the root was changed; what was sealed after it"
                                + " agrees with the events",
                        seal.batch)
                : new DifferenceFound(
                        "events",
                        seal.previous + 1,
                        "journal_event %d to %d: not the events that batch %d sealed",
                        seal.previous + 1,
                        seal.size,
                        seal.batch);
    }

    /** Each completed subtree has its tile, and the tile its hash. */
    private void checkTiles() throws SQLException {
        var stored = new HashMap<List<Long>, byte[]>();
        tables.list(
                TILES,
                row -> stored.put(List.of(row.getLong(1), row.getLong(2)), row.getBytes(3)),
                tiles.stream().map(tile -> (long) tile.level()).toArray(Long[]::new),
                tiles.stream().map(Tile::number).toArray(Long[]::new));
        for (var tile : tiles) {
            long last = (tile.number() + 1) << (8 * tile.level());
            if (last > sealed) {
                continue; // Made with the seal that is still to come.
            }
            byte[] hash = stored.get(List.of((long) tile.level(), tile.number()));
            if (hash == null || !MessageDigest.isEqual(hash, tile.hash())) {
                throw new DifferenceFound(
                        "seals",
                        last,
                        "journal_tile %d of level %d %s",
                        tile.number(),
                        tile.level(),
                        hash == null ? "is missing" : "is not the hash of its events");
            }
        }
        tiles.clear();
    }

    /** The cause of a checkpoint that does not fit: where a seal does not either, it is known. */
    DifferenceFound causeOf(DifferenceFound unsigned) {
        return suspect == null ? unsigned : broken(suspect, false);
    }

    /** Whether what was sealed says that the event is as it was written. */
    boolean vouchesFor(long position) {
        return suspect == null && vouchedFor >= position;
    }

    /** Nothing is sealed beyond the last event, and the head knows the tree. */
    void end() throws SQLException {
        if (suspect != null) {
            throw broken(suspect, headAgrees && sealed >= suspect.size);
        }
        checkTiles();
        var beyond = seals.peek();
        if (beyond != null || lastSeal != sealed) {
            throw new DifferenceFound(
                    "seals",
                    beyond == null ? lastSeal : beyond.size,
                    "journal_seal: the last one is over %d events; expected %d, as ledger_head"
                            + " says",
                    beyond == null ? lastSeal : beyond.size,
                    sealed);
        }
        if (!headAgrees) {
            throw new DifferenceFound(
                    "seals",
                    sealed,
                    "ledger_head: the frontier is not that of the first %d events",
                    sealed);
        }
    }

    Frontier tree() {
        return frontier;
    }

    long sealCount() {
        return count;
    }
}
