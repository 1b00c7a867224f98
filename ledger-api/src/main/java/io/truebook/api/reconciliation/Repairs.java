package io.truebook.api.reconciliation;

import io.truebook.api.restore.RestoreGuard;
import io.truebook.api.webhook.ToldFacts;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.reconciliation.Bearing;
import io.truebook.ledger.reconciliation.Break;
import io.truebook.ledger.reconciliation.Break.Proposal;
import io.truebook.ledger.reconciliation.BreakCommand.BeginRepair;
import io.truebook.ledger.reconciliation.BreakCommand.CompleteRepair;
import io.truebook.ledger.reconciliation.BreakCommand.ConfirmRepair;
import io.truebook.ledger.reconciliation.BreakCommand.FailRepair;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.BreakEvent.RepairBegun;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.BreakFacts.Ours;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.RepairPolicy;
import io.truebook.ledger.reconciliation.RepairPolicy.Suggestion;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.reconciliation.BreakCases.Case;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.axonframework.commandhandling.gateway.CommandGateway;

/**
 * Takes one break one step on: proposes what the rules do by themselves, does what was approved,
 * and notes that the provider has told the same.
 *
 * <p>Every step may be repeated, on any node: what was done is found by its transaction id.
 */
public final class Repairs {

    /** A question that is under way, or waits for its turn, cannot be told from one never asked. */
    private static final Duration ANSWER_WITHIN = Duration.ofDays(1);

    private final RepairCommands commands;
    private final FoldedPayments payments;
    private final ToldFacts told;
    private final BiPredicate<String, String> askNow;

    /**
     * @param askNow has a connection's payment asked about now
     */
    public Repairs(
            CommandGateway gateway,
            RestoreGuard guard,
            FoldedPayments payments,
            ToldFacts told,
            BiPredicate<String, String> askNow) {
        this.commands = new RepairCommands(gateway, guard);
        this.payments = payments;
        this.told = told;
        this.askNow = askNow;
    }

    /**
     * Proposes what the rules propose by themselves; what a person has decided about is left.
     *
     * @return whether it needs no second look as the last run found it
     */
    boolean judge(String tenant, Case found, Instant now) {
        var suggestion = RepairPolicy.suggest(found.facts());
        return found.state().attempts() > 0
                || found.state().status() != Break.Status.OPEN
                || suggestion
                        .filter(one -> RepairPolicy.isProposedByItself(one, found.facts()))
                        .isEmpty()
                || propose(tenant, found, suggestion.get(), now);
    }

    private boolean propose(String tenant, Case found, Suggestion suggestion, Instant now) {
        var breakId = found.row().id();
        var command =
                new ProposeRepair(
                        breakId,
                        RepairCommands.PRINCIPAL,
                        suggestion.kind(),
                        null,
                        found.facts().code().meaning(),
                        suggestion.isAutomatic(),
                        found.facts(),
                        now);
        // A refusal by the rules means that somebody has decided about it in the meantime.
        return isSettled(tenant, breakId + ":propose:1", "propose-repair", command);
    }

    /** Whether nothing more is to be done about it by itself, as far as can be seen now. */
    boolean advance(String tenant, Case found, Instant now) {
        var proposal = found.state().proposal();
        if (proposal == null) {
            return true;
        }
        var breakId = found.row().id();
        return switch (found.state().status()) {
            case APPROVED -> {
                begin(tenant, breakId, proposal, now);
                yield apply(tenant, found, proposal, now);
            }
            case APPLYING -> apply(tenant, found, proposal, now);
            case RESOLVED -> confirm(tenant, breakId, proposal, now);
            case OPEN, PROPOSED, CONFIRMED, DISMISSED -> true;
        };
    }

    private void begin(String tenant, String breakId, Proposal proposal, Instant now) {
        if (!proposal.kind().isOwnEntry()) {
            var command = new BeginRepair(breakId, proposal.attempt(), now);
            var _ = commands.send(tenant, id(breakId, "begin", proposal), "begin-repair", command);
        }
    }

    private boolean apply(String tenant, Case found, Proposal proposal, Instant now) {
        var breakId = found.row().id();
        if (found.state().isBookedSince(found.facts())) {
            return refused(tenant, breakId, proposal, outdated(), now);
        }
        for (var step : RepairStep.of(tenant, breakId, proposal, now)) {
            var refusal =
                    isMoneyToStay(step, proposal)
                            ? Optional.of(outdated())
                            : commands.send(
                                    tenant, step.transactionId(), "repair-payment", step.command());
            if (refusal.isPresent()) {
                return refused(tenant, breakId, proposal, refusal.get(), now);
            }
        }
        return switch (proposal.kind()) {
            case RECORD_FACT ->
                    isRecorded(proposal.facts())
                            ? complete(tenant, breakId, proposal, now)
                            : refused(tenant, breakId, proposal, notTaken(), now);
            case PARK, BOOK_FX, WRITE_OFF, REVERSE -> complete(tenant, breakId, proposal, now);
            case REFUND_DUPLICATE -> refunded(tenant, breakId, proposal, now);
            case ASK_AGAIN -> asked(tenant, found, proposal, now);
        };
    }

    /** Whether a refund would leave the payer with more than what was taken twice. */
    private boolean isMoneyToStay(RepairStep step, Proposal proposal) {
        if (!(step.command() instanceof RequestRefund refund)
                || !(payments.of(refund.paymentId()) instanceof Payment.Known payment)
                || payment.file().refunds().containsKey(refund.refundId())) {
            return false;
        }
        var row = proposal.facts().settled();
        return row == null
                || RepairStep.fact(proposal.facts())
                        .map(fact -> Bearing.of(payment, fact, null))
                        .filter(bearing ->
                                bearing.held() && Ours.of(payment, bearing).holdsTwice(row))
                        .isEmpty();
    }

    private boolean isRecorded(BreakFacts facts) {
        var payment = Optional.ofNullable(facts.ours()).map(ours -> payments.of(ours.paymentId()));
        return RepairStep.fact(facts)
                .filter(fact -> payment.filter(ours -> ours.knows(fact)).isPresent())
                .isPresent();
    }

    /** What may hold later is tried again; what never will opens the break again. */
    private boolean refused(
            String tenant,
            String breakId,
            Proposal proposal,
            CommandRejected refusal,
            Instant now) {
        return isForGood(refusal.reason())
                && fail(tenant, breakId, proposal, refusal.reason().code(), refusal.detail(), now);
    }

    /** What was lost with a restore never gets its id back: a person has to look for it. */
    private static boolean isForGood(Rejection reason) {
        return reason.recorded() || reason == Rejection.TRANSACTION_BEFORE_RESTORE;
    }

    private boolean fail(
            String tenant,
            String breakId,
            Proposal proposal,
            String code,
            String detail,
            Instant now) {
        var command = new FailRepair(breakId, proposal.attempt(), code, detail, now);
        return isSettled(tenant, id(breakId, "fail", proposal), "fail-repair", command);
    }

    private boolean complete(String tenant, String breakId, Proposal proposal, Instant now) {
        var command = new CompleteRepair(breakId, proposal.attempt(), now);
        var step = proposal.kind().isOwnEntry() ? proposal.kind().code() : "complete";
        return isSettled(tenant, id(breakId, step, proposal), "complete-repair", command);
    }

    private boolean refunded(String tenant, String breakId, Proposal proposal, Instant now) {
        var refund =
                file(proposal.facts())
                        .map(PaymentFile::refunds)
                        .map(all -> all.get(RepairStep.refundId(breakId, proposal.attempt())));
        if (refund.isEmpty()) {
            return false;
        }
        return switch (refund.get().status()) {
            case REQUESTED, UNKNOWN, PENDING -> false;
            case SUCCEEDED -> complete(tenant, breakId, proposal, now);
            case FAILED ->
                    fail(tenant, breakId, proposal, "refund_failed", "The provider refused", now);
        };
    }

    private boolean asked(String tenant, Case found, Proposal proposal, Instant now) {
        var breakId = found.row().id();
        var facts = proposal.facts();
        var file = file(facts).filter(payment -> !isAnswered(payment, facts.object()));
        if (file.isEmpty()) {
            return complete(tenant, breakId, proposal, now);
        }
        if (isWaitedOut(found, proposal, now)) {
            return fail(tenant, breakId, proposal, "no_answer", "Nothing came in a day", now);
        }
        var _ = askNow.test(facts.connection(), file.get().paymentId());
        return false;
    }

    /** Whether the provider was first asked so long ago that people have to look again. */
    private static boolean isWaitedOut(Case found, Proposal proposal, Instant now) {
        return found.history().stream()
                .anyMatch(event ->
                        event instanceof RepairBegun begun
                                && begun.attempt() == proposal.attempt()
                                && !begun.at().plus(ANSWER_WITHIN).isAfter(now));
    }

    /** Runs call whatever is open of a charge by the charge's own id. */
    private static boolean isAnswered(PaymentFile file, String operation) {
        var refund = file.refunds().get(operation);
        if (refund != null) {
            return !refund.status().isOpen();
        }
        return operation.equals(file.paymentId())
                ? file.operations().isEmpty()
                : file.operation(operation).isEmpty();
    }

    private boolean confirm(String tenant, String breakId, Proposal proposal, Instant now) {
        var facts = proposal.facts();
        var file = file(facts);
        if (proposal.kind() != RepairKind.RECORD_FACT || file.isEmpty()) {
            return true;
        }
        var fact = RepairStep.fact(facts).orElseThrow();
        var event =
                told.eventTelling(
                        facts.connection(),
                        file.get().paymentId(),
                        file.get().terms().capture(),
                        fact);
        if (event.isEmpty()) {
            return false;
        }
        var command = new ConfirmRepair(breakId, fact.key(), event.get(), now);
        return isSettled(tenant, id(breakId, "confirm", proposal), "confirm-repair", command);
    }

    /** Whether it needs not be sent again: it was taken, or is refused for good. */
    private boolean isSettled(String tenant, String id, String name, Object command) {
        return commands.send(tenant, id, name, command)
                .filter(refusal -> !refusal.reason().recorded())
                .isEmpty();
    }

    private Optional<PaymentFile> file(BreakFacts facts) {
        return Optional.ofNullable(facts.ours())
                .map(ours -> payments.of(ours.paymentId()))
                .flatMap(Payment::known);
    }

    private static CommandRejected outdated() {
        return new CommandRejected(
                Rejection.REPAIR_OUTDATED, "What the payment was told since stands against it");
    }

    private static CommandRejected notTaken() {
        return new CommandRejected(Rejection.REPAIR_NOT_POSSIBLE, "The payment does not take it");
    }

    private static String id(String breakId, String step, Proposal proposal) {
        return breakId + ":" + step + ":" + proposal.attempt();
    }
}
