package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Comparison;
import io.truebook.ledger.reconciliation.Finding;
import io.truebook.ledger.reconciliation.RollForward;
import io.truebook.projection.reconciliation.ReconciliationRuns.Identity;
import io.truebook.projection.reconciliation.RepairDone.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The run that is being made: its lines, its figures and its breaks, in one commit. */
public final class NewRun {

    /**
     * What a run comes to when all its findings are written.
     *
     * @param breaks those that nobody has dismissed
     * @param reportHead the report without its lines
     */
    @SuppressWarnings("ArrayRecordComponent") // Stored as it is, never compared.
    public record Figures(
            long matched,
            long timing,
            long breaks,
            List<RollForward> rollForwards,
            byte[] reportHead) {}

    private final Connection session;
    private final JdbcClient jdbc;

    NewRun(Connection session, JdbcClient jdbc) {
        this.session = session;
        this.jdbc = jdbc;
    }

    /** Breaks that people had dismissed by then, with the amount they were dismissed at. */
    public Map<String, Money> dismissed(Identity identity) {
        return new DecidedBreaks(jdbc, identity.position())
                .dismissed(identity.tenant(), identity.connection());
    }

    /** Keeps what {@code compare} finds, the figures it ends with, and the repairs it shows. */
    public void keep(
            Identity identity,
            List<RepairDone> repairs,
            Function<Consumer<Finding>, Figures> compare) {
        Figures figures;
        try (var items = new FindingItems(session, identity)) {
            figures = compare.apply(items::add);
            items.finish();
        } catch (SQLException failed) {
            throw new DataAccessResourceFailureException("Findings could not be kept", failed);
        }
        insert(identity, figures);
        insertClosing(identity, figures.rollForwards());
        if (!identity.held()) {
            insertBreaks(identity);
        }
        new NewDifferences(jdbc, identity).insert();
        insertRepairs(identity, repairs);
        if (!identity.held()) {
            resolveWhatIsGone(identity);
        }
    }

    private void insert(Identity identity, Figures figures) {
        jdbc.sql(
                        """
                        insert into truebook.reconciliation_run (run_id, tenant, connection,
                            period_from, period_to, time_zone, as_of, journal_position,
                            rule_version, previous_run_id, matched_count, timing_count,
                            break_count, report_head, file_sequence, known_position)
                        values (:id, :tenant, :connection, :from, :to, :zone, :asOf,
                            :position, :rules, :previous, :matched, :timing, :breaks, :head,
                            :files, :known)
                        """)
                .param("id", identity.id())
                .param("tenant", identity.tenant())
                .param("connection", identity.connection())
                .param("from", utc(identity.period().from()))
                .param("to", utc(identity.period().to()))
                .param("zone", identity.period().zone().getId())
                .param("asOf", utc(identity.asOf()))
                .param("position", identity.position())
                .param("known", identity.held() ? identity.position() : null)
                .param("rules", Comparison.RULE_VERSION)
                .param("previous", identity.previousRunId())
                .param("matched", figures.matched())
                .param("timing", figures.timing())
                .param("breaks", figures.breaks())
                .param("head", figures.reportHead())
                .param("files", identity.fileSequence())
                .update();
    }

    private void insertClosing(Identity identity, List<RollForward> rollForwards) {
        for (var rollForward : rollForwards) {
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

    private void insertRepairs(Identity identity, List<RepairDone> repairs) {
        for (int i = 0; i < repairs.size(); i++) {
            var repair = repairs.get(i);
            jdbc.sql(
                            """
                            insert into truebook.reconciliation_repair (run_id, ordinal, break_id,
                                code, object, attempt, kind, amount_minor, currency, proposed_by,
                                approved_by, automatic, applied_at, events, positions)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(
                            identity.id(),
                            i,
                            repair.breakId(),
                            repair.code(),
                            repair.object(),
                            repair.attempt(),
                            repair.kind().code(),
                            repair.amount().minor(),
                            repair.amount().currency().code(),
                            repair.proposedBy(),
                            repair.approvedBy(),
                            repair.automatic(),
                            utc(repair.appliedAt()),
                            repair.written().stream().map(Written::event).toArray(String[]::new),
                            repair.written().stream().map(Written::position).toArray(Long[]::new))
                    .update();
        }
    }

    /** What a person has decided about a break stays; only what a run found can change. */
    private void insertBreaks(Identity identity) {
        jdbc.sql(
                        """
                        insert into truebook.reconciliation_break as b (break_id, tenant, connection,
                            leg, code, status, object, ledger_minor, ledger_currency,
                            provider_minor, provider_currency, amount_minor, currency, charge_id,
                            provider_reference, balance_transaction_id, evidence, occurred_at,
                            first_seen_at, first_run_id, last_run_id, last_position)
                        select distinct on (finding_id) finding_id, :tenant, :connection, leg, code,
                            status, object, ledger_minor, ledger_currency, provider_minor,
                            provider_currency, difference_minor, currency, charge_id,
                            provider_reference, balance_transaction_id, evidence, occurred_at,
                            :asOf, :run, :run, :position
                        from truebook.reconciliation_item
                        where run_id = :run and status <> 'matched'
                        order by finding_id, occurred_at, difference_minor
                        on conflict (break_id) do update set
                            status = case when b.status = 'resolved' then excluded.status
                                else b.status end,
                            ledger_minor = excluded.ledger_minor,
                            ledger_currency = excluded.ledger_currency,
                            provider_minor = excluded.provider_minor,
                            provider_currency = excluded.provider_currency,
                            amount_minor = excluded.amount_minor,
                            currency = excluded.currency,
                            charge_id = excluded.charge_id,
                            occurred_at = excluded.occurred_at,
                            evidence = excluded.evidence,
                            carried_to = 'infinity',
                            last_run_id = excluded.last_run_id,
                            last_position = excluded.last_position
                        where b.last_position <= excluded.last_position
                        """)
                .param("run", identity.id())
                .param("tenant", identity.tenant())
                .param("connection", identity.connection())
                .param("asOf", utc(identity.asOf()))
                .param("position", identity.position())
                .update();
    }

    /**
     * Of the period, and of what earlier ones left to be looked at again; of what is wrong with
     * files, whatever was before. What a repair has begun may be gone by its doing: it ends with
     * the repair.
     */
    private void resolveWhatIsGone(Identity identity) {
        jdbc.sql(
                        """
                        update truebook.reconciliation_break b set status = 'resolved',
                            carried_to = :to, last_run_id = :run, last_position = :position
                        where tenant = :tenant and connection = :connection
                            and carried_to = 'infinity' and occurred_at < :to
                            and leg <> 'events'
                            and (occurred_at >= :from or occurred_at >= :since and leg in
                        """
                                + CarriedItems.LEGS
                                + """
                                    or leg in ('proof', 'file', 'bank'))
                                    and status in ('timing', 'open') and last_run_id <> :run
                                    and last_position <= :position
                                    and not exists (select from truebook.break_case c
                                        where c.break_id = b.break_id
                                            and (c.half_done or c.status in ('approved', 'applying')))
                                """)
                .param("run", identity.id())
                .param("position", identity.position())
                .param("tenant", identity.tenant())
                .param("connection", identity.connection())
                .param("from", utc(identity.period().from()))
                .param("since", utc(identity.period().from().minus(CarriedItems.LOOK_BACK)))
                .param("to", utc(identity.period().to()))
                .update();
    }
}
