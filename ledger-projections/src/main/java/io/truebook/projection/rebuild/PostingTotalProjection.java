package io.truebook.projection.rebuild;

import io.truebook.projection.balance.PostingTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The totals that questions about the past start from: sums of the postings, block by block. */
final class PostingTotalProjection implements Projection {

    private static final DerivedTable TOTAL =
            new DerivedTable(
                    "posting_total",
                    List.of("account_id", "currency", "effective_hour", "block"),
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
                            "latest_at"),
                    "r.block >= {position} / " + PostingTotals.BLOCK);

    private long blocks;

    @Override
    public String name() {
        return "totals";
    }

    @Override
    public List<DerivedTable> tables() {
        return List.of(TOTAL);
    }

    @Override
    public void derive(Connection work, long after, long upTo) throws SQLException {
        for (; (blocks + 1) * PostingTotals.BLOCK <= upTo; blocks++) {
            PostingTotals.fill(work, TOTAL.made(), blocks);
        }
    }

    /** As far as the job that writes them has come; it keeps the row locked while it is at it. */
    @Override
    public long reached(Connection connection, long head) throws SQLException {
        return PostingTotals.BLOCK
                * Sql.number(
                        connection,
                        "select next_block from truebook.posting_total_progress for update");
    }

    @Override
    public void beforeSwap(Connection swap, long position) throws SQLException {
        Sql.run(
                swap,
                "insert into truebook.posting_total_progress (next_block) values (%d) on conflict"
                                .formatted(blocks)
                        + " (only_row) do update set next_block = excluded.next_block");
    }
}
