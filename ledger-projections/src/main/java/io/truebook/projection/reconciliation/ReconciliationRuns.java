package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Comparison;
import io.truebook.ledger.reconciliation.DerivedId;
import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.FindingCode.Status;
import io.truebook.ledger.reconciliation.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finished runs, their reports and the breaks they found.
 *
 * <p>A run's id is a hash of what it read, so keeping it twice changes nothing. A break is one row,
 * however many runs find it; one that a later run of the same period no longer finds is resolved.
 */
public final class ReconciliationRuns {

    /** What makes a run what it is. */
    public record Identity(
            String tenant,
            String connection,
            Period period,
            Instant asOf,
            long position,
            String files,
            @Nullable String previousRunId) {

        public static Identity of(
                String tenant,
                String connection,
                Period period,
                Instant asOf,
                ComparisonQueries.Loaded loaded) {
            var hashes =
                    loaded.files().stream()
                            .map(ComparisonQueries.FileRef::sha256)
                            .sorted()
                            .collect(Collectors.joining(","));
            return new Identity(
                    tenant,
                    connection,
                    period,
                    asOf,
                    loaded.position(),
                    hashes,
                    loaded.previousRunId());
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
                    previousRunId == null ? "" : previousRunId);
        }
    }

    /** The three forms of a report. */
    @SuppressWarnings("ArrayRecordComponent") // Sent as they are, never compared.
    public record Report(byte[] json, byte[] csv, byte[] html) {}

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

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public ReconciliationRuns(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** Keeps a run, its closing balances and its breaks; a run that is kept already is left. */
    public void keep(Identity identity, Comparison comparison, Report report) {
        transaction.executeWithoutResult(_ -> {
            if (insert(identity, comparison, report)) {
                insertClosing(identity, comparison);
                comparison.findings().stream()
                        .filter(finding -> finding.status() != Status.MATCHED)
                        .forEach(finding -> upsert(identity, finding));
                resolveWhatIsGone(identity);
            }
        });
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

    public Optional<Report> report(String tenant, String id) {
        return jdbc.sql(
                        """
                        select report_json, report_csv, report_html
                        from truebook.reconciliation_run where tenant = ? and run_id = ?
                        """)
                .params(tenant, id)
                .query((row, _) -> new Report(row.getBytes(1), row.getBytes(2), row.getBytes(3)))
                .optional();
    }

    private boolean insert(Identity identity, Comparison comparison, Report report) {
        return jdbc.sql(
                                """
                                insert into truebook.reconciliation_run (run_id, tenant, connection,
                                    period_from, period_to, time_zone, as_of, journal_position,
                                    rule_version, previous_run_id, matched_count, timing_count,
                                    break_count, report_json, report_csv, report_html)
                                values (:id, :tenant, :connection, :from, :to, :zone, :asOf,
                                    :position, :rules, :previous, :matched, :timing, :breaks,
                                    :json, :csv, :html)
                                on conflict do nothing
                                """)
                        .param("id", identity.id())
                        .param("tenant", identity.tenant())
                        .param("connection", identity.connection())
                        .param("from", utc(identity.period().from()))
                        .param("to", utc(identity.period().to()))
                        .param("zone", identity.period().zone().getId())
                        .param("asOf", utc(identity.asOf()))
                        .param("position", identity.position())
                        .param("rules", Comparison.RULE_VERSION)
                        .param("previous", identity.previousRunId())
                        .param("matched", comparison.matched().size())
                        .param("timing", comparison.timing().size())
                        .param("breaks", comparison.breaks().size())
                        .param("json", report.json())
                        .param("csv", report.csv())
                        .param("html", report.html())
                        .update()
                == 1;
    }

    private void insertClosing(Identity identity, Comparison comparison) {
        for (var rollForward : comparison.rollForwards()) {
            jdbc.sql(
                            """
                            insert into truebook.reconciliation_closing
                                (run_id, tenant, currency, ledger_minor, provider_minor)
                            values (?, ?, ?, ?, ?)
                            """)
                    .params(
                            identity.id(),
                            identity.tenant(),
                            rollForward.currency().code(),
                            rollForward.closing().ledger(),
                            rollForward.closing().provider())
                    .update();
        }
    }

    /** What a person has decided about a break stays; only what a run found can change. */
    private void upsert(Identity identity, Finding finding) {
        jdbc.sql(
                        """
                        insert into truebook.reconciliation_break as b (break_id, tenant, connection,
                            leg, code, status, object, ledger_minor, ledger_currency,
                            provider_minor, provider_currency, amount_minor, currency, charge_id,
                            provider_reference, balance_transaction_id, evidence, occurred_at,
                            first_seen_at, first_run_id, last_run_id, last_position)
                        values (:id, :tenant, :connection, :leg, :code, :status, :object, :ledger,
                            :ledgerCurrency, :provider, :providerCurrency, :amount, :currency,
                            :charge, :reference, :transaction, :evidence, :occurred, :asOf, :run,
                            :run, :position)
                        on conflict (break_id) do update set
                            status = case when b.status = 'resolved' then excluded.status
                                else b.status end,
                            ledger_minor = excluded.ledger_minor,
                            ledger_currency = excluded.ledger_currency,
                            provider_minor = excluded.provider_minor,
                            provider_currency = excluded.provider_currency,
                            amount_minor = excluded.amount_minor,
                            evidence = excluded.evidence,
                            last_run_id = excluded.last_run_id,
                            last_position = excluded.last_position
                        where b.last_position <= excluded.last_position
                        """)
                .param("id", finding.id())
                .param("tenant", identity.tenant())
                .param("connection", identity.connection())
                .param("leg", finding.leg().code())
                .param("code", finding.code().name())
                .param("status", finding.status().name().toLowerCase(Locale.ROOT))
                .param("object", finding.object())
                .param("ledger", minor(finding.ledger()))
                .param("ledgerCurrency", currency(finding.ledger()))
                .param("provider", minor(finding.provider()))
                .param("providerCurrency", currency(finding.provider()))
                .param("amount", finding.amount().minor())
                .param("currency", finding.amount().currency().code())
                .param("charge", finding.chargeId())
                .param("reference", finding.providerReference())
                .param("transaction", finding.balanceTransactionId())
                .param("evidence", finding.evidence())
                .param("occurred", utc(finding.occurredAt()))
                .param("asOf", utc(identity.asOf()))
                .param("run", identity.id())
                .param("position", identity.position())
                .update();
    }

    private void resolveWhatIsGone(Identity identity) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_break set status = 'resolved',
                            last_run_id = :run, last_position = :position
                        where tenant = :tenant and connection = :connection
                            and occurred_at >= :from and occurred_at < :to
                            and status in ('timing', 'open') and last_run_id <> :run
                            and last_position <= :position
                        """)
                .param("run", identity.id())
                .param("position", identity.position())
                .param("tenant", identity.tenant())
                .param("connection", identity.connection())
                .param("from", utc(identity.period().from()))
                .param("to", utc(identity.period().to()))
                .update();
    }

    private static @Nullable Long minor(@Nullable Money money) {
        return money == null ? null : money.minor();
    }

    private static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currency().code();
    }
}
