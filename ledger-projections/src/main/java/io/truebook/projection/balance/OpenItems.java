package io.truebook.projection.balance;

import io.truebook.ledger.money.Money;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The items of transit accounts that do not net to zero: refunds no provider has answered,
 * disputes, payouts on their way, amounts nobody knows.
 *
 * <p>Beside the write path, as {@link PostingTotals} are: what the complete blocks leave open is
 * kept, what came after them is read. An answer is exact however far the blocks are.
 */
public final class OpenItems {

    /**
     * An item that is open.
     *
     * @param net credits less debits, not zero
     * @param since when the first of it counts from
     */
    public record OpenItem(String account, String item, Money net, Instant since) {}

    /** Where a page ended; what opens or closes later does not move it. */
    public record Cursor(String account, String item, String currency) {
        /** Before the first item. */
        public static final Cursor FIRST = new Cursor("", "", "");
    }

    /** Accounts that money only passes through, as a regular expression on their names. */
    public static final String TRANSIT =
            "^(suspense:[^:]+|provider:[^:]+:(refunds_pending|disputes|in_transit)"
                    + "|merchant:[^:]+:payout_in_transit)$";

    private static final String SIGNED =
            "case p.side when 'credit' then p.amount_minor else -p.amount_minor end";

    private static final String FILL =
            """
            merge into {table} o
            using (
                select p.account_id, p.item, p.currency, min(p.tenant) as tenant,
                    sum({signed}) as net, min(p.effective_at) as since
                from truebook.posting p
                join truebook.account a on a.account_id = p.account_id
                where p.global_index > ? and p.global_index <= ? and p.layer = 'posted'
                    and a.name ~ '{transit}'
                group by p.account_id, p.item, p.currency
                having sum({signed}) <> 0
            ) s on o.account_id = s.account_id and o.item = s.item and o.currency = s.currency
            when matched and o.net_minor + s.net = 0 then delete
            when matched then update set
                net_minor = o.net_minor + s.net, since = least(o.since, s.since)
            when not matched then insert (account_id, item, currency, tenant, net_minor, since)
                values (s.account_id, s.item, s.currency, s.tenant, s.net, s.since)\
            """
                    .replace("{signed}", SIGNED)
                    .replace("{transit}", TRANSIT);

    /**
     * Each item that the newest postings may have closed makes room for one more of the kept ones,
     * so that a page is full and no item on it is read in part.
     */
    private static final String OPEN =
            """
            with account as materialized (
                select account_id, name from truebook.account
                where tenant = :tenant and name like any(:accounts) and name ~ '{transit}'
            ), newest as materialized (
                select a.name, p.item, p.currency, {signed} as net, p.effective_at as since
                from account a
                join truebook.posting p on p.account_id = a.account_id
                where p.layer = 'posted' and p.global_index > {block}
                        * coalesce((select next_block from truebook.open_item_progress), 0)
                    and (a.name, p.item, p.currency) > (:account, :item, :currency)
            ), kept as (
                select a.name, o.item, o.currency, o.net_minor as net, o.since
                from account a
                join truebook.open_item o on o.account_id = a.account_id
                where (a.name, o.item, o.currency) > (:account, :item, :currency)
                order by a.name, o.item, o.currency
                limit :limit + (select count(*) from newest)
            )
            select name, item, currency, sum(net)::bigint, min(since)
            from (select * from kept union all select * from newest) both_sides
            group by name, item, currency
            having sum(net) <> 0
            order by name, item, currency
            limit :limit\
            """
                    .replace("{signed}", SIGNED)
                    .replace("{transit}", TRANSIT)
                    .replace("{block}", Long.toString(JournalBlocks.SIZE));

    private final JournalBlocks blocks;
    private final JdbcClient jdbc;

    public OpenItems(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        blocks =
                new JournalBlocks(
                        dataSource,
                        "truebook.open_item_progress",
                        (connection, block) -> fill(connection, "truebook.open_item", block));
    }

    /** Merges the next block; false when there is none, or another node is at it. */
    public boolean next() throws SQLException {
        return blocks.next();
    }

    /** Merges one block of complete postings into a table of this shape. */
    public static void fill(Connection connection, String table, long block) throws SQLException {
        try (var statement = connection.prepareStatement(FILL.replace("{table}", table))) {
            statement.setLong(1, block * JournalBlocks.SIZE);
            statement.setLong(2, (block + 1) * JournalBlocks.SIZE);
            statement.executeUpdate();
        }
    }

    /**
     * A page in the order of account, item and currency.
     *
     * @param accounts names, or with {@code *} for any part of one
     */
    public List<OpenItem> list(String tenant, List<String> accounts, Cursor after, int limit) {
        return jdbc.sql(OPEN)
                .param("tenant", tenant)
                .param("accounts", patterns(accounts))
                .param("account", after.account())
                .param("item", after.item())
                .param("currency", after.currency())
                .param("limit", limit)
                .query((row, _) ->
                        new OpenItem(
                                row.getString(1),
                                row.getString(2),
                                Money.of(row.getLong(4), row.getString(3)),
                                row.getObject(5, OffsetDateTime.class).toInstant()))
                .list();
    }

    private static String[] patterns(List<String> accounts) {
        return accounts.stream()
                .map(account ->
                        account.replace("\\", "\\\\")
                                .replace("_", "\\_")
                                .replace("%", "\\%")
                                .replace("*", "%"))
                .toArray(String[]::new);
    }
}
