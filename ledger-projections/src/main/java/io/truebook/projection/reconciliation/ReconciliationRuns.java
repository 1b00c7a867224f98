package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Comparison;
import io.truebook.ledger.reconciliation.DerivedId;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.RateCard;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.Windows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Finished runs, their reports and the breaks they found.
 *
 * <p>A run's id is a hash of what it read, so keeping it twice changes nothing. A break is one row,
 * however many runs find it; one that a later run no longer finds is resolved.
 */
public final class ReconciliationRuns {

    /** What makes a run what it is. */
    public record Identity(
            String tenant,
            String connection,
            Period period,
            Instant asOf,
            long position,
            long fileSequence,
            String files,
            @Nullable String previousRunId,
            boolean held) {

        /** Also the settings that change what is judged: they make another run of what it read. */
        public static Identity of(
                String tenant,
                String connection,
                Period period,
                Instant asOf,
                ComparisonQueries.Loaded loaded,
                Windows windows,
                RateCard rates) {
            var hashes =
                    loaded.files().stream()
                            .map(ComparisonQueries.FileRef::sha256)
                            .sorted()
                            .collect(Collectors.joining(","));
            var missing = loaded.lacking().isEmpty() ? "" : "without " + loaded.lacking();
            // The rows a payout is proved by may be in files of other periods.
            var paid = loaded.payouts().isEmpty() ? "" : "paid " + loaded.payouts();
            var bank = loaded.bank().since() == null ? "" : "bank " + loaded.bank();
            var doubted = loaded.doubted().isEmpty() ? "" : "doubted " + loaded.doubted();
            return new Identity(
                    tenant,
                    connection,
                    period,
                    asOf,
                    loaded.position(),
                    loaded.fileSequence(),
                    hashes + missing + paid + doubted + bank + windows + rates.text(),
                    loaded.previousRunId(),
                    false);
        }

        /** The same of a run that was held to what was known at an earlier time. */
        public Identity heldBack() {
            return new Identity(
                    tenant,
                    connection,
                    period,
                    asOf,
                    position,
                    fileSequence,
                    files,
                    previousRunId,
                    true);
        }

        public String id() {
            return DerivedId.of(
                    "rec_",
                    tenant,
                    connection,
                    period.from().toString(),
                    period.to().toString(),
                    period.zone().getId(),
                    files,
                    Long.toString(position),
                    Integer.toString(Comparison.RULE_VERSION),
                    asOf.toString(),
                    (previousRunId == null ? "" : previousRunId) + (held ? "|held" : ""));
        }
    }

    /**
     * A report as it is kept.
     *
     * @param head all but the lines, as JSON; null where the whole was kept before lines were rows
     * @param whole the three forms in one piece; null where lines are rows
     */
    @SuppressWarnings("ArrayRecordComponent") // Sent as they are, never compared.
    public record KeptReport(String runId, byte @Nullable [] head, @Nullable Whole whole) {}

    /** The three forms of a report that was kept in one piece. */
    @SuppressWarnings("ArrayRecordComponent") // Sent as they are, never compared.
    public record Whole(byte[] json, byte[] csv, byte[] html) {}

    /** Which lines of a report are wanted. */
    public enum ItemFilter {
        ALL(""),
        NOT_MATCHED(" and status <> 'matched'"),
        OPEN(" and status = 'open'"),
        TIMING(" and status = 'timing'");

        private final String condition;

        ItemFilter(String condition) {
            this.condition = condition;
        }

        String condition() {
            return condition;
        }
    }

    /** A run without its report. */
    public record Summary(
            String id,
            String connection,
            Period period,
            Instant asOf,
            long position,
            long matched,
            long timing,
            long breaks) {}

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    public ReconciliationRuns(DataSource dataSource) {
        this.dataSource = dataSource;
        jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Lets no other run of the connection begin, on any node, before {@code work} is done and
     * committed; what it threw leaves nothing behind.
     */
    public <T> T alone(String tenant, String connection, Function<NewRun, T> work) {
        try (var session = dataSource.getConnection()) {
            boolean autoCommit = session.getAutoCommit();
            session.setAutoCommit(false);
            try {
                var own = JdbcClient.create(new SingleConnectionDataSource(session, true));
                own.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                        .param("reconciliation|" + tenant + "|" + connection)
                        .query((_, _) -> true)
                        .list();
                var result = work.apply(new NewRun(session, own));
                session.commit();
                return result;
            } finally {
                session.rollback();
                session.setAutoCommit(autoCommit);
            }
        } catch (SQLException failed) {
            throw new DataAccessResourceFailureException("A run could not be kept", failed);
        }
    }

    public Optional<Summary> find(String tenant, String id) {
        return jdbc.sql(
                        """
                        select run_id, connection, period_from, period_to, time_zone, as_of,
                            journal_position, matched_count, timing_count, break_count
                        from truebook.reconciliation_run where tenant = ? and run_id = ?
                        """)
                .params(tenant, id)
                .query((row, _) ->
                        new Summary(
                                row.getString(1),
                                row.getString(2),
                                new Period(
                                        Times.read(row, 3),
                                        Times.read(row, 4),
                                        ZoneId.of(row.getString(5))),
                                Times.read(row, 6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9),
                                row.getLong(10)))
                .optional();
    }

    public Optional<KeptReport> report(String tenant, String id) {
        return jdbc.sql(
                        """
                        select run_id, report_head, report_json, report_csv, report_html
                        from truebook.reconciliation_run where tenant = ? and run_id = ?
                        """)
                .params(tenant, id)
                .query((row, _) ->
                        new KeptReport(
                                row.getString(1),
                                row.getBytes(2),
                                row.getBytes(2) != null
                                        ? null
                                        : new Whole(
                                                row.getBytes(3), row.getBytes(4), row.getBytes(5))))
                .optional();
    }

    /**
     * Whether the lines of what agrees were let go; asked after lines were read, it is true of
     * them.
     */
    public boolean isPruned(String runId) {
        return jdbc.sql(
                        """
                        select lines_pruned_at is not null from truebook.reconciliation_run
                        where run_id = ?
                        """)
                .param(runId)
                .query(Boolean.class)
                .single();
    }

    /** The repairs a run shows, in the order they were done. */
    public List<RepairDone> repairs(String runId) {
        return jdbc.sql(
                        """
                        select break_id, code, object, attempt, kind, amount_minor, currency,
                            proposed_by, approved_by, automatic, applied_at, events, positions
                        from truebook.reconciliation_repair where run_id = ? order by ordinal
                        """)
                .param(runId)
                .query((row, _) ->
                        new RepairDone(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getInt(4),
                                RepairKind.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                                Money.of(row.getLong(6), row.getString(7)),
                                row.getString(8),
                                row.getString(9),
                                row.getBoolean(10),
                                Times.read(row, 11),
                                written(row)))
                .list();
    }

    private static List<RepairDone.Written> written(ResultSet row) throws SQLException {
        var events = (String[]) row.getArray(12).getArray();
        var positions = (Long[]) row.getArray(13).getArray();
        var written = new ArrayList<RepairDone.Written>();
        for (int i = 0; i < events.length; i++) {
            written.add(new RepairDone.Written(positions[i], events[i]));
        }
        return written;
    }

    /** The lines of a report in their order, one in memory at a time. */
    public void items(String runId, ItemFilter filter, Consumer<FindingItems.Item> each) {
        try (var session = dataSource.getConnection()) {
            FindingItems.read(session, runId, filter, each);
        } catch (SQLException failed) {
            throw new DataAccessResourceFailureException("A report could not be read", failed);
        }
    }
}
