package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.Breaks.ID;
import static io.truebook.ledger.reconciliation.Breaks.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.account.Side;
import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.CompleteRepair;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A break that decides one command after the other, and the accounts it has moved. */
final class DecidingBreak {

    Break state = Break.UNDECIDED;
    final Map<String, Long> books = new TreeMap<>();

    @Nullable Rejection decide(BreakCommand command) {
        return switch (state.decide(command)) {
            case Decision.Rejected<BreakEvent>(var reason, var _) -> reason;
            case Decision.Accepted<BreakEvent>(var events) -> {
                events.forEach(this::book);
                yield null;
            }
        };
    }

    private void book(BreakEvent event) {
        state = state.evolve(event);
        for (var posting : BreakPostings.entryFor(event).postings()) {
            long sign = posting.side() == Side.DEBIT ? 1 : -1;
            books.merge(posting.account().value(), sign * posting.amount().minor(), Long::sum);
        }
    }

    static ProposeRepair propose(String by, RepairKind kind, BreakFacts facts) {
        var code = kind == RepairKind.WRITE_OFF ? WriteOffReason.UNCOLLECTABLE : null;
        return new ProposeRepair(ID, by, kind, code, "why", false, facts, NOW);
    }

    static ApproveRepair approve(String by, BreakFacts facts) {
        return new ApproveRepair(ID, by, null, null, facts, NOW);
    }

    static CompleteRepair complete(int attempt) {
        return new CompleteRepair(ID, attempt, NOW);
    }

    /** From the proposal to its entries. */
    void repair(RepairKind kind, BreakFacts facts) {
        assertThat(decide(propose("ann", kind, facts))).isNull();
        assertThat(decide(approve("bob", facts))).isNull();
        assertThat(decide(complete(state.attempts()))).isNull();
    }
}
