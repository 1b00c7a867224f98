package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.decision.Decision.accept;
import static io.truebook.ledger.decision.Decision.reject;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Break.Proposal;
import io.truebook.ledger.reconciliation.Break.Status;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.AssignBreak;
import io.truebook.ledger.reconciliation.BreakCommand.BeginRepair;
import io.truebook.ledger.reconciliation.BreakCommand.CloseBreak;
import io.truebook.ledger.reconciliation.BreakCommand.CompleteRepair;
import io.truebook.ledger.reconciliation.BreakCommand.ConfirmRepair;
import io.truebook.ledger.reconciliation.BreakCommand.DismissBreak;
import io.truebook.ledger.reconciliation.BreakCommand.FailRepair;
import io.truebook.ledger.reconciliation.BreakCommand.OpenBreak;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.BreakCommand.RejectRepair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may decide what about a break, and what a repair books of its own. */
final class BreakDecisions {

    private BreakDecisions() {}

    static Decision<BreakEvent> decide(Break now, BreakCommand command) {
        return switch (command) {
            case AssignBreak c ->
                    c.owner().equals(now.owner())
                            ? accept()
                            : accept(
                                    new BreakEvent.BreakAssigned(
                                            c.breakId(), c.at(), c.by(), c.owner(), c.facts()));
            case ProposeRepair c -> propose(now, c);
            case ApproveRepair c -> approve(now, c);
            case RejectRepair c -> rejectRepair(now, c);
            case DismissBreak c -> dismiss(now, c);
            case BeginRepair c -> begin(now, c);
            case CompleteRepair c -> complete(now, c);
            case FailRepair c -> fail(now, c);
            case ConfirmRepair c -> confirm(now, c);
            case OpenBreak c -> open(now, c);
            case CloseBreak c -> close(now, c);
        };
    }

    private static Decision<BreakEvent> open(Break now, OpenBreak c) {
        return isSame(now.facts(), c.facts())
                ? accept()
                : accept(new BreakEvent.BreakOpened(c.breakId(), c.at(), c.facts()));
    }

    private static boolean isSame(@Nullable BreakFacts known, BreakFacts found) {
        return known != null
                && known.stands()
                && known.amount().equals(found.amount())
                && known.evidence().equals(found.evidence());
    }

    private static Decision<BreakEvent> close(Break now, CloseBreak c) {
        var facts = now.facts();
        return facts == null || !facts.stands()
                ? accept()
                : accept(new BreakEvent.BreakClosed(c.breakId(), c.at(), c.why(), facts));
    }

    private static Decision<BreakEvent> propose(Break now, ProposeRepair c) {
        boolean standing = c.facts().stands() && !now.isDismissed(c.facts());
        if (now.isUnderWay() || !(standing || now.hasBooked())) {
            return notOpen(now, c.facts());
        }
        var refusal = RepairPolicy.refusal(c.kind(), c.reasonCode(), c.facts(), now, c.at());
        if (refusal.isPresent()) {
            return reject(refusal.get(), why(refusal.get(), c));
        }
        if (c.automatic() && !isAutomatic(c)) {
            return reject(Rejection.REPAIR_NOT_POSSIBLE, "The rule does not do it by itself");
        }
        int attempt = now.attempts() + 1;
        var proposed =
                new BreakEvent.RepairProposed(
                        c.breakId(),
                        c.at(),
                        c.by(),
                        attempt,
                        c.kind(),
                        c.reasonCode(),
                        c.reason(),
                        RepairPolicy.VERSION,
                        c.facts());
        return c.automatic()
                ? accept(
                        proposed,
                        new BreakEvent.RepairApproved(
                                c.breakId(), c.at(), c.by(), attempt, true, null))
                : accept(proposed);
    }

    private static boolean isAutomatic(ProposeRepair c) {
        return RepairPolicy.suggest(c.facts())
                .filter(suggestion -> suggestion.kind() == c.kind())
                .filter(RepairPolicy.Suggestion::isAutomatic)
                .isPresent();
    }

    private static String why(Rejection reason, ProposeRepair c) {
        if (c.facts().isOfARepair()) {
            return "Reverse the repair of " + c.facts().object();
        }
        return reason == Rejection.WRITE_OFF_NOT_ALLOWED
                ? "It has to be known for more than 30 days, or less than one "
                        + c.facts().amount().currency()
                : "Possible now: "
                        + RepairPolicy.possible(c.facts()).stream().map(RepairKind::code).toList()
                        + "; a write-off names its reason_code";
    }

    private static Decision<BreakEvent> approve(Break now, ApproveRepair c) {
        var proposal = proposal(now);
        if (now.status() != Status.PROPOSED || proposal.isEmpty()) {
            return notProposed(now);
        }
        if (proposal.get().by().equals(c.by())) {
            return reject(Rejection.REPAIR_BY_SAME_PERSON, "A second person has to approve it");
        }
        boolean another = c.attempt() != null && c.attempt() != proposal.get().attempt();
        if (another || !isStillWhatWasProposed(now, proposal.get(), c.facts())) {
            return reject(Rejection.REPAIR_OUTDATED, "Reject it and look at the break again");
        }
        return accept(
                new BreakEvent.RepairApproved(
                        c.breakId(), c.at(), c.by(), proposal.get().attempt(), false, c.reason()));
    }

    /** What is in suspense is ours to say; a difference has to be there still, and be the same. */
    private static boolean isStillWhatWasProposed(Break now, Proposal proposal, BreakFacts facts) {
        return now.hasBooked()
                || (facts.stands()
                        && facts.amount().equals(proposal.facts().amount())
                        && !now.isBookedSince(facts)
                        && !isGivenBackSince(proposal, facts));
    }

    /** What was there twice may be with the payer by now, or claimed back. */
    private static boolean isGivenBackSince(Proposal proposal, BreakFacts facts) {
        return proposal.kind() == RepairKind.REFUND_DUPLICATE
                && !RepairPolicy.isPossible(proposal.kind(), facts);
    }

    private static Decision<BreakEvent> rejectRepair(Break now, RejectRepair c) {
        return now.status() == Status.PROPOSED
                ? accept(
                        new BreakEvent.RepairRejected(
                                c.breakId(), c.at(), c.by(), now.attempts(), c.reason()))
                : notProposed(now);
    }

    private static Decision<BreakEvent> dismiss(Break now, DismissBreak c) {
        boolean standing = c.facts().stands() && !now.isDismissed(c.facts());
        return now.isUnderWay() || !standing
                ? notOpen(now, c.facts())
                : accept(
                        new BreakEvent.BreakDismissed(
                                c.breakId(), c.at(), c.by(), c.reason(), c.facts()));
    }

    private static Decision<BreakEvent> begin(Break now, BeginRepair c) {
        return now.status() == Status.APPROVED && now.attempts() == c.attempt()
                ? accept(new BreakEvent.RepairBegun(c.breakId(), c.at(), c.attempt()))
                : accept();
    }

    private static Decision<BreakEvent> complete(Break now, CompleteRepair c) {
        if (!isBeingDone(now, c.attempt())) {
            return accept();
        }
        List<BreakEvent> events =
                new ArrayList<>(
                        proposal(now)
                                .filter(proposal -> proposal.kind().isOwnEntry())
                                .map(proposal -> entries(now, proposal, c))
                                .orElse(List.of()));
        events.add(new BreakEvent.RepairApplied(c.breakId(), c.at(), c.attempt()));
        return accept(events);
    }

    private static List<BreakEvent> entries(Break now, Proposal proposal, CompleteRepair c) {
        var facts = proposal.facts();
        var events = new ArrayList<BreakEvent>();
        var parked = now.parked();
        if (proposal.kind() == RepairKind.REVERSE) {
            Optional.ofNullable(now.writtenOff())
                    .ifPresent(amount ->
                            events.add(
                                    new BreakEvent.WriteOffReversed(
                                            c.breakId(), c.at(), facts.connection(), amount)));
            Optional.ofNullable(parked)
                    .ifPresent(amount ->
                            events.add(
                                    new BreakEvent.ParkingReversed(
                                            c.breakId(),
                                            c.at(),
                                            facts.connection(),
                                            amount,
                                            facts.occurredAt())));
            Optional.ofNullable(now.fxBooked())
                    .ifPresent(amount ->
                            events.add(
                                    new BreakEvent.FxDifferenceReversed(
                                            c.breakId(),
                                            c.at(),
                                            facts.connection(),
                                            amount,
                                            facts.occurredAt())));
            return events;
        }
        if (proposal.kind() == RepairKind.BOOK_FX) {
            return List.of(
                    new BreakEvent.FxDifferenceBooked(
                            c.breakId(),
                            c.at(),
                            facts.connection(),
                            facts.amount(),
                            facts.occurredAt()));
        }
        Money amount = parked == null ? facts.amount() : parked;
        if (parked == null) {
            events.add(
                    new BreakEvent.AmountParked(
                            c.breakId(), c.at(), facts.connection(), amount, facts.occurredAt()));
        }
        // Given up today, whenever both sides parted.
        Optional.ofNullable(proposal.reasonCode())
                .ifPresent(code ->
                        events.add(
                                new BreakEvent.AmountWrittenOff(
                                        c.breakId(), c.at(), facts.connection(), amount, code)));
        return events;
    }

    private static Decision<BreakEvent> fail(Break now, FailRepair c) {
        return isBeingDone(now, c.attempt())
                ? accept(
                        new BreakEvent.RepairFailed(
                                c.breakId(), c.at(), c.attempt(), c.code(), c.detail()))
                : accept();
    }

    private static Decision<BreakEvent> confirm(Break now, ConfirmRepair c) {
        return now.status() == Status.RESOLVED
                ? accept(new BreakEvent.RepairConfirmed(c.breakId(), c.at(), c.factKey(), c.told()))
                : accept();
    }

    private static boolean isBeingDone(Break now, int attempt) {
        return (now.status() == Status.APPROVED || now.status() == Status.APPLYING)
                && now.attempts() == attempt;
    }

    private static Optional<Proposal> proposal(Break now) {
        return Optional.ofNullable(now.proposal());
    }

    private static Decision<BreakEvent> notOpen(Break now, BreakFacts facts) {
        boolean isOpen = now.status() == Status.OPEN;
        return reject(
                Rejection.BREAK_NOT_OPEN,
                "It is " + (isOpen ? facts.standing().code() : now.status().code()));
    }

    private static Decision<BreakEvent> notProposed(Break now) {
        return reject(Rejection.REPAIR_NOT_PROPOSED, "It is " + now.status().code());
    }
}
