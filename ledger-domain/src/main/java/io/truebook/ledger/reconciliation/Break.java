package io.truebook.ledger.reconciliation;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakEvent.AmountParked;
import io.truebook.ledger.reconciliation.BreakEvent.AmountWrittenOff;
import io.truebook.ledger.reconciliation.BreakEvent.BreakAssigned;
import io.truebook.ledger.reconciliation.BreakEvent.BreakClosed;
import io.truebook.ledger.reconciliation.BreakEvent.BreakDismissed;
import io.truebook.ledger.reconciliation.BreakEvent.BreakOpened;
import io.truebook.ledger.reconciliation.BreakEvent.FxDifferenceBooked;
import io.truebook.ledger.reconciliation.BreakEvent.FxDifferenceReversed;
import io.truebook.ledger.reconciliation.BreakEvent.ParkingReversed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairApplied;
import io.truebook.ledger.reconciliation.BreakEvent.RepairApproved;
import io.truebook.ledger.reconciliation.BreakEvent.RepairBegun;
import io.truebook.ledger.reconciliation.BreakEvent.RepairConfirmed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairFailed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairProposed;
import io.truebook.ledger.reconciliation.BreakEvent.RepairRejected;
import io.truebook.ledger.reconciliation.BreakEvent.WriteOffReversed;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one difference between the books and the provider, and what came of it.
 *
 * <p>That the difference is there is what runs say; it is handed in with each command as {@link
 * BreakFacts}. Invariant: whoever approved a repair is not who proposed it, unless the rule itself
 * approved it.
 *
 * @param facts as the last decision knew them; null before the first
 * @param proposal the last one that was made, whatever became of it
 * @param failure why the last repair was refused for good; null unless it was
 * @param parked what this break has taken to suspense and not given back
 * @param writtenOff what of that was given up and not taken back
 * @param fxBooked what it has booked to the result of conversions and not taken back
 */
public record Break(
        Status status,
        @Nullable String owner,
        @Nullable BreakFacts facts,
        @Nullable Proposal proposal,
        @Nullable Failure failure,
        @Nullable Money parked,
        @Nullable Money writtenOff,
        @Nullable Money fxBooked) {

    /** How far the decisions about a break are. */
    public enum Status {
        /** Nothing is decided, or nothing that holds any more. */
        OPEN,
        PROPOSED,
        APPROVED,
        APPLYING,
        RESOLVED,
        /** Resolved, and the provider itself has told the same since. */
        CONFIRMED,
        DISMISSED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A repair somebody wants.
     *
     * @param approvedBy null while nobody has
     */
    public record Proposal(
            int attempt,
            RepairKind kind,
            @Nullable WriteOffReason reasonCode,
            String by,
            String reason,
            Instant at,
            BreakFacts facts,
            @Nullable String approvedBy,
            boolean automatic) {}

    /** A refusal that will not change, with its code of the error catalogue. */
    public record Failure(String code, String detail) {}

    /** A difference nobody has decided anything about. */
    public static final Break UNDECIDED =
            new Break(Status.OPEN, null, null, null, null, null, null, null);

    /** What follows from a command: events, or a refusal of the error catalogue. */
    public Decision<BreakEvent> decide(BreakCommand command) {
        return BreakDecisions.decide(this, command);
    }

    /** The break after an event. Total: no event is refused. */
    public Break evolve(BreakEvent event) {
        return switch (event) {
            case BreakAssigned e ->
                    new Break(
                            status == Status.DISMISSED && !isDismissed(e.facts())
                                    ? Status.OPEN
                                    : status,
                            e.owner(),
                            e.facts(),
                            proposal,
                            failure,
                            parked,
                            writtenOff,
                            fxBooked);
            case RepairProposed e ->
                    new Break(
                            Status.PROPOSED,
                            owner,
                            e.facts(),
                            proposed(e),
                            null,
                            parked,
                            writtenOff,
                            fxBooked);
            case RepairApproved e -> in(Status.APPROVED, approved(e));
            case RepairRejected _ -> in(isBookedAway() ? Status.RESOLVED : Status.OPEN);
            case RepairBegun _ -> in(Status.APPLYING);
            case RepairApplied _ -> in(isReversal() ? Status.OPEN : Status.RESOLVED);
            case RepairFailed e ->
                    new Break(
                            Status.OPEN,
                            owner,
                            facts,
                            proposal,
                            new Failure(e.code(), e.detail()),
                            parked,
                            writtenOff,
                            fxBooked);
            case RepairConfirmed _ -> in(Status.CONFIRMED);
            case BreakDismissed e ->
                    new Break(
                            Status.DISMISSED,
                            owner,
                            e.facts(),
                            proposal,
                            failure,
                            parked,
                            writtenOff,
                            fxBooked);
            case BreakOpened e -> known(isOver(e.facts()) ? Status.OPEN : status, e.facts());
            case BreakClosed e -> known(status, e.facts().thatIsGone());
            case AmountParked e -> holding(e.amount(), writtenOff, fxBooked);
            case ParkingReversed _ -> holding(null, writtenOff, fxBooked);
            case AmountWrittenOff e -> holding(parked, e.amount(), fxBooked);
            case WriteOffReversed _ -> holding(parked, null, fxBooked);
            case FxDifferenceBooked e -> holding(parked, writtenOff, e.amount());
            case FxDifferenceReversed _ -> holding(parked, writtenOff, null);
        };
    }

    /** Whether it was dismissed, and is about as much as it was then. */
    public boolean isDismissed(BreakFacts latest) {
        return status == Status.DISMISSED
                && facts != null
                && facts.amount().equals(latest.amount());
    }

    /**
     * Whether it has booked something that is not taken back; not a field, so not named like one.
     */
    public boolean hasBooked() {
        return parked != null || fxBooked != null;
    }

    /** How many repairs were ever proposed. */
    public int attempts() {
        return proposal == null ? 0 : proposal.attempt();
    }

    /**
     * Whether what was to go to suspense is told to our payment since: it would be booked twice.
     */
    public boolean isBookedSince(BreakFacts latest) {
        return !hasBooked()
                && proposal != null
                && proposal.kind().isOwnEntry()
                && latest.isKnown()
                && !proposal.facts().isKnown();
    }

    /** Whether the last repair was refused after its first step may have been booked. */
    public boolean isHalfDone() {
        return status == Status.OPEN
                && failure != null
                && proposal != null
                && proposal.kind() == RepairKind.REFUND_DUPLICATE;
    }

    /** Whether a proposal waits for a second person, or is being done. */
    public boolean isUnderWay() {
        return switch (status) {
            case PROPOSED, APPROVED, APPLYING -> true;
            case OPEN, RESOLVED, CONFIRMED, DISMISSED -> false;
        };
    }

    /** Whether the proposal was about what is booked, and no longer about a difference. */
    private boolean isBookedAway() {
        return hasBooked() && facts != null && !facts.stands();
    }

    /** What is taken back makes the difference stand again, until a run finds otherwise. */
    private boolean isReversal() {
        return proposal != null && proposal.kind() == RepairKind.REVERSE;
    }

    /** Whether what was decided is not about this: it was repaired, or dismissed as another one. */
    private boolean isOver(BreakFacts found) {
        return switch (status) {
            case RESOLVED, CONFIRMED -> true;
            case DISMISSED ->
                    !isDismissed(found)
                            || facts == null
                            || !facts.evidence().equals(found.evidence());
            case OPEN, PROPOSED, APPROVED, APPLYING -> false;
        };
    }

    private Break known(Status next, BreakFacts latest) {
        return new Break(next, owner, latest, proposal, failure, parked, writtenOff, fxBooked);
    }

    private Break in(Status next) {
        return new Break(next, owner, facts, proposal, failure, parked, writtenOff, fxBooked);
    }

    private Break in(Status next, @Nullable Proposal made) {
        return new Break(next, owner, facts, made, null, parked, writtenOff, fxBooked);
    }

    private Break holding(@Nullable Money inSuspense, @Nullable Money givenUp, @Nullable Money fx) {
        return new Break(status, owner, facts, proposal, failure, inSuspense, givenUp, fx);
    }

    private static Proposal proposed(RepairProposed e) {
        return new Proposal(
                e.attempt(),
                e.kind(),
                e.reasonCode(),
                e.by(),
                e.reason(),
                e.at(),
                e.facts(),
                null,
                false);
    }

    private @Nullable Proposal approved(RepairApproved e) {
        return proposal == null
                ? null
                : new Proposal(
                        proposal.attempt,
                        proposal.kind,
                        proposal.reasonCode,
                        proposal.by,
                        proposal.reason,
                        proposal.at,
                        proposal.facts,
                        e.by(),
                        e.automatic());
    }
}
