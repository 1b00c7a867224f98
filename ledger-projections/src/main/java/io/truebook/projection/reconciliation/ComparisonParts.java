package io.truebook.projection.reconciliation;

import io.truebook.ledger.reconciliation.ComparisonInput;
import io.truebook.ledger.reconciliation.LedgerMovement;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.SettlementRow;
import io.truebook.ledger.reconciliation.WantedTwice;
import io.truebook.projection.reconciliation.ComparisonQueries.BothSides;
import io.truebook.projection.reconciliation.ComparisonQueries.Loaded;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Merges the sorted sides, bundle by bundle; one bundle is in memory at a time. One with more lines
 * than any payment has is judged piece by piece: it is wrong whatever it says, and must not take
 * all memory.
 */
final class ComparisonParts implements BothSides {

    /** Movements, and rows, of one bundle that are judged together. */
    static final int MOST = 10_000;

    /** What repairs have booked is read first: it settles findings of any bundle. */
    private static final String MOVEMENTS =
            """
            select case when m.event_type in ('amount-parked', 'parking-reversed',
                        'fx-difference-booked', 'fx-difference-reversed')
                    then '!' || m.aggregate_id
                    else coalesce(r.bundle, m.aggregate_id) end as bundle, m.global_index, m.aggregate_id,
                m.event_type, m.item, m.object_id, m.amount_minor, m.currency, m.effective_at
            from compared_movement m
            left join bundled_row r
                on m.event_type in ('provider-fee-recorded', 'funds-converted')
                and r.balance_transaction_id = m.item
            order by bundle, m.global_index, m.leg
            """;

    private static final String ROWS =
            "select r.bundle, "
                    + SettlementFiles.COLUMNS
                    + """
                    , r.source_payment, r.charge_payment, r.intent_payment, r.known_payment
                    from bundled_row r order by r.bundle, r.balance_transaction_id
                    """;

    private static final String OPEN =
            """
            select payment_id, case kind when 'refund' then operation_id else payment_id end
            from truebook.provider_operation
            where tenant = ? and connection = ? and state = 'open'
                and payment_id in (select payment_id from compared_payment)
            order by 1
            """;

    /** A row, and the payments its objects are known to belong to. */
    private record Settled(
            SettlementRow row,
            @Nullable String ofSource,
            @Nullable String ofCharge,
            @Nullable String ofIntent,
            @Nullable String known) {}

    private final Connection session;
    private final JdbcClient jdbc;
    private final ComparisonTables tables;
    private final Loaded loaded;
    private final Waiting waiting;
    private final String connection;
    private final Period period;

    ComparisonParts(
            Connection session,
            JdbcClient jdbc,
            ComparisonTables tables,
            Loaded loaded,
            Waiting waiting,
            String connection,
            Period period) {
        this.session = session;
        this.jdbc = jdbc;
        this.tables = tables;
        this.loaded = loaded;
        this.waiting = waiting;
        this.connection = connection;
        this.period = period;
    }

    @Override
    public Loaded loaded() {
        return loaded;
    }

    @Override
    public boolean lackFees() {
        return UnbookedFees.areThere(jdbc, tables.tenant(), connection)
                || UnbookedMovements.areThere(jdbc, connection)
                || UnbookedConversions.areThere(jdbc, tables.tenant(), connection, period);
    }

    @Override
    public List<WantedTwice> wantedTwice() {
        return DuplicateCharges.of(jdbc, tables.knowledge());
    }

    @Override
    public List<String> filesLackingPayouts() {
        return SettlementPayouts.filesLacking(jdbc, connection);
    }

    @Override
    public List<RepairDone> repairs() {
        return new RepairsDone(jdbc, loaded.position()).of(tables.tenant(), connection, period);
    }

    @Override
    public void forEach(Consumer<ComparisonInput> part) {
        try (var movements = BundleCursor.open(session, MOVEMENTS, LedgerMovements::read);
                var rows = BundleCursor.open(session, ROWS, ComparisonParts::settled);
                var open =
                        BundleKeys.open(
                                session, tables.knowledge().in(OPEN), tables.tenant(), connection);
                var ended =
                        BundleKeys.open(
                                session,
                                tables.knowledge().in(EndedOperations.KEYS),
                                tables.tenant(),
                                tables.tenant());
                var carried = BundleKeys.open(session, CarriedItems.KEYS)) {
            for (var bundle = BundleCursor.first(movements, rows);
                    bundle != null;
                    bundle = BundleCursor.first(movements, rows)) {
                part.accept(
                        part(
                                movements.take(bundle, MOST),
                                rows.take(bundle, MOST),
                                open.of(bundle),
                                ended.of(bundle),
                                carried.of(bundle)));
            }
        } catch (SQLException failed) {
            throw new DataAccessResourceFailureException("Both sides could not be read", failed);
        }
    }

    private ComparisonInput part(
            List<LedgerMovement> movements,
            List<Settled> rows,
            Set<String> open,
            Set<String> ended,
            Set<String> carried) {
        Map<String, String> payments = HashMap.newHashMap(0);
        var known = HashSet.<String>newHashSet(0);
        for (var settled : rows) {
            if (settled.known() != null) {
                known.add(settled.known());
            }
            know(payments, settled.row().sourceId(), settled.ofSource());
            know(payments, settled.row().chargeId(), settled.ofCharge());
            know(payments, settled.row().paymentIntentId(), settled.ofIntent());
        }
        return new ComparisonInput(
                connection,
                period,
                waiting.asOf(),
                waiting.of(movements),
                movements,
                rows.stream().map(Settled::row).toList(),
                payments,
                open,
                ended,
                known,
                List.of(),
                carried);
    }

    private static void know(
            Map<String, String> payments, @Nullable String object, @Nullable String payment) {
        if (object != null && payment != null) {
            payments.put(object, payment);
        }
    }

    private static Settled settled(ResultSet row) throws SQLException {
        return new Settled(
                SettlementFiles.read(row, 2),
                row.getString(16),
                row.getString(17),
                row.getString(18),
                row.getString(19));
    }
}
