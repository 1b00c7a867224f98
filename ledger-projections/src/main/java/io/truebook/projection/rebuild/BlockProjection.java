package io.truebook.projection.rebuild;

import io.truebook.projection.balance.OpenItems;
import io.truebook.projection.balance.PostingTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a job derives from the postings, block by block of complete positions. */
final class BlockProjection implements Projection {

    /** Does one block into a table of this name. */
    private interface Fill {
        void fill(Connection work, String table, long block) throws SQLException;
    }

    private static final long BLOCK = PostingTotals.BLOCK;

    private final String name;
    private final DerivedTable table;
    private final String progress;
    private final Fill fill;
    private long blocks;

    private BlockProjection(String name, DerivedTable table, String progress, Fill fill) {
        this.name = name;
        this.table = table;
        this.progress = progress;
        this.fill = fill;
    }

    /** The totals that questions about the past start from. */
    static BlockProjection totals() {
        var key = List.of("account_id", "currency", "effective_hour", "block");
        var columns =
                List.of(
                        "account_id",
                        "currency",
                        "effective_hour",
                        "block",
                        "tenant",
                        "posted_debits",
                        "posted_credits",
                        "pending_debits",
                        "pending_credits",
                        "posted_count",
                        "earliest_at",
                        "latest_at");
        return new BlockProjection(
                "totals",
                new DerivedTable("posting_total", key, columns, "r.block >= {position} / " + BLOCK),
                "truebook.posting_total_progress",
                PostingTotals::fill);
    }

    /** What stands open in transit accounts, item by item. */
    static BlockProjection items() {
        var key = List.of("account_id", "item", "currency");
        var columns = List.of("account_id", "item", "currency", "tenant", "net_minor", "since");
        var moved =
                """
                exists (select from truebook.posting p
                    where p.account_id = r.account_id and p.item = r.item
                        and p.global_index > {position} / %1$d * %1$d)\
                """
                        .formatted(BLOCK);
        return new BlockProjection(
                "items",
                new DerivedTable("open_item", key, columns, moved),
                "truebook.open_item_progress",
                OpenItems::fill);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(table);
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        for (; (blocks + 1) * BLOCK <= upTo; blocks++) {
            fill.fill(work, table.made(), blocks);
        }
    }

    /** As far as the job that writes them has come; it keeps the row locked while it is at it. */
    @Override
    public long reached(Connection connection, long head) throws SQLException {
        return BLOCK
                * Sql.number(
                        connection, "select next_block from %s for update".formatted(progress));
    }

    @Override
    public void beforeSwap(Connection swap, long position) throws SQLException {
        Sql.run(
                swap,
                """
                insert into %s (next_block) values (%d)
                on conflict (only_row) do update set next_block = excluded.next_block\
                """
                        .formatted(progress, blocks));
    }
}
