package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.reconciliation.ComparisonInput;
import io.truebook.ledger.reconciliation.LedgerMovement;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.SettlementRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One load of {@link ComparisonQueries}; every statement sees the same snapshot. */
final class ComparisonReader {

    private record Previous(String runId, List<Money> providerClosing) {}

    private static final String MOVEMENTS =
            """
            select p.global_index, e.aggregate_id, e.event_type, p.item,
                convert_from(e.payload, 'UTF8')::jsonb #>> '{evidence,object_id}',
                case p.side when 'debit' then p.amount_minor else -p.amount_minor end,
                p.currency, p.effective_at
            from truebook.posting p
            join truebook.account a on a.account_id = p.account_id
            join truebook.journal_event e on e.global_index = p.global_index
            where a.tenant = :tenant and a.name = :account and p.layer = 'posted'
            """;

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

    ComparisonQueries.Loaded load(Instant asOf) {
        long position =
                jdbc.sql("select last_index from truebook.ledger_head").query(Long.class).single();
        var inPeriod = movementsInPeriod();
        var rowsInPeriod = rowsInPeriod();
        var paymentOfObject = paymentsOf(objectsOf(rowsInPeriod));
        var payments = new HashSet<>(paymentOfObject.values());
        inPeriod.forEach(movement -> payments.add(movement.paymentId()));
        rowsInPeriod.stream()
                .map(SettlementRow::chargeOperation)
                .filter(Objects::nonNull)
                .forEach(payments::add);
        // A payout's movements may lie outside the period; its row alone leads to them.
        rowsInPeriod.stream()
                .map(SettlementRow::sourceId)
                .filter(Objects::nonNull)
                .forEach(source -> payments.add(PayoutCommand.keyOf(connection, source)));
        var movements = movementsOf(payments);
        var rows = new TreeMap<String, SettlementRow>();
        rowsInPeriod.forEach(row -> rows.put(row.balanceTransactionId(), row));
        rowsAbout(payments, movements)
                .forEach(row -> rows.putIfAbsent(row.balanceTransactionId(), row));
        paymentOfObject.putAll(paymentsOf(objectsOf(rows.values())));
        var previous = previous();
        var input =
                new ComparisonInput(
                        connection,
                        period,
                        asOf,
                        ComparisonQueries.TIMING_WINDOW,
                        movements,
                        List.copyOf(rows.values()),
                        paymentOfObject,
                        openOperations(payments),
                        opening(),
                        previous.map(Previous::providerClosing).orElse(List.of()));
        return new ComparisonQueries.Loaded(
                input, position, files(rows.keySet()), previous.map(Previous::runId).orElse(null));
    }

    private List<LedgerMovement> movementsInPeriod() {
        return jdbc.sql(
                        MOVEMENTS
                                + """
                                and p.effective_at >= :from and p.effective_at < :to
                                order by p.global_index, p.leg
                                """)
                .param("tenant", tenant)
                .param("account", account)
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .query((row, _) -> LedgerMovements.read(row))
                .list();
    }

    private List<LedgerMovement> movementsOf(Set<String> payments) {
        return jdbc.sql(
                        MOVEMENTS
                                + """
                                and e.aggregate_id = any(:payments)
                                order by p.global_index, p.leg
                                """)
                .param("tenant", tenant)
                .param("account", account)
                .param("payments", array(payments))
                .query((row, _) -> LedgerMovements.read(row))
                .list();
    }

    private List<SettlementRow> rowsInPeriod() {
        return jdbc.sql(
                        "select "
                                + SettlementFiles.COLUMNS
                                + """
                                from truebook.settlement_row_current r
                                where r.tenant = :tenant and r.connection = :connection
                                    and r.created_at >= :from and r.created_at < :to
                                """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .query((row, _) -> SettlementFiles.read(row))
                .list();
    }

    private List<SettlementRow> rowsAbout(Set<String> payments, List<LedgerMovement> movements) {
        var fees =
                movements.stream()
                        .filter(m -> m.kind() == LedgerMovement.Kind.FEE)
                        .map(LedgerMovement::item)
                        .collect(Collectors.toSet());
        var objects =
                movements.stream()
                        .map(LedgerMovement::objectId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return jdbc.sql(
                        "select "
                                + SettlementFiles.COLUMNS
                                + """
                                from truebook.settlement_row_current r
                                where r.tenant = :tenant and r.connection = :connection
                                    and (r.charge_operation = any(:payments)
                                        or r.balance_transaction_id = any(:fees)
                                        or r.source_id = any(:objects)
                                        or r.charge_id = any(:objects))
                                """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("payments", array(payments))
                .param("fees", array(fees))
                .param("objects", array(objects))
                .query((row, _) -> SettlementFiles.read(row))
                .list();
    }

    private Map<String, String> paymentsOf(Set<String> objects) {
        var payments = new HashMap<String, String>();
        jdbc.sql(
                        """
                        select object_id, payment_id from truebook.provider_reference
                        where tenant = :tenant and connection = :connection
                            and object_id = any(:objects)
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("objects", array(objects))
                .query(row -> {
                    payments.put(row.getString(1), row.getString(2));
                });
        return payments;
    }

    private Set<String> openOperations(Set<String> payments) {
        return Set.copyOf(
                jdbc.sql(
                                """
                                select case kind when 'refund' then operation_id else payment_id end
                                from truebook.provider_operation
                                where tenant = :tenant and connection = :connection
                                    and state = 'open' and payment_id = any(:payments)
                                """)
                        .param("tenant", tenant)
                        .param("connection", connection)
                        .param("payments", array(payments))
                        .query(String.class)
                        .set());
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

    private List<ComparisonQueries.FileRef> files(Set<String> transactions) {
        return jdbc.sql(
                        """
                        select f.file_id, f.sha256, f.report_type, f.row_count
                        from truebook.settlement_file f
                        where f.tenant = :tenant and f.connection = :connection
                            and (f.covers_from < :to and f.covers_to > :from
                                or exists (
                                    select from truebook.settlement_row_current r
                                    where r.file_id = f.file_id
                                        and r.balance_transaction_id = any(:transactions)))
                        order by f.sha256
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .param("to", utc(period.to()))
                .param("transactions", array(transactions))
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

    private static Set<String> objectsOf(Iterable<SettlementRow> rows) {
        var objects = new HashSet<String>();
        for (var row : rows) {
            Stream.of(row.sourceId(), row.chargeId(), row.paymentIntentId())
                    .filter(Objects::nonNull)
                    .forEach(objects::add);
        }
        return objects;
    }

    private static String[] array(Set<String> values) {
        return values.toArray(String[]::new);
    }
}
