package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The settlement files that were taken in, and their rows.
 *
 * <p>A file is known by its bytes: taken in a second time it changes nothing and gives the first
 * answer, unless another has taken its place since. It is kept whole or not at all.
 */
public final class SettlementFiles {

    /**
     * What is known of a file when all its rows are read.
     *
     * @param batch the number the provider counts it by; of two files of one batch the later counts
     */
    @SuppressWarnings("ArrayRecordComponent") // Stored as it is, never compared.
    public record Closing(String reportType, @Nullable Long batch, byte[] answer) {}

    /** Takes rows in the order of the file. */
    @FunctionalInterface
    public interface RowSink {
        void accept(long number, SettlementLine line);
    }

    /** Reads a file into a sink; what it throws leaves nothing behind. */
    @FunctionalInterface
    public interface Reading {
        Closing into(RowSink sink);
    }

    /** A row whose movement an earlier row of the same file has: nothing of the file is kept. */
    public static final class RepeatedRow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long ordinal;

        RepeatedRow(long ordinal) {
            super("Row " + ordinal + " repeats an earlier one", null, false, false);
            this.ordinal = ordinal;
        }

        /** Which of the rows, counted from 1 in the order they were handed over. */
        public long ordinal() {
            return ordinal;
        }
    }

    private static final SQLStateSQLExceptionTranslator TRANSLATOR =
            new SQLStateSQLExceptionTranslator();
    private static final String TASK = "take settlement rows in";
    private static final String ROW_ONCE = "settlement_row_once";

    /** With so many new rows a run must not be planned by what was known before. */
    private static final long MANY_ROWS = 1_000;

    /** Whatever language the server says "line" in. */
    private static final Pattern COPIED_LINE = Pattern.compile("COPY settlement_row\\D+(\\d+)");

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final SettlementCoverage coverage;
    private final TransactionTemplate transaction;

    public SettlementFiles(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        this.dataSource = dataSource;
        coverage = new SettlementCoverage(jdbc);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /**
     * Keeps a file and its rows, or returns the one with the same bytes.
     *
     * @throws RepeatedRow when two rows are about the same movement
     */
    public KeptFile store(NewFile file, Reading reading) {
        var known = find(file.id());
        if (known.isPresent()) {
            coverage.add(file);
            return known.get();
        }
        try {
            return transaction.execute(_ -> insert(file, reading));
        } catch (RepeatedRow | DuplicateKeyException raced) {
            // The same bytes at the same time: the other one has committed.
            return find(file.id()).orElseThrow(() -> raced);
        }
    }

    /** The file as it counts now: {@link ReplacedFiles}. */
    public NewFile asItCounts(NewFile file) {
        return new ReplacedFiles(jdbc).asItCounts(file);
    }

    public Optional<KeptFile> find(String id) {
        return jdbc.sql("select file_id, answer from truebook.settlement_file where file_id = ?")
                .param(id)
                .query((row, _) -> new KeptFile(row.getString(1), row.getBytes(2), false))
                .optional();
    }

    /** The number the provider counts a file by; empty where it does not. */
    public OptionalLong batchOf(String id) {
        return jdbc.sql("select batch_number from truebook.settlement_file where file_id = ?")
                .param(id)
                .query((row, _) -> row.getObject(1, Long.class))
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** The files that have a row in a period. */
    public List<String> in(String tenant, String connection, Instant from, Instant to) {
        return jdbc.sql(
                        """
                        select distinct file_id from truebook.settlement_row
                        where tenant = ? and connection = ? and created_at >= ? and created_at < ?
                        order by file_id
                        """)
                .params(tenant, connection, utc(from), utc(to))
                .query((row, _) -> row.getString(1))
                .list();
    }

    /** The index of the last event. */
    public long journalPosition() {
        return jdbc.sql("select last_index from truebook.ledger_head").query(Long.class).single();
    }

    private KeptFile insert(NewFile file, Reading reading) {
        var connection = DataSourceUtils.getConnection(dataSource);
        Closing closing;
        long rows;
        try (var copy = new SettlementCopy(connection, file)) {
            closing =
                    reading.into((number, line) -> {
                        try {
                            copy.add(number, line);
                        } catch (SQLException failed) {
                            throw refusal(failed);
                        }
                    });
            rows = copy.finish();
        } catch (SQLException failed) {
            throw refusal(failed);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
        inOrder(file);
        jdbc.sql(
                        """
                        insert into truebook.settlement_file (file_id, tenant, connection, sha256,
                            report_type, source, covers_from, covers_to, batch_number, row_count,
                            answer, imported_at)
                        values (:id, :tenant, :connection, :sha256, :type, :source, :from, :to,
                            :batch, :rows, :answer, :imported)
                        """)
                .param("id", file.id())
                .param("tenant", file.tenant())
                .param("connection", file.connection())
                .param("sha256", file.sha256())
                .param("type", closing.reportType())
                .param("source", file.source())
                .param("from", utcOrNull(file.coversFrom()))
                .param("to", utcOrNull(file.coversTo()))
                .param("batch", closing.batch())
                .param("rows", rows)
                .param("answer", closing.answer())
                .param("imported", utc(file.importedAt()))
                .update();
        if (closing.batch() != null) {
            new SettlementBatches(jdbc).mended(file.tenant(), file.connection(), closing.batch());
        }
        if (rows >= MANY_ROWS) {
            jdbc.sql("select truebook.settlement_taken_in()").query((_, _) -> true).list();
        }
        return new KeptFile(file.id(), closing.answer(), true);
    }

    /** A run remembers the last sequence it saw: none before it may come in afterwards. */
    private void inOrder(NewFile file) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("settlement|" + file.tenant() + "|" + file.connection())
                .query((_, _) -> true)
                .list();
    }

    /** PostgreSQL says in which line of the copy it found the second of two equal keys. */
    private static RuntimeException refusal(SQLException failed) {
        if (failed instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
            var message = refused.getServerErrorMessage();
            var where = COPIED_LINE.matcher(String.valueOf(message.getWhere()));
            if (ROW_ONCE.equals(message.getConstraint()) && where.lookingAt()) {
                return new RepeatedRow(Long.parseLong(where.group(1)));
            }
        }
        var known = TRANSLATOR.translate(TASK, null, failed);
        return known == null ? new UncategorizedSQLException(TASK, null, failed) : known;
    }

    /** The columns {@link #read} wants, in its order; {@link ComparisonTables} has them, too. */
    static final String COLUMNS =
            """
            r.balance_transaction_id, r.category, r.created_at, r.available_at, r.currency,
            r.gross_minor, r.fee_minor, r.net_minor, r.source_id, r.charge_id,
            r.payment_intent_id, r.payout_id, r.charge_operation, r.refund_operation
            """;

    /** What a row says, as one value; reports of payouts alone say which payout it is in. */
    static String said(String row) {
        return """
        (%1$s.category, %1$s.created_at, %1$s.currency, %1$s.gross_minor, %1$s.fee_minor,
            %1$s.net_minor, %1$s.source_id, %1$s.charge_id, %1$s.payment_intent_id,
            %1$s.charge_operation, %1$s.refund_operation)\
        """
                .formatted(row);
    }

    /** {@code first}: where the columns begin. */
    static SettlementRow read(ResultSet row, int first) throws SQLException {
        var currency = row.getString(first + 4);
        var available = row.getObject(first + 3, OffsetDateTime.class);
        return new SettlementRow(
                row.getString(first),
                row.getString(first + 1),
                Times.read(row, first + 2),
                available == null ? null : available.toInstant(),
                Money.of(row.getLong(first + 5), currency),
                Money.of(row.getLong(first + 6), currency),
                Money.of(row.getLong(first + 7), currency),
                row.getString(first + 8),
                row.getString(first + 9),
                row.getString(first + 10),
                row.getString(first + 11),
                row.getString(first + 12),
                row.getString(first + 13));
    }

    private static @Nullable OffsetDateTime utcOrNull(@Nullable Instant at) {
        return at == null ? null : utc(at);
    }
}
