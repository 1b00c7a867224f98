package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Period;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run is told about both sides, beside their lines: where they come from and begin. */
final class ComparisonReader {

    private record Previous(String runId, List<Money> providerClosing) {}

    private final JdbcClient jdbc;
    private final String tenant;
    private final String connection;
    private final Period period;
    private final String account;

    ComparisonReader(JdbcClient jdbc, String tenant, String connection, Period period) {
        this.jdbc = jdbc;
        this.tenant = tenant;
        this.connection = connection;
        this.period = period;
        this.account = AccountName.providerClearing(connection).value();
    }

    ComparisonQueries.Loaded load(ComparisonTables filled) {
        long position =
                jdbc.sql("select last_index from truebook.ledger_head").query(Long.class).single();
        var previous = previous();
        return new ComparisonQueries.Loaded(
                position,
                files(),
                previous.map(Previous::runId).orElse(null),
                opening(),
                previous.map(Previous::providerClosing).orElse(List.of()),
                filled.rows(),
                new SettlementPayouts(jdbc).proofs(tenant, connection, period),
                List.copyOf(new SettlementBatches(jdbc).missing(tenant, connection)));
    }

    private List<Money> opening() {
        return jdbc.sql(
                        """
                        select p.currency, sum(
                            case p.side when 'debit' then p.amount_minor else -p.amount_minor end)
                        from truebook.posting p
                        join truebook.account a on a.account_id = p.account_id
                        where a.tenant = :tenant and a.name = :account and p.layer = 'posted'
                            and p.effective_at < :from
                        group by p.currency
                        """)
                .param("tenant", tenant)
                .param("account", account)
                .param("from", utc(period.from()))
                .query((row, _) ->
                        Money.of(row.getBigDecimal(2).longValueExact(), row.getString(1)))
                .list();
    }

    private List<ComparisonQueries.FileRef> files() {
        return jdbc.sql(
                        """
                        select f.file_id, f.sha256, f.report_type, f.row_count
                        from truebook.settlement_file f
                        where f.tenant = :tenant and f.connection = :connection
                            and (f.covers_from < :to and f.covers_to > :from
                                or f.file_id in (select file_id from compared_row))
                        order by f.sha256
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .query((row, _) ->
                        new ComparisonQueries.FileRef(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4)))
                .list();
    }

    private Optional<Previous> previous() {
        return jdbc.sql(
                        """
                        select run_id from truebook.reconciliation_run
                        where tenant = :tenant and connection = :connection
                            and time_zone = :zone and period_to = :from
                        order by sequence desc limit 1
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("zone", period.zone().getId())
                .param("from", utc(period.from()))
                .query(String.class)
                .optional()
                .map(run -> new Previous(run, closing(run)));
    }

    private List<Money> closing(String runId) {
        return jdbc.sql(
                        """
                        select currency, provider_minor from truebook.reconciliation_closing
                        where run_id = ? order by currency
                        """)
                .param(runId)
                .query((row, _) -> Money.of(row.getLong(2), row.getString(1)))
                .list();
    }
}
