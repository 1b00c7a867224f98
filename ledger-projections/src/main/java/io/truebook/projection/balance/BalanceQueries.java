package io.truebook.projection.balance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What stands on the accounts now: inline rows, so they hold everything that was answered.
 *
 * <p>Amounts are minor units of the balance's currency. Every answer carries the index of the last
 * event it reflects.
 */
public final class BalanceQueries {

    /** An account, as opened by its first posting. */
    public record Account(
            long id, String name, String type, String normalSide, long journalPosition) {}

    /**
     * One currency of an account.
     *
     * @param balance posted, positive on the normal side
     * @param available the balance without what is held against it
     */
    public record Balance(
            String currency,
            long postedDebits,
            long postedCredits,
            long pendingDebits,
            long pendingCredits,
            long balance,
            long available) {

        /** The balance these columns make on an account whose normal side is debit, or is not. */
        static Balance of(
                String currency,
                boolean debitNormal,
                long postedDebits,
                long postedCredits,
                long pendingDebits,
                long pendingCredits) {
            long balance =
                    debitNormal
                            ? Math.subtractExact(postedDebits, postedCredits)
                            : Math.subtractExact(postedCredits, postedDebits);
            long against = debitNormal ? pendingCredits : pendingDebits;
            return new Balance(
                    currency,
                    postedDebits,
                    postedCredits,
                    pendingDebits,
                    pendingCredits,
                    balance,
                    Math.subtractExact(balance, against));
        }
    }

    /** All currencies of an account. */
    public record AccountBalances(Account account, List<Balance> balances) {
        public AccountBalances {
            balances = List.copyOf(balances);
        }
    }

    private record Row(Account account, Optional<Balance> balance) {}

    /** The head is read by the same statement, and so in the same snapshot, as the balances. */
    private static final String OF_ACCOUNT =
            """
            select a.account_id, a.name, a.type, a.normal_side, h.last_index, b.currency,
                b.posted_debits, b.posted_credits, b.pending_debits, b.pending_credits
            from truebook.account a
            cross join truebook.ledger_head h
            left join truebook.account_balance b on b.account_id = a.account_id
            where a.tenant = ? and a.name = ?
            order by b.currency\
            """;

    private static final String ACCOUNTS =
            """
            select a.account_id, a.name, a.type, a.normal_side, h.last_index
            from truebook.account a
            cross join truebook.ledger_head h
            where a.tenant = ? and a.name > ?
            order by a.name
            limit ?\
            """;

    private final JdbcClient jdbc;

    public BalanceQueries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** An account's balances; empty when the tenant has no such account. */
    public Optional<AccountBalances> of(String tenant, String account) {
        var rows =
                jdbc.sql(OF_ACCOUNT)
                        .params(tenant, account)
                        .query((row, _) -> new Row(account(row), balance(row)))
                        .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var balances = rows.stream().flatMap(row -> row.balance().stream()).toList();
        return Optional.of(new AccountBalances(rows.getFirst().account(), balances));
    }

    /** The tenant's accounts by name, from the one after this name on; empty text: all. */
    public List<Account> accounts(String tenant, String afterName, int limit) {
        return jdbc.sql(ACCOUNTS)
                .params(tenant, afterName, limit)
                .query((row, _) -> account(row))
                .list();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5));
    }

    private static Optional<Balance> balance(ResultSet row) throws SQLException {
        var currency = row.getString(6);
        if (currency == null) {
            return Optional.empty();
        }
        return Optional.of(
                Balance.of(
                        currency,
                        row.getString(4).equals("debit"),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10)));
    }
}
