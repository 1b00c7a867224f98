package io.truebook.projection.seal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tree over the journal as the database holds it: leaves from the events themselves, everything
 * above 256 of them from the tiles.
 *
 * <p>Remembers what it has read, so make one for each question. A proof reads at most 512 events
 * and 512 tiles of each level above.
 */
public final class JournalTree implements Subtrees {

    /** The tree up to a commit. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Seal(long batch, long size, byte[] root) {}

    private record Group(int level, long number) {}

    private final TreeHasher hasher = new TreeHasher();
    private final JdbcClient jdbc;
    private final Map<Group, List<byte[]>> read = new HashMap<>();

    public JournalTree(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** The last one; empty while nothing is sealed. */
    public Optional<Seal> latest() {
        return jdbc.sql(
                        """
                        select batch_id, tree_size, root from truebook.journal_seal
                        order by batch_id desc limit 1\
                        """)
                .query((row, _) -> new Seal(row.getLong(1), row.getLong(2), row.getBytes(3)))
                .optional();
    }

    /** The event at this position (from 1), if this tenant has it. */
    public Optional<EventLeaf> event(String tenant, long position) {
        return jdbc.sql(
                        "select "
                                + JournalLeaves.COLUMNS
                                + " from truebook.journal_event"
                                + " where global_index = ? and tenant = ?")
                .params(position, tenant)
                .query((row, _) -> JournalLeaves.read(row))
                .optional();
    }

    @Override
    public byte[] hash(int level, long number) {
        int within = level % Tile.HEIGHT;
        long first = number << within;
        var group = new Group(level / Tile.HEIGHT, first >>> Tile.HEIGHT);
        var members = read.computeIfAbsent(group, this::read);
        int from = (int) (first % Tile.WIDTH);
        if (from + (1 << within) > members.size()) {
            throw new IllegalStateException(
                    "Subtree %d of level %d is not there".formatted(number, level));
        }
        return fold(members.subList(from, from + (1 << within)));
    }

    private byte[] fold(List<byte[]> hashes) {
        var level = hashes;
        while (level.size() > 1) {
            var above = new ArrayList<byte[]>(level.size() / 2);
            for (int i = 0; i < level.size(); i += 2) {
                above.add(hasher.node(level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        return level.getFirst();
    }

    private List<byte[]> read(Group group) {
        long first = group.number << Tile.HEIGHT;
        return group.level == 0 ? leaves(first) : tiles(group.level, first);
    }

    private List<byte[]> leaves(long first) {
        return jdbc.sql(
                        "select "
                                + JournalLeaves.COLUMNS
                                + " from truebook.journal_event where global_index > ?"
                                + " and global_index <= ? order by global_index")
                .params(first, first + Tile.WIDTH)
                .query((row, _) -> hasher.leaf(JournalLeaves.read(row).encode()))
                .list();
    }

    private List<byte[]> tiles(int level, long first) {
        return jdbc.sql(
                        """
                        select hash from truebook.journal_tile
                        where level = ? and number >= ? and number < ? order by number\
                        """)
                .params(level, first, first + Tile.WIDTH)
                .query((row, _) -> row.getBytes(1))
                .list();
    }
}
