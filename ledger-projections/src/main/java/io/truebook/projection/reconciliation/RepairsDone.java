package io.truebook.projection.reconciliation;

import static io.truebook.projection.reconciliation.Times.utc;

import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.Break.Proposal;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.reconciliation.DecidedBreaks.Decided;
import io.truebook.projection.reconciliation.DecidedBreaks.Step;
import io.truebook.projection.reconciliation.RepairDone.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The repairs a report has to show: those of what happened in its period, and those that were done
 * in it, as the journal knew them at a position.
 */
final class RepairsDone {

    private final JdbcClient jdbc;
    private final long position;

    RepairsDone(JdbcClient jdbc, long position) {
        this.jdbc = jdbc;
        this.position = position;
    }

    List<RepairDone> of(String tenant, String connection, Period period) {
        return new DecidedBreaks(jdbc, position)
                .of(candidates(tenant, connection, period)).stream()
                        .flatMap(decided -> repairs(tenant, decided, period))
                        .sorted(
                                Comparator.comparing(RepairDone::appliedAt)
                                        .thenComparing(RepairDone::breakId)
                                        .thenComparingInt(RepairDone::attempt))
                        .toList();
    }

    /**
     * Nothing is decided about a difference before it happens, clocks that are apart allowed for.
     */
    private List<String> candidates(String tenant, String connection, Period period) {
        return jdbc.sql(
                        """
                        select break_id from truebook.break_case
                        where tenant = :tenant and connection = :connection
                            and decided_at >= :from::timestamptz - interval '1 day'
                        order by break_id
                        """)
                .param("tenant", tenant)
                .param("connection", connection)
                .param("from", utc(period.from()))
                .query((row, _) -> row.getString(1))
                .list();
    }

    private Stream<RepairDone> repairs(String tenant, Decided decided, Period period) {
        var repairs = new ArrayList<RepairDone>();
        var own = new ArrayList<Written>();
        var state = Break.UNDECIDED;
        for (var step : decided.steps()) {
            state = state.evolve(step.event());
            switch (step.event()) {
                // What a break books itself is not begun: only its proposal parts two repairs.
                case BreakEvent.RepairProposed _, BreakEvent.RepairBegun _ -> own.clear();
                case BreakEvent.AmountParked _,
                        BreakEvent.ParkingReversed _,
                        BreakEvent.AmountWrittenOff _,
                        BreakEvent.WriteOffReversed _,
                        BreakEvent.FxDifferenceBooked _,
                        BreakEvent.FxDifferenceReversed _ ->
                        own.add(new Written(step.position(), step.type()));
                case BreakEvent.RepairApplied applied -> {
                    var proposal = state.proposal();
                    if (proposal != null && isOf(period, proposal, applied.at())) {
                        repairs.add(repair(tenant, step, proposal, own));
                    }
                    own.clear();
                }
                case BreakEvent.BreakAssigned _,
                        BreakEvent.RepairApproved _,
                        BreakEvent.RepairRejected _,
                        BreakEvent.RepairFailed _,
                        BreakEvent.RepairConfirmed _,
                        BreakEvent.BreakDismissed _,
                        BreakEvent.BreakOpened _,
                        BreakEvent.BreakClosed _ -> {}
            }
        }
        return repairs.stream();
    }

    private static boolean isOf(Period period, Proposal proposal, Instant appliedAt) {
        return period.contains(proposal.facts().occurredAt()) || period.contains(appliedAt);
    }

    private RepairDone repair(String tenant, Step applied, Proposal proposal, List<Written> own) {
        var facts = proposal.facts();
        var id = applied.event().breakId();
        var approvedBy = proposal.approvedBy();
        var written = new ArrayList<>(own);
        written.addAll(sent(tenant, id, proposal));
        written.sort(Comparator.comparingLong(Written::position));
        return new RepairDone(
                id,
                facts.code().name(),
                facts.object(),
                proposal.attempt(),
                proposal.kind(),
                facts.amount(),
                proposal.by(),
                approvedBy == null ? "" : approvedBy,
                proposal.automatic(),
                applied.event().at(),
                written);
    }

    /** What the commands have written that it sent to the payment. */
    private List<Written> sent(String tenant, String breakId, Proposal proposal) {
        if (proposal.kind().isOwnEntry()) {
            return List.of();
        }
        return jdbc.sql(
                        """
                        select e.global_index, e.event_type
                        from truebook.transaction_register r
                        join truebook.journal_event e
                            on e.global_index between r.first_index and r.last_index
                        where r.tenant = :tenant and r.origin = :origin
                            and r.transaction_id = any(:ids) and e.global_index <= :position
                            and r.rejection is null
                        order by 1
                        """)
                .param("tenant", tenant)
                .param("origin", RepairStep.ORIGIN)
                .param(
                        "ids",
                        Stream.of(RepairKind.RECORD_FACT, RepairKind.REFUND_DUPLICATE)
                                .map(kind -> RepairStep.id(breakId, kind, proposal))
                                .toArray(String[]::new))
                .param("position", position)
                .query((row, _) -> new Written(row.getLong(1), row.getString(2)))
                .list();
    }
}
