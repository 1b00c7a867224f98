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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a batch must know before it can be worked out: which ids and places are taken, and the
 * balances it touches.
 *
 * <p>Locking the head is a statement of its own, sent in the same pipeline: the snapshot of each
 * statement is taken when it starts, so the reads see everything the previous holder committed. In
 * one statement with the lock they would not.
 */
final class BatchProbe {

    private static final String LOCK =
            """
            begin isolation level read committed;
            select last_index, last_batch, last_account, frontier, last_close
                from truebook.ledger_head for update\
            """;

    /** What can be asked; a batch leaves out what it has no rows for. */
    enum Question {
        TRANSACTIONS(
                """
                select {register}
                from {rows}
                join truebook.transaction_register r
                    on r.tenant = k.t and r.origin = k.o and r.transaction_id = k.i\
                """
                        .replace("{register}", RegisterRows.COLUMNS),
                text("t"),
                text("o"),
                text("i")),
        PLACES(
                """
                select e.aggregate_id, e.sequence_number
                from {rows}
                join truebook.journal_event e on e.aggregate_id = k.a and e.sequence_number = k.s\
                """,
                text("a"),
                bigint("s")),
        BALANCES(
                """
                select a.account_id, a.tenant, a.name, a.floor_minor, a.ceiling_minor,
                    k.c as currency, b.posted_debits, b.posted_credits, b.pending_debits,
                    b.pending_credits, b.version
                from {rows}
                join truebook.account a on a.tenant = k.t and a.name = k.n
                left join truebook.account_balance b on b.account_id = a.account_id
                    and b.currency = k.c\
                """,
                text("t"),
                text("n"),
                text("c"));

        private final String sql;

        @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
        private final List<Column> columns;

        Question(String sql, Column... columns) {
            this.columns = List.of(columns);
            this.sql = sql.replace("{rows}", RowSet.source(this.columns));
        }
    }

    /**
     * The counters under the lock: index, batch and account id that were given out last.
     *
     * @param frontier of the Merkle tree over the journal; null before the first seal
     * @param lastClose index of the last event that closed a period; 0 for none
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Head(
            long lastIndex,
            long lastBatch,
            long lastAccount,
            byte @Nullable [] frontier,
            long lastClose) {}

    /** The place of an event in its aggregate. */
    record Place(String aggregateId, long sequence) {
        static Place of(EventRow event) {
            return new Place(event.aggregateId(), event.sequence());
        }
    }

    /** What the database answered. */
    record Found(
            Head head,
            Map<TransactionKey, Recorded> transactions,
            Set<Place> taken,
            Map<BalanceKey, BalanceLine> lines) {}

    private final Map<Question, RowSet> asked = new EnumMap<>(Question.class);

    BatchProbe(List<Append> appends) {
        Set<TransactionKey> keys = new LinkedHashSet<>();
        Set<BalanceKey> touched = new TreeSet<>();
        for (var append : appends) {
            if (append.context() != null) {
                keys.add(append.context().transaction());
            }
            askForPlaces(append.events());
            append.rows().entries().forEach(entry -> touch(append.tenant(), entry, touched));
        }
        keys.forEach(key -> ask(Question.TRANSACTIONS, key.tenant(), key.origin(), key.id()));
        touched.forEach(key -> ask(Question.BALANCES, key.tenant(), key.account(), key.currency()));
    }

    /**
     * The first place of a new aggregate is free, because its id was drawn for it. Should it not
     * be, the unique constraint refuses the batch and the guilty append is narrowed down to.
     */
    private void askForPlaces(List<EventRow> events) {
        boolean isNew = !events.isEmpty() && events.getFirst().sequence() == 0;
        for (var event : isNew ? events.subList(1, events.size()) : events) {
            ask(Question.PLACES, event.aggregateId(), event.sequence());
        }
    }

    private void ask(Question question, Object... row) {
        asked.computeIfAbsent(question, one -> new RowSet(one.columns)).add(row);
    }

    private static void touch(String tenant, BatchRows.Entry entry, Set<BalanceKey> touched) {
        for (var posting : entry.entry().postings()) {
            touched.add(
                    new BalanceKey(
                            tenant, posting.account().value(), posting.amount().currency().code()));
        }
    }

    Set<Question> questions() {
        return asked.keySet();
    }

    /** The statements of this batch: the same for all batches that ask the same questions. */
    String sql() {
        var sql = new StringBuilder(LOCK);
        asked.keySet().forEach(question -> sql.append(";\n").append(question.sql));
        return sql.toString();
    }

    void bind(PreparedStatement statement) throws SQLException {
        int next = 1;
        for (var rows : asked.values()) {
            next = rows.bind(statement, next);
        }
    }

    /** Reads the answers to {@link #sql()}, in order. */
    Found read(PreparedStatement statement) throws SQLException {
        try (var rows = nextRows(statement, statement.execute())) {
            if (!rows.next()) {
                throw new SQLException("The ledger has no head: it was not migrated");
            }
            var head =
                    new Head(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getBytes(4),
                            rows.getLong(5));
            Map<TransactionKey, Recorded> transactions = new HashMap<>();
            Set<Place> taken = new HashSet<>();
            Map<BalanceKey, BalanceLine> lines = new LinkedHashMap<>();
            for (var question : asked.keySet()) {
                switch (question) {
                    case TRANSACTIONS -> readTransactions(statement, transactions);
                    case PLACES -> readPlaces(statement, taken);
                    case BALANCES -> readLines(statement, lines);
                }
            }
            return new Found(head, transactions, taken, lines);
        }
    }

    private static void readTransactions(
            PreparedStatement statement, Map<TransactionKey, Recorded> found) throws SQLException {
        try (var rows = nextRows(statement, statement.getMoreResults())) {
            while (rows.next()) {
                var recorded = RegisterRows.read(rows);
                found.put(recorded.key(), recorded);
            }
        }
    }

    private static void readPlaces(PreparedStatement statement, Set<Place> taken)
            throws SQLException {
        try (var rows = nextRows(statement, statement.getMoreResults())) {
            while (rows.next()) {
                taken.add(new Place(rows.getString(1), rows.getLong(2)));
            }
        }
    }

    private static void readLines(PreparedStatement statement, Map<BalanceKey, BalanceLine> lines)
            throws SQLException {
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
