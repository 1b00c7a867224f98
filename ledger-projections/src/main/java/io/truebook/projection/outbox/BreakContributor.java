package io.truebook.projection.outbox;

import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.BreakCase;
import io.truebook.projection.store.FoundBreak;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalContributor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/** Keeps how far each break is, in the commit of the event that took it there. */
public final class BreakContributor implements JournalContributor {

    private static final Duration BEGUN = Duration.ofSeconds(5);

    private final Runnable wake;

    /**
     * @param wake rung after the commit of a decision that leaves something to do; must not block
     */
    public BreakContributor(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void contribute(JournalChange change, BatchRows rows) {
        if (change.events().isEmpty()
                || !(change.events().getLast().getPayload() instanceof BreakEvent event)
                || !(change.state() instanceof Break now)) {
            return;
        }
        var row = row(now, event);
        rows.breakCase(row);
        found(event).ifPresent(rows::foundBreak);
        if (row.dueAt() != null) {
            CurrentUnitOfWork.ifStarted(unit -> unit.root().afterCommit(_ -> wake.run()));
        }
    }

    /** How far a break is after an event. */
    public static BreakCase row(Break now, BreakEvent last) {
        var facts = now.facts();
        if (facts == null) {
            throw new IllegalStateException("Decided without facts: " + last.breakId());
        }
        return new BreakCase(
                last.breakId(),
                facts.connection(),
                now.status().code(),
                now.owner(),
                last.at(),
                dueAt(now, last),
                last instanceof BreakEvent.RepairApplied,
                now.status() == Break.Status.DISMISSED ? facts.amount() : null,
                now.isHalfDone());
    }

    /** What an event says of a break of an operation; empty where runs find it. */
    public static Optional<FoundBreak> found(BreakEvent event) {
        return switch (event) {
            case BreakEvent.BreakOpened e -> Optional.of(new FoundBreak(e.breakId(), e.facts()));
            case BreakEvent.BreakClosed e ->
                    Optional.of(new FoundBreak(e.breakId(), e.facts().thatIsGone()));
            default -> Optional.empty();
        };
    }

    private static @Nullable Instant dueAt(Break now, BreakEvent event) {
        return switch (now.status()) {
            case APPROVED -> event.at();
            // Whoever has begun goes on; only if that node died does another one.
            case APPLYING -> event.at().plus(BEGUN);
            case RESOLVED -> waitsForTheProvider(now) ? event.at() : null;
            case OPEN, PROPOSED, CONFIRMED, DISMISSED -> null;
        };
    }

    /** The provider's own word of what was booked may still come. */
    private static boolean waitsForTheProvider(Break now) {
        return now.proposal() != null && now.proposal().kind() == RepairKind.RECORD_FACT;
    }
}
