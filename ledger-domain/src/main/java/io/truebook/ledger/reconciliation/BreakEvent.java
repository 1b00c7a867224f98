package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a break, by whom and why. Names and meanings are public for ever.
 *
 * <p>Amounts are minor units, signed as the difference was: above zero where the provider had more.
 * Each event carries what its postings need.
 */
public sealed interface BreakEvent {

    String breakId();

    Instant at();

    record BreakAssigned(String breakId, Instant at, String by, String owner, BreakFacts facts)
            implements BreakEvent {}

    /**
     * @param attempt counts the proposals of this break; the transaction ids of its repair name it
     * @param policyVersion of the rules it was allowed by
     */
    record RepairProposed(
            String breakId,
            Instant at,
            String by,
            int attempt,
            RepairKind kind,
            @Nullable WriteOffReason reasonCode,
            String reason,
            int policyVersion,
            BreakFacts facts)
            implements BreakEvent {}

    /**
     * @param automatic whether the rule approved it, and nobody else
     */
    record RepairApproved(
            String breakId,
            Instant at,
            String by,
            int attempt,
            boolean automatic,
            @Nullable String reason)
            implements BreakEvent {}

    record RepairRejected(String breakId, Instant at, String by, int attempt, String reason)
            implements BreakEvent {}

    record RepairBegun(String breakId, Instant at, int attempt) implements BreakEvent {}

    /**
     * The difference was taken to suspense.
     *
     * @param effectiveAt when both sides parted: the provider's account is right from there on
     */
    record AmountParked(
            String breakId, Instant at, String connection, Money amount, Instant effectiveAt)
            implements BreakEvent {}

    /** The exact reverse of what was parked. */
    record ParkingReversed(
            String breakId, Instant at, String connection, Money amount, Instant effectiveAt)
            implements BreakEvent {}

    record AmountWrittenOff(
            String breakId, Instant at, String connection, Money amount, WriteOffReason reasonCode)
            implements BreakEvent {}

    /** The exact reverse of what was written off. */
    record WriteOffReversed(String breakId, Instant at, String connection, Money amount)
            implements BreakEvent {}

    /**
     * What a rate or a rounding made of a conversion is a gain, or a loss where it is below zero.
     *
     * @param effectiveAt when both sides parted
     */
    record FxDifferenceBooked(
            String breakId, Instant at, String connection, Money amount, Instant effectiveAt)
            implements BreakEvent {}

    /** The exact reverse of what was booked. */
    record FxDifferenceReversed(
            String breakId, Instant at, String connection, Money amount, Instant effectiveAt)
            implements BreakEvent {}

    record RepairApplied(String breakId, Instant at, int attempt) implements BreakEvent {}

    record RepairFailed(String breakId, Instant at, int attempt, String code, String detail)
            implements BreakEvent {}

    /**
     * @param told the provider's message that told the same
     */
    record RepairConfirmed(String breakId, Instant at, String factKey, String told)
            implements BreakEvent {}

    record BreakDismissed(String breakId, Instant at, String by, String reason, BreakFacts facts)
            implements BreakEvent {}

    /** Both sides differ about an operation, or otherwise than the last such event says. */
    record BreakOpened(String breakId, Instant at, BreakFacts facts) implements BreakEvent {}

    /**
     * Both sides agree.
     *
     * @param facts as they were while it was open
     */
    record BreakClosed(String breakId, Instant at, String why, BreakFacts facts)
            implements BreakEvent {}
}
