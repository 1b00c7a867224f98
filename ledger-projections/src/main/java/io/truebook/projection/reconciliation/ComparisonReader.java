package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.balance.BalanceHistory;
import io.truebook.projection.balance.Bound;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What a run is told about both sides, beside their lines: where they come from and begin. */
final class ComparisonReader {

    private final DataSource session;
    private final JdbcClient jdbc;
    private final String tenant;
    private final String connection;
    private final Period period;

    /** Reads in the snapshot of this session. */
    ComparisonReader(Connection session, String tenant, String connection, Period period) {
        this.session = new SingleConnectionDataSource(session, true);
        jdbc = JdbcClient.create(this.session);
        this.tenant = tenant;
        this.connection = connection;
        this.period = period;
    }

    ComparisonQueries.Loaded load(ComparisonTables filled) {
        var knowledge = filled.knowledge();
        long position = knowledge.position();
        var carried = filled.carried();
        var proofs =
                new SettlementPayouts(jdbc)
                        .proofs(knowledge, tenant, connection, period, carried.seen());
        var ofPeriod =
                proofs.stream().collect(Collectors.partitioningBy(p -> period.contains(p.at())));
        return new ComparisonQueries.Loaded(
                position,
                carried.fileSequence(),
                files(knowledge),
                carried.previous().map(CarriedItems.Previous::runId).orElse(null),
                opening(period.from(), position),
                before(filled),
                filled.rows(),
                ofPeriod.getOrDefault(true, List.of()),
                ofPeriod.getOrDefault(false, List.of()),
                new SettlementBatches(jdbc).lacking(knowledge, tenant, connection),
                new BankTransit(jdbc, knowledge).side(tenant, connection, period));
    }

    /** Where the run before overlaps this period, its closing is no opening of it. */
    private @Nullable RunBefore before(ComparisonTables filled) {
        var previous =
                filled.carried().previous().filter(run -> !run.periodTo().isAfter(period.from()));
        if (previous.isEmpty()) {
            return null;
        }
        var run = previous.get();
        Map<String, Long> booked = new HashMap<>();
        opening(run.periodTo(), run.position())
                .forEach(stood -> booked.put(stood.currency().code(), stood.minor()));
        return new ClosingBefore(jdbc, filled.knowledge(), tenant, connection)
                .read(run, period, booked);
    }

    /** From the totals kept aside, as far as they reach: history is not read again. */
    private List<Money> opening(Instant at, long position) {
        var account =
                jdbc.sql("select account_id from truebook.account where tenant = ? and name = ?")
                        .params(tenant, AccountName.providerClearing(connection).value())
                        .query(Long.class)
                        .optional();
        return account.stream()
                .flatMap(id ->
                        new BalanceHistory(session).before(id, Bound.before(at), position).stream())
                .filter(sums -> sums.postedDebits() != 0 || sums.postedCredits() != 0)
                .map(sums ->
                        Money.of(
                                Math.subtractExact(sums.postedDebits(), sums.postedCredits()),
                                sums.currency()))
                .toList();
    }

    private List<ComparisonQueries.FileRef> files(Knowledge knowledge) {
        return jdbc.sql(
                        knowledge.in(
                                """
                                select f.file_id, f.sha256, f.report_type, f.row_count
                                from truebook.settlement_file f
                                where f.tenant = :tenant and f.connection = :connection
                                    and (f.covers_from < :to and f.covers_to > :from
                                        or exists (
                                            select from truebook.settlement_coverage c
                                            where c.file_id = f.file_id
                                                and c.covers_from < :to and c.covers_to > :from)
                                        or f.file_id in (select file_id from compared_row))
                                order by f.sha256, f.sequence
                                """))
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
}
