package io.truebook.ledger.reconciliation;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a break. Who asks, when, and what was known are data: deciding the same
 * command twice gives the same events.
 */
public sealed interface BreakCommand {

    String breakId();

    Instant at();

    /** Makes somebody the owner. The owner there is already changes nothing. */
    record AssignBreak(
            @TargetAggregateIdentifier String breakId,
            String by,
            String owner,
            BreakFacts facts,
            Instant at)
            implements BreakCommand {}

    /**
     * Proposes a repair for a second person to approve.
     *
     * <p>Refuses, first match wins: BREAK_NOT_OPEN, REPAIR_NOT_POSSIBLE, WRITE_OFF_NOT_ALLOWED.
     *
     * @param reasonCode of a write-off, else null
     * @param automatic whether it is to be approved by the rule itself; refused where the rule does
     *     not say so
     */
    record ProposeRepair(
            @TargetAggregateIdentifier String breakId,
            String by,
            RepairKind kind,
            @Nullable WriteOffReason reasonCode,
            String reason,
            boolean automatic,
            BreakFacts facts,
            Instant at)
            implements BreakCommand {}

    /**
     * Lets a proposed repair happen.
     *
     * <p>Refuses, first match wins: REPAIR_NOT_PROPOSED, REPAIR_BY_SAME_PERSON, REPAIR_OUTDATED.
     *
     * @param attempt the proposal its author has seen; null for whichever there is
     */
    record ApproveRepair(
            @TargetAggregateIdentifier String breakId,
            String by,
            @Nullable Long attempt,
            @Nullable String reason,
            BreakFacts facts,
            Instant at)
            implements BreakCommand {}

    /** Turns a proposed repair down, or withdraws it. Refuses: REPAIR_NOT_PROPOSED. */
    record RejectRepair(
            @TargetAggregateIdentifier String breakId, String by, String reason, Instant at)
            implements BreakCommand {}

    /** Ends a break without a repair. Refuses: BREAK_NOT_OPEN. */
    record DismissBreak(
            @TargetAggregateIdentifier String breakId,
            String by,
            String reason,
            BreakFacts facts,
            Instant at)
            implements BreakCommand {}

    /** Notes that an approved repair is being done; a repeat changes nothing. */
    record BeginRepair(@TargetAggregateIdentifier String breakId, int attempt, Instant at)
            implements BreakCommand {}

    /**
     * Books what of an approved repair is the break's own, and ends it; a repeat changes nothing.
     */
    record CompleteRepair(@TargetAggregateIdentifier String breakId, int attempt, Instant at)
            implements BreakCommand {}

    /**
     * Notes that an approved repair was refused for good; the break is open again.
     *
     * @param code of the refusal, from the error catalogue
     */
    record FailRepair(
            @TargetAggregateIdentifier String breakId,
            int attempt,
            String code,
            String detail,
            Instant at)
            implements BreakCommand {}

    /**
     * Notes that the provider itself has told what a repair had booked; a repeat changes nothing.
     */
    record ConfirmRepair(
            @TargetAggregateIdentifier String breakId, String factKey, String told, Instant at)
            implements BreakCommand {}

    /**
     * Notes that both sides differ about an operation, or differ otherwise than was noted; what is
     * noted already changes nothing.
     */
    record OpenBreak(@TargetAggregateIdentifier String breakId, BreakFacts facts, Instant at)
            implements BreakCommand {}

    /** Notes that they agree again; a repeat, or one that never was open, changes nothing. */
    record CloseBreak(@TargetAggregateIdentifier String breakId, String why, Instant at)
            implements BreakCommand {}
}
