package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.ComparisonInput;
import io.truebook.ledger.reconciliation.FileFindings.LackingBatch;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.WantedTwice;
import io.truebook.ledger.reconciliation.Windows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Reads both sides of a comparison in one snapshot.
 *
 * <p>First what lies in the period and what earlier ones left, then everything else about the same
 * payments: a counterpart on the other side of the cut-off is no missing one. The server brings
 * together what belongs together; here it is read payment by payment, so that memory does not grow
 * with the period.
 */
public final class ComparisonQueries {

    /**
     * What is read, before it is read.
     *
     * @param position the last event that was seen
     * @param files those a row was read from, and those that cover the period without a row
     * @param fileSequence of the last settlement file that was seen
     * @param previousRunId of the runs whose period begins before this one the last that was made:
     *     what came in since is compared now, whatever day it is for
     * @param openingLedger balance of the clearing account when the period began, one per currency
     * @param before what the run before closed with; null where there is none, or it reaches into
     *     the period
     * @param rows movements and settlement rows together
     * @param payouts those of the period, against the rows they contain
     * @param doubted payouts before the period that no run has seen proved, or that a file names
     *     which has come since, as they are by now
     * @param lacking settlement files that there must be and that are not there
     * @param bank what our bank says of the connection's payouts
     */
    public record Loaded(
            long position,
            long fileSequence,
            List<FileRef> files,
            @Nullable String previousRunId,
            List<Money> openingLedger,
            @Nullable RunBefore before,
            long rows,
            List<SettlementPayouts.Proof> payouts,
            List<SettlementPayouts.Proof> doubted,
            List<LackingBatch> lacking,
            BankSide bank) {
        public Loaded {
            files = List.copyOf(files);
            openingLedger = List.copyOf(openingLedger);
            payouts = List.copyOf(payouts);
            doubted = List.copyOf(doubted);
            lacking = List.copyOf(lacking);
        }

        /** The files that were lacking before a time. */
        public List<LackingBatch> lackingBefore(Instant time) {
            return lacking.stream().filter(batch -> batch.since().isBefore(time)).toList();
        }
    }

    /** A settlement file that was read. */
    public record FileRef(String id, String sha256, String reportType, long rows) {}

    /** Both sides of a period, while their snapshot is open. */
    public interface BothSides {

        Loaded loaded();

        /** Whether the rows show fees or conversions of ours, or reserves, that the books lack. */
        boolean lackFees();

        /** Charges of the period that were wanted twice and have taken money twice. */
        List<WantedTwice> wantedTwice();

        /** The files that alone tell of payouts the books lack. */
        List<String> filesLackingPayouts();

        /** The repairs of the period, as the journal knew them where it was read. */
        List<RepairDone> repairs();

        /** Each part once: all that is known of one payment, or of one thing without a payment. */
        void forEach(Consumer<ComparisonInput> part);
    }

    /**
     * Before the snapshot is taken: a table that is rebuilt and changes places in between would be
     * empty to it.
     */
    private static final String HOLD =
            """
            lock table truebook.posting, truebook.account_balance, truebook.provider_reference,
                truebook.provider_operation, truebook.posting_total,
                truebook.posting_total_progress in access share mode\
            """;

    private final DataSource dataSource;
    private final Windows windows;

    public ComparisonQueries(DataSource dataSource, Windows windows) {
        this.dataSource = dataSource;
        this.windows = windows;
    }

    /** How long each side may wait for the other. */
    public Windows windows() {
        return windows;
    }

    /**
     * Uses a connection of its own, so that what {@code use} writes is no part of the snapshot.
     *
     * @param asOf the moment ages are counted from
     * @param known what may be seen; null: everything
     */
    public <T> T read(
            String tenant,
            String connection,
            Period period,
            Instant asOf,
            @Nullable KnownBy known,
            Function<BothSides, T> use) {
        try (var session = dataSource.getConnection()) {
            boolean autoCommit = session.getAutoCommit();
            session.setAutoCommit(false);
            session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                var jdbc = JdbcClient.create(new SingleConnectionDataSource(session, true));
                jdbc.sql(HOLD).update();
                var tables =
                        new ComparisonTables(
                                new Knowledge(jdbc, known), jdbc, tenant, connection, period);
                tables.fill();
                var loaded = new ComparisonReader(session, tenant, connection, period).load(tables);
                return use.apply(
                        new ComparisonParts(
                                session,
                                jdbc,
                                tables,
                                loaded,
                                new Waiting(windows, loaded.lacking(), asOf),
                                connection,
                                period));
            } finally {
                // Nothing was written but tables that go with the transaction.
                session.rollback();
                session.setAutoCommit(autoCommit);
            }
        } catch (SQLException failed) {
            throw new DataAccessResourceFailureException("Both sides could not be read", failed);
        }
    }
}
