package io.truebook.projection.reconciliation;

import io.truebook.ledger.reconciliation.ComparisonInput;
import io.truebook.ledger.reconciliation.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads both sides of a comparison in one snapshot.
 *
 * <p>First what lies in the period, then everything else about the same payments: a counterpart on
 * the other side of the cut-off is no missing one. A whole period is held in memory.
 */
public final class ComparisonQueries {

    /** How long a booked movement may wait for its row. Source: providers settle by T+3. */
    public static final Duration TIMING_WINDOW = Duration.ofDays(3);

    /**
     * The two sides and where they come from.
     *
     * @param position the last event that was seen
     * @param files those a row was read from, and those that cover the period without a row
     * @param previousRunId the run that ends where this period begins
     */
    public record Loaded(
            ComparisonInput input,
            long position,
            List<FileRef> files,
            @Nullable String previousRunId) {
        public Loaded {
            files = List.copyOf(files);
        }
    }

    /** A settlement file that was read. */
    public record FileRef(String id, String sha256, String reportType, long rows) {}

    /**
     * Before the snapshot is taken: a table that is rebuilt and changes places in between would be
     * empty to it.
     */
    private static final String HOLD =
            """
            lock table truebook.posting, truebook.account_balance, truebook.provider_reference,
                truebook.provider_operation in access share mode\
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;

    public ComparisonQueries(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        snapshot = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    public Loaded load(String tenant, String connection, Period period, Instant asOf) {
        return snapshot.execute(_ -> {
            jdbc.sql(HOLD).update();
            return new ComparisonReader(jdbc, tenant, connection, period).load(asOf);
        });
    }
}
