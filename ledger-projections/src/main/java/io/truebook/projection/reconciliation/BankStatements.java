package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.DerivedId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The statements of our bank that were taken in, and their entries.
 *
 * <p>A statement is kept whole or not at all; the same bytes again change nothing and give the
 * first answer, and an entry that another statement has told is kept once.
 */
public final class BankStatements {

    /**
     * A statement with all its entries.
     *
     * @param sha256 of its bytes, in hex
     * @param answer what whoever sends it is told, for ever
     */
    @SuppressWarnings("ArrayRecordComponent") // Stored as it is, never compared.
    public record NewStatement(
            String tenant,
            String sha256,
            String format,
            List<Entry> entries,
            byte[] answer,
            Instant importedAt) {

        public NewStatement {
            entries = List.copyOf(entries);
        }

        public String id() {
            return idOf(tenant, sha256);
        }
    }

    /**
     * One entry.
     *
     * @param account as the bank names it
     * @param key what tells it from every other entry of the account
     * @param amount above zero where the account was credited
     * @param words the bank's reference and the remittance information
     * @param line where it stands in the statement
     */
    public record Entry(
            String account, String key, LocalDate bookedOn, Money amount, String words, long line) {

        String id(String tenant) {
            return DerivedId.of("bke_", tenant, account, key);
        }
    }

    /** An entry that was told before with another day, amount or currency: nothing is kept. */
    public static final class Contradiction extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long line;

        Contradiction(long line) {
            super("Line " + line + " contradicts an earlier statement", null, false, false);
            this.line = line;
        }

        public long line() {
            return line;
        }
    }

    private record Row(String id, Entry entry) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public BankStatements(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** The same for the same bytes of the same tenant. */
    public static String idOf(String tenant, String sha256) {
        return DerivedId.of("bst_", tenant, sha256);
    }

    public Optional<KeptFile> find(String id) {
        return jdbc.sql("select answer from truebook.bank_statement where statement_id = ?")
                .param(id)
                .query((row, _) -> new KeptFile(id, row.getBytes(1), false))
                .optional();
    }

    /**
     * Keeps a statement, or returns the one with the same bytes.
     *
     * @throws Contradiction and keeps nothing
     */
    public KeptFile store(NewStatement statement) {
        try {
            return find(statement.id()).orElseGet(() -> inOneCommit(statement));
        } catch (DuplicateKeyException raced) {
            // The same bytes at the same time: the other one has committed.
            return find(statement.id()).orElseThrow(() -> raced);
        }
    }

    private KeptFile inOneCommit(NewStatement statement) {
        transaction.executeWithoutResult(_ -> insert(statement));
        return new KeptFile(statement.id(), statement.answer(), true);
    }

    private void insert(NewStatement statement) {
        var days = statement.entries().stream().map(Entry::bookedOn).sorted().toList();
        jdbc.sql(
                        """
                        insert into truebook.bank_statement (statement_id, tenant, sha256, format,
                            first_day, last_day, answer, imported_at)
                        values (:id, :tenant, :sha256, :format, :first, :last, :answer, :imported)
                        """)
                .param("id", statement.id())
                .param("tenant", statement.tenant())
                .param("sha256", statement.sha256())
                .param("format", statement.format())
                .param("first", days.isEmpty() ? null : days.getFirst())
                .param("last", days.isEmpty() ? null : days.getLast())
                .param("answer", statement.answer())
                .param("imported", utc(statement.importedAt()))
                .update();
        // In one order for everybody: two statements with the same entries wait, not deadlock.
        var rows =
                statement.entries().stream()
                        .map(entry -> new Row(entry.id(statement.tenant()), entry))
                        .sorted(Comparator.comparing(Row::id))
                        .toList();
        jdbc.sql(
                        """
                        insert into truebook.bank_entry (entry_id, tenant, statement_id, account,
                            booked_on, amount_minor, currency, words)
                        select u.id, :tenant, :statement, u.account, u.booked_on, u.minor,
                            u.currency, u.words
                        from unnest(:ids::text[], :accounts::text[], :days::date[],
                            :minors::bigint[], :currencies::text[], :words::text[])
                            with ordinality
                            as u(id, account, booked_on, minor, currency, words, place)
                        order by u.place
                        on conflict (entry_id) do nothing
                        """)
                .param("tenant", statement.tenant())
                .param("statement", statement.id())
                .param("ids", texts(rows, Row::id))
                .param("accounts", texts(rows, row -> row.entry.account()))
                .param("days", texts(rows, row -> row.entry.bookedOn().toString()))
                .param("minors", minors(rows))
                .param("currencies", texts(rows, row -> row.entry.amount().currency().code()))
                .param("words", texts(rows, row -> row.entry.words()))
                .update();
        contradicted(rows)
                .ifPresent(line -> {
                    throw new Contradiction(line);
                });
    }

    /** The first line whose entry is kept as something else. */
    private Optional<Long> contradicted(List<Row> rows) {
        return jdbc.sql(
                        """
                        select min(u.line)
                        from unnest(:ids::text[], :days::date[], :minors::bigint[],
                            :currencies::text[], :lines::bigint[])
                            as u(id, booked_on, minor, currency, line)
                        join truebook.bank_entry e on e.entry_id = u.id
                        where (e.booked_on, e.amount_minor, e.currency)
                            <> (u.booked_on, u.minor, u.currency)
                        """)
                .param("ids", texts(rows, Row::id))
                .param("days", texts(rows, row -> row.entry.bookedOn().toString()))
                .param("minors", minors(rows))
                .param("currencies", texts(rows, row -> row.entry.amount().currency().code()))
                .param("lines", rows.stream().map(row -> row.entry.line()).toArray(Long[]::new))
                .query((row, _) -> Optional.ofNullable(row.getObject(1, Long.class)))
                .single();
    }

    private static String[] texts(List<Row> rows, Function<Row, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static Long[] minors(List<Row> rows) {
        return rows.stream().map(row -> row.entry.amount().minor()).toArray(Long[]::new);
    }
}
