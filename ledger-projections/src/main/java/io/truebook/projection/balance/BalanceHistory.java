package io.truebook.projection.balance;

import io.truebook.projection.balance.BalanceQueries.Balance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What stood on an account at a time, as the journal knew it at a position.
 *
 * <p>Always exact: {@link PostingTotals} are used as far as they reach and cannot be wrong about
 * the moment asked for; every other posting is read. Nothing up to a position ever changes, so an
 * answer for a position at or before the head never does.
 */
public final class BalanceHistory {

    /** The sums of one currency's postings. */
    public record Sums(
            String currency,
            long postedDebits,
            long postedCredits,
            long pendingDebits,
            long pendingCredits,
            long postedCount) {

        static Sums none(String currency) {
            return new Sums(currency, 0, 0, 0, 0, 0);
        }

        /** As a balance of an account with this normal side. */
        public Balance balance(String normalSide) {
            return Balance.of(
                    currency,
                    normalSide.equals("debit"),
                    postedDebits,
                    postedCredits,
                    pendingDebits,
                    pendingCredits);
        }
    }

    /**
     * The whole rows before the bound; the postings of the rows it falls into; the postings after
     * the last complete block. {@code offset 0} keeps each row's postings a look-up by the index:
     * joined freely, all postings of the account might be read.
     */
    private static final String SUMS =
            """
            select s.currency, sum(s.posted_debits)::bigint, sum(s.posted_credits)::bigint,
                sum(s.pending_debits)::bigint, sum(s.pending_credits)::bigint,
                sum(s.posted_count)::bigint
            from (
                select t.currency, t.posted_debits, t.posted_credits, t.pending_debits,
                    t.pending_credits, t.posted_count
                from truebook.posting_total t
                where t.account_id = :account and t.block < :blocks and t.latest_at < :time
                union all
                select l.*
                from truebook.posting_total t
                cross join lateral (
                    select p.currency, {moves}
                    from truebook.posting p
                    where p.account_id = t.account_id and p.global_index > t.block * {block}
                        and p.global_index <= (t.block + 1) * {block}
                        and p.currency = t.currency and {hour} = t.effective_hour
                        and (p.effective_at, p.global_index, p.leg) < (:time, :index, :leg)
                    offset 0) l
                where t.account_id = :account and t.block < :blocks and t.earliest_at <= :time
                    and t.latest_at >= :time
                union all
                select p.currency, {moves}
                from truebook.posting p
                where p.account_id = :account and p.global_index > :blocks * {block}
                    and p.global_index <= :position
                    and (p.effective_at, p.global_index, p.leg) < (:time, :index, :leg)
            ) s
            group by s.currency
            order by s.currency\
            """
                    .replace("{moves}", PostingTotals.MOVES)
                    .replace("{hour}", PostingTotals.HOUR)
                    .replace("{block}", Long.toString(PostingTotals.BLOCK));

    /** Halves the batches, whose times rise with their ids, without an index on the time. */
    private static final String RECORDED =
            """
            with recursive narrowed(low, high) as (
                select 0::bigint, last_batch from truebook.ledger_head
                union all
                select case when b.committed_at <= :time then b.batch_id else n.low end,
                    case when b.committed_at <= :time then n.high else b.batch_id - 1 end
                from narrowed n
                join truebook.journal_batch b on b.batch_id = (n.low + n.high + 1) / 2
                where n.low < n.high
            )
            select coalesce((select last_index from truebook.journal_batch
                where batch_id = (select low from narrowed where low = high)), 0)\
            """;

    private final JdbcClient jdbc;

    public BalanceHistory(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** Index of the last event there is. */
    public long head() {
        return jdbc.sql("select last_index from truebook.ledger_head").query(Long.class).single();
    }

    /**
     * Index of the last event of the last batch committed at this time or before, by the database
     * server's clock; empty while that time is still to come.
     */
    public Optional<Long> positionAt(Instant recordedAt) {
        var time = Bound.upTo(recordedAt).time();
        boolean past =
                jdbc.sql("select clock_timestamp() >= ?").param(time).query(Boolean.class).single();
        return past
                ? Optional.of(jdbc.sql(RECORDED).param("time", time).query(Long.class).single())
                : Optional.empty();
    }

    /** When the event at a position was recorded; empty where the journal has not reached it. */
    public Optional<Instant> recordedAt(long position) {
        return jdbc.sql("select recorded_at from truebook.journal_event where global_index = ?")
                .param(position)
                .query((row, _) -> row.getObject(1, java.time.OffsetDateTime.class).toInstant())
                .optional();
    }

    /** By currency, the postings before the bound that are at this position or earlier. */
    public List<Sums> before(long accountId, Bound bound, long position) {
        return jdbc.sql(SUMS)
                .param("account", accountId)
                .param("blocks", blocks(position))
                .param("position", position)
                .param("time", bound.time())
                .param("index", bound.position())
                .param("leg", bound.leg())
                .query((row, _) -> sums(row))
                .list();
    }

    /** The same of one currency. */
    public Sums before(long accountId, String currency, Bound bound, long position) {
        return before(accountId, bound, position).stream()
                .filter(sums -> sums.currency().equals(currency))
                .findFirst()
                .orElseGet(() -> Sums.none(currency));
    }

    /** So many blocks are complete before the position and added up. */
    long blocks(long position) {
        return jdbc.sql(
                        """
                        select least(?, coalesce(
                            (select next_block from truebook.posting_total_progress), 0))\
                        """)
                .param(position / PostingTotals.BLOCK)
                .query(Long.class)
                .single();
    }

    private static Sums sums(ResultSet row) throws SQLException {
        return new Sums(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6));
    }

    static Object utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
