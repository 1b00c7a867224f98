package io.truebook.projection.store;

import static io.truebook.projection.store.RowSet.Column.bigint;
import static io.truebook.projection.store.RowSet.Column.text;

import io.truebook.ledger.account.AccountName;
import io.truebook.projection.store.BalanceLine.Account;
import io.truebook.projection.store.BalanceLine.Columns;
import io.truebook.projection.store.RowSet.Column;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a batch must know before it can be worked out: which ids and places are taken, and the
 * balances it touches.
 *
 * <p>Locking the head is a statement of its own, sent in the same pipeline: the snapshot of each
 * statement is taken when it starts, so the reads see everything the previous holder committed. In
 * one statement with the lock they would not.
 */
final class BatchProbe {

    private static final List<Column> TRANSACTION = List.of(text("t"), text("o"), text("i"));
    private static final List<Column> PLACE = List.of(text("a"), bigint("s"));
    private static final List<Column> BALANCE = List.of(text("t"), text("n"), text("c"));

    static final String SQL =
            """
            begin isolation level read committed;
            select last_index, last_batch, last_account from truebook.ledger_head for update;
            select {register}
            from {transactions}
            join truebook.transaction_register r
                on r.tenant = k.t and r.origin = k.o and r.transaction_id = k.i;
            select e.aggregate_id, e.sequence_number
            from {places}
            join truebook.journal_event e on e.aggregate_id = k.a and e.sequence_number = k.s;
            select a.account_id, a.tenant, a.name, a.floor_minor, a.ceiling_minor, k.c as currency,
                b.posted_debits, b.posted_credits, b.pending_debits, b.pending_credits, b.version
            from {balances}
            join truebook.account a on a.tenant = k.t and a.name = k.n
            left join truebook.account_balance b on b.account_id = a.account_id
                and b.currency = k.c\
            """
                    .replace("{register}", RegisterRows.COLUMNS)
                    .replace("{transactions}", RowSet.source(TRANSACTION))
                    .replace("{places}", RowSet.source(PLACE))
                    .replace("{balances}", RowSet.source(BALANCE));

    /** The counters under the lock: index, batch and account id that were given out last. */
    record Head(long lastIndex, long lastBatch, long lastAccount) {}

    /** The place of an event in its aggregate. */
    record Place(String aggregateId, long sequence) {}

    /** What the database answered. */
    record Found(
            Head head,
            Map<TransactionKey, Recorded> transactions,
            Set<Place> taken,
            Map<BalanceKey, BalanceLine> lines) {}

    private final RowSet transactions = new RowSet(TRANSACTION);
    private final RowSet places = new RowSet(PLACE);
    private final RowSet balances = new RowSet(BALANCE);

    BatchProbe(List<Append> appends) {
        Set<TransactionKey> keys = new LinkedHashSet<>();
        Set<BalanceKey> touched = new TreeSet<>();
        for (var append : appends) {
            if (append.context() != null) {
                keys.add(append.context().transaction());
            }
            append.events().forEach(event -> places.add(event.aggregateId(), event.sequence()));
            append.rows().entries().forEach(entry -> touch(append.tenant(), entry, touched));
        }
        keys.forEach(key -> transactions.add(key.tenant(), key.origin(), key.id()));
        touched.forEach(key -> balances.add(key.tenant(), key.account(), key.currency()));
    }

    private static void touch(String tenant, BatchRows.Entry entry, Set<BalanceKey> touched) {
        for (var posting : entry.entry().postings()) {
            touched.add(
                    new BalanceKey(
                            tenant, posting.account().value(), posting.amount().currency().code()));
        }
    }

    void bind(PreparedStatement statement) throws SQLException {
        int next = transactions.bind(statement, 1);
        next = places.bind(statement, next);
        balances.bind(statement, next);
    }

    /** Reads the four answers of {@link #SQL}, in order. */
    static Found read(PreparedStatement statement) throws SQLException {
        try (var rows = nextRows(statement, statement.execute())) {
            if (!rows.next()) {
                throw new SQLException("The ledger has no head: it was not migrated");
            }
            var head = new Head(rows.getLong(1), rows.getLong(2), rows.getLong(3));
            return new Found(
                    head, readTransactions(statement), readPlaces(statement), readLines(statement));
        }
    }

    private static Map<TransactionKey, Recorded> readTransactions(PreparedStatement statement)
            throws SQLException {
        Map<TransactionKey, Recorded> found = new HashMap<>();
        try (var rows = nextRows(statement, statement.getMoreResults())) {
            while (rows.next()) {
                var recorded = RegisterRows.read(rows);
                found.put(recorded.key(), recorded);
            }
        }
        return found;
    }

    private static Set<Place> readPlaces(PreparedStatement statement) throws SQLException {
        Set<Place> taken = new HashSet<>();
        try (var rows = nextRows(statement, statement.getMoreResults())) {
            while (rows.next()) {
                taken.add(new Place(rows.getString(1), rows.getLong(2)));
            }
        }
        return taken;
    }

    private static Map<BalanceKey, BalanceLine> readLines(PreparedStatement statement)
            throws SQLException {
        Map<BalanceKey, BalanceLine> lines = new LinkedHashMap<>();
        Map<Long, Account> accounts = new HashMap<>();
        try (var rows = nextRows(statement, statement.getMoreResults())) {
            while (rows.next()) {
                var account = accounts.get(rows.getLong(1));
                if (account == null) {
                    account = readAccount(rows);
                    accounts.put(account.id, account);
                }
                var currency = rows.getString(6);
                var key = new BalanceKey(account.tenant, account.name.value(), currency);
                lines.put(key, readLine(rows, account, currency));
            }
        }
        return lines;
    }

    private static Account readAccount(ResultSet rows) throws SQLException {
        return new Account(
                rows.getString(2),
                new AccountName(rows.getString(3)),
                rows.getLong(1),
                rows.getObject(4, Long.class),
                rows.getObject(5, Long.class));
    }

    private static BalanceLine readLine(ResultSet rows, Account account, String currency)
            throws SQLException {
        long version = rows.getLong(11);
        if (rows.wasNull()) {
            return new BalanceLine(account, currency, null);
        }
        return new BalanceLine(
                account,
                currency,
                new Columns(
                        rows.getLong(7),
                        rows.getLong(8),
                        rows.getLong(9),
                        rows.getLong(10),
                        version));
    }

    private static ResultSet nextRows(PreparedStatement statement, boolean isRows)
            throws SQLException {
        boolean found = isRows;
        while (!found) {
            if (statement.getUpdateCount() < 0) {
                throw new SQLException("The probe was answered in part");
            }
            found = statement.getMoreResults();
        }
        return statement.getResultSet();
    }
}
