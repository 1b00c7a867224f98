package io.truebook.projection.balance;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Adds postings up once the journal is past them, block by block of {@link #BLOCK} positions.
 *
 * <p>Beside the write path, from postings nobody can change any more: a block is added up once and
 * for all, by whichever node comes first. Readers do not need it to be there, it only saves them
 * work. Decision 0013.
 */
public final class PostingTotals {

    /** Positions in a block. */
    public static final long BLOCK = JournalBlocks.SIZE;

    /** The hour a posting {@code p} counts from, the same in every time zone. */
    static final String HOUR = "date_bin(interval '1 hour', p.effective_at, timestamptz 'epoch')";

    /** How a posting {@code p} moves the columns of a balance, and whether it is a posted one. */
    static final String MOVES =
            """
            case when p.layer = 'posted' and p.side = 'debit' then p.amount_minor else 0 end
                as posted_debits,
            case when p.layer = 'posted' and p.side = 'credit' then p.amount_minor else 0 end
                as posted_credits,
            case when p.side = 'credit' then 0 when p.layer = 'hold' then p.amount_minor
                when p.layer = 'hold_release' then -p.amount_minor else 0 end as pending_debits,
            case when p.side = 'debit' then 0 when p.layer = 'hold' then p.amount_minor
                when p.layer = 'hold_release' then -p.amount_minor else 0 end as pending_credits,
            case when p.layer = 'posted' then 1 else 0 end as posted_count
            """;

    private static final String FILL =
            """
            insert into {table} as t (account_id, currency, effective_hour, block, tenant,
                posted_debits, posted_credits, pending_debits, pending_credits, posted_count,
                earliest_at, latest_at)
            select m.account_id, m.currency, m.hour, ?, min(m.tenant), sum(m.posted_debits),
                sum(m.posted_credits), sum(m.pending_debits), sum(m.pending_credits),
                sum(m.posted_count), min(m.effective_at), max(m.effective_at)
            from (select p.account_id, p.currency, {hour} as hour, p.tenant, p.effective_at, {moves}
                from truebook.posting p where p.global_index > ? and p.global_index <= ?) m
            group by m.account_id, m.currency, m.hour
            on conflict (account_id, currency, effective_hour, block) do nothing\
            """
                    .replace("{hour}", HOUR)
                    .replace("{moves}", MOVES);

    private final JournalBlocks blocks;

    public PostingTotals(DataSource dataSource) {
        blocks =
                new JournalBlocks(
                        dataSource,
                        "truebook.posting_total_progress",
                        (connection, block) -> fill(connection, "truebook.posting_total", block));
    }

    /** Adds up the next block; false when there is none, or another node is at it. */
    public boolean next() throws SQLException {
        return blocks.next();
    }

    /** Writes the totals of one block of complete postings into a table of this shape. */
    public static void fill(Connection connection, String table, long block) throws SQLException {
        try (var statement = connection.prepareStatement(FILL.replace("{table}", table))) {
            statement.setLong(1, block);
            statement.setLong(2, block * BLOCK);
            statement.setLong(3, (block + 1) * BLOCK);
            statement.executeUpdate();
        }
    }
}
