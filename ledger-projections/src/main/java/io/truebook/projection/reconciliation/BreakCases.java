package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.reconciliation.Bearing;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.BreakFacts.Ours;
import io.truebook.ledger.reconciliation.BreakFacts.Settled;
import io.truebook.ledger.reconciliation.BreakFacts.Standing;
import io.truebook.ledger.reconciliation.Finding.Leg;
import io.truebook.ledger.reconciliation.FindingCode;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A break whole: what runs found, the settlement row and our payment behind it, and what was
 * decided, folded from its events.
 */
public final class BreakCases {

    /**
     * A break as it is now.
     *
     * @param history what was decided so far, oldest first
     */
    public record Case(BreakRow row, BreakFacts facts, Break state, List<BreakEvent> history) {}

    /**
     * A break that a worker has to look at.
     *
     * @param index of the last decision about it
     */
    public record Due(String tenant, String breakId, Instant decidedAt, long index) {}

    /**
     * A break the rules are to be asked about.
     *
     * @param lastRunId the run that found it last, also where a saga has found it too and its case
     *     is the saga's
     */
    public record Unjudged(String tenant, String breakId, String lastRunId) {}

    /** Another row that says something of the same charge or refund; by an index each. */
    private static final String RELATED =
            """
            exists (select from truebook.settlement_row_current o
                where o.tenant = r.tenant and o.connection = r.connection
                    and o.%1$s = r.%1$s
                    and o.balance_transaction_id <> r.balance_transaction_id
                    and (r.category = 'charge' and o.category in
                            ('charge', 'charge_failure', 'partial_capture_reversal')
                        or r.category = 'refund' and o.category in ('refund', 'refund_failure')
                            and (o.source_id = r.source_id
                                or o.refund_operation = r.refund_operation)))\
            """;

    /** Where a charge has two names (a payment and its capture), its callback may use either. */
    private static final String SETTLED =
            """
            select r.category, r.gross_minor, r.currency,
                case when r.category = 'charge' and r.charge_id <> r.source_id then null
                    else r.source_id end,
                r.payment_intent_id,
                r.refund_operation, r.created_at,
                (select f.source from truebook.settlement_file f where f.file_id = r.file_id),
            """
                    + "not (%s or %s or %s)"
                            .formatted(
                                    RELATED.formatted("charge_operation"),
                                    RELATED.formatted("charge_id"),
                                    RELATED.formatted("source_id"))
                    + """
                    ,
                        case when r.category in ('dispute', 'dispute_reversal') then
                            (select count(*) from truebook.settlement_row_current o
                                where o.tenant = r.tenant and o.connection = r.connection
                                    and o.source_id = r.source_id and o.category = r.category
                                    and (o.created_at, o.balance_transaction_id)
                                        <= (r.created_at, r.balance_transaction_id))
                            else 1 end
                    from truebook.settlement_row_current r
                    where r.tenant = ? and r.connection = ? and r.balance_transaction_id = ?
                    """;

    /**
     * @param round of a dispute: which of its rows of this category it is, for each is a fact of
     *     its own
     */
    private record Told(Settled row, int round) {}

    private final BreakQueries rows;
    private final PaymentQueries payments;
    private final EventStore events;
    private final JdbcClient jdbc;

    public BreakCases(
            BreakQueries rows, PaymentQueries payments, EventStore events, DataSource dataSource) {
        this.rows = rows;
        this.payments = payments;
        this.events = events;
        this.jdbc = JdbcClient.create(dataSource);
    }

    public Optional<Case> of(String tenant, String breakId) {
        return rows.of(tenant, breakId).map(row -> of(tenant, row));
    }

    public Case of(String tenant, BreakRow row) {
        var history = new ArrayList<BreakEvent>();
        var state = Break.UNDECIDED;
        var stored = events.readEvents(row.id());
        while (stored.hasNext()) {
            if (stored.next().getPayload() instanceof BreakEvent event) {
                state = state.evolve(event);
                history.add(event);
            }
        }
        return new Case(row, facts(tenant, row), state, List.copyOf(history));
    }

    /**
     * Takes breaks that are due for {@code lease}; nobody else gets them in the meantime. What is
     * to be done comes before what only waits for a word that confirms it.
     */
    public List<Due> take(Instant now, Duration lease, int limit) {
        return jdbc.sql(
                        """
                        update truebook.break_case set due_at = :until
                        where break_id in (
                            select break_id from truebook.break_case where due_at <= :now
                            order by status = 'resolved', due_at limit :limit
                            for update skip locked)
                        returning tenant, break_id, decided_at, updated_index
                        """)
                .param("now", utc(now))
                .param("until", utc(now.plus(lease)))
                .param("limit", limit)
                .query((row, _) ->
                        new Due(
                                row.getString(1),
                                row.getString(2),
                                Times.read(row, 3),
                                row.getLong(4)))
                .list();
    }

    /** When to look again; null: never. What was decided in the meantime stands. */
    public void postpone(Due due, @Nullable Instant until) {
        jdbc.sql(
                        """
                        update truebook.break_case
                        set due_at = coalesce(:until::timestamptz, 'infinity')
                        where break_id = :id and updated_index = :index
                        """)
                .param("until", until == null ? null : utc(until))
                .param("id", due.breakId())
                .param("index", due.index())
                .update();
    }

    /** Open breaks the rules were not asked about since a run last found them. */
    public List<Unjudged> unjudged(Instant now, int limit) {
        return jdbc.sql(
                        """
                        select tenant, break_id, last_run_id from truebook.reconciliation_break
                        where status = 'open'
                            and (judge_after is null or judge_after <= :now)
                            and (judged_position is null or judged_position < last_position)
                        order by break_id limit :limit
                        """)
                .param("now", utc(now))
                .param("limit", limit)
                .query((row, _) ->
                        new Unjudged(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    /** Leaves a break that could not be judged to itself for a while. */
    public void judgeLater(String breakId, Instant after) {
        jdbc.sql("update truebook.reconciliation_break set judge_after = ? where break_id = ?")
                .params(utc(after), breakId)
                .update();
    }

    /** Notes that the rules were asked about a break; what a run has found since is asked anew. */
    public void judged(Unjudged asked) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_break set judged_position = last_position
                        where break_id = ? and last_run_id = ?
                        """)
                .params(asked.breakId(), asked.lastRunId())
                .update();
    }

    private BreakFacts facts(String tenant, BreakRow row) {
        var told = told(tenant, row);
        return new BreakFacts(
                row.connection(),
                FindingCode.valueOf(row.code()),
                Leg.valueOf(row.leg().toUpperCase(Locale.ROOT)),
                row.object(),
                standing(row),
                money(row.ledgerMinor(), row.ledgerCurrency()),
                money(row.providerMinor(), row.providerCurrency()),
                Money.of(row.amountMinor(), row.currency()),
                row.chargeId(),
                row.providerReference(),
                row.balanceTransactionId(),
                row.evidence(),
                row.occurredAt(),
                row.firstSeenAt(),
                row.firstRunId(),
                row.lastRunId(),
                row.ruleVersion(),
                told.map(Told::row).orElse(null),
                ours(tenant, row, told));
    }

    private static Standing standing(BreakRow row) {
        return switch (row.standing()) {
            case "timing" -> Standing.TIMING;
            case "open" -> Standing.OPEN;
            default -> Standing.GONE;
        };
    }

    private Optional<Told> told(String tenant, BreakRow row) {
        if (row.balanceTransactionId() == null) {
            return Optional.empty();
        }
        return jdbc.sql(SETTLED)
                .params(tenant, row.connection(), row.balanceTransactionId())
                .query((settled, _) ->
                        new Told(
                                new Settled(
                                        settled.getString(1),
                                        Money.of(settled.getLong(2), settled.getString(3)),
                                        settled.getString(4),
                                        settled.getString(5),
                                        settled.getString(6),
                                        Times.read(settled, 7),
                                        settled.getBoolean(9),
                                        settled.getString(8)),
                                settled.getInt(10)))
                .optional();
    }

    /** What a row calls ours may be a stranger's word: it has to be there, and of this account. */
    private @Nullable Ours ours(String tenant, BreakRow row, Optional<Told> told) {
        return Optional.ofNullable(row.chargeId())
                .flatMap(id -> payments.byId(tenant, id))
                .map(PaymentQueries.PaymentAt::payment)
                .filter(payment -> payment.file().terms().connection().equals(row.connection()))
                .map(payment -> Ours.of(payment, bearing(payment, row.connection(), told)))
                .orElse(null);
    }

    private static @Nullable Bearing bearing(
            Payment.Known payment, String connection, Optional<Told> told) {
        return told.flatMap(one ->
                        RepairStep.fact(connection, one.row(), one.round())
                                .map(fact ->
                                        Bearing.of(payment, fact, one.row().refundOperation())))
                .orElse(null);
    }

    private static @Nullable Money money(@Nullable Long minor, @Nullable String currency) {
        return minor == null || currency == null ? null : Money.of(minor, currency);
    }
}
