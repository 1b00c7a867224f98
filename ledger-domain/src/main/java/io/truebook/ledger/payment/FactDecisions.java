package io.truebook.ledger.payment;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.money.Currency;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentEvent.CaptureFailed;
import io.truebook.ledger.payment.PaymentEvent.OperationUnknown;
import io.truebook.ledger.payment.PaymentEvent.VoidFailed;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderAmount;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger makes of a provider's word. Nothing is refused here.
 *
 * <p>Each fact is decided against the payment as the facts before it left it. A fact that was
 * booked before, is older than what we know, or is about something else gives no event.
 */
final class FactDecisions {

    private FactDecisions() {}

    static Decision<PaymentEvent> decide(Payment payment, RecordOutcome command) {
        var events = new ArrayList<PaymentEvent>();
        var now = payment;
        boolean understood = true;
        for (var fact : command.outcome().facts()) {
            if (now instanceof Payment.Known known && recognises(known, fact)) {
                for (var event : eventsOf(known, fact, command)) {
                    events.add(event);
                    now = now.evolve(event);
                }
            } else {
                understood = false;
            }
        }
        // Another currency or connection is no answer to what we asked: it stays open.
        if (understood && now instanceof Payment.Known known) {
            closing(known, command).ifPresent(events::add);
        }
        return Decision.accept(events);
    }

    /**
     * Whether a fact can be about this payment: its connection, its currency, a possible amount,
     * and for a refund that is not ours, a charge that may have taken money. Others wait, or are
     * kept as orphans, with whoever received them.
     */
    static boolean recognises(Payment.Known payment, ProviderFact fact) {
        var file = payment.file();
        if (!fact.source().connection().equals(file.terms().connection())) {
            return false;
        }
        var currency = file.terms().amount().currency();
        return switch (fact) {
            case ProviderFact.Authorized f -> isAmount(f.amount(), currency);
            case ProviderFact.Captured f -> isAmount(f.amount(), currency);
            case ProviderFact.RefundPending f -> f.amount().currency().equals(currency);
            case ProviderFact.RefundSucceeded f ->
                    isAmount(f.amount(), currency)
                            && (mayHaveTaken(payment)
                                    || RefundFacts.find(file, f.operationId(), f).isPresent());
            case ProviderFact.RefundFailed f -> f.amount().currency().equals(currency);
            case ProviderFact.Processing _,
                    ProviderFact.ActionRequired _,
                    ProviderFact.CaptureRefused _,
                    ProviderFact.ChargeFailed _,
                    ProviderFact.Voided _,
                    ProviderFact.VoidRefused _,
                    ProviderFact.Expired _ ->
                    true;
            case ProviderFact.FeeCharged f -> ProviderAmount.isPossible(f.fee());
            case ProviderFact.Converted f -> isConversion(f, currency);
            case ProviderFact.DisputeOpened f -> isAmount(f.amount(), currency);
            case ProviderFact.DisputeFundsWithdrawn f -> isAmount(f.amount(), currency);
            case ProviderFact.DisputeFundsReinstated f -> isAmount(f.amount(), currency);
            case ProviderFact.DisputeClosed _ -> true;
        };
    }

    /**
     * Of the payment's currency into another one, in the same direction, nothing out of nothing.
     */
    private static boolean isConversion(ProviderFact.Converted fact, Currency currency) {
        return fact.charged().currency().equals(currency)
                && !fact.settled().currency().equals(currency)
                && Long.signum(fact.charged().minor()) == Long.signum(fact.settled().minor())
                && !fact.charged().isZero()
                && ProviderAmount.isPossible(fact.charged())
                && ProviderAmount.isPossible(fact.settled());
    }

    private static boolean isAmount(Money amount, Currency currency) {
        return amount.currency().equals(currency)
                && amount.isPositive()
                && ProviderAmount.isPossible(amount);
    }

    /** A charge that counts as over may still turn out to have taken money first. */
    private static boolean mayHaveTaken(Payment.Known payment) {
        return switch (payment) {
            case Payment.Requested _,
                    Payment.Processing _,
                    Payment.ActionRequired _,
                    Payment.Authorized _ ->
                    false;
            case Payment.Captured _, Payment.Failed _, Payment.Voided _, Payment.Expired _ -> true;
        };
    }

    private static List<PaymentEvent> eventsOf(
            Payment.Known payment, ProviderFact fact, RecordOutcome command) {
        if (payment.file().facts().contains(fact.key())) {
            return List.of();
        }
        var at = command.at();
        var channel = command.channel();
        return switch (fact) {
            case ProviderFact.Processing f -> ChargeFacts.processing(payment, f, channel, at);
            case ProviderFact.ActionRequired f ->
                    ChargeFacts.actionRequired(payment, f, channel, at);
            case ProviderFact.Authorized f -> ChargeFacts.authorized(payment, f, channel, at);
            case ProviderFact.Captured f -> ChargeFacts.captured(payment, f, channel, at);
            case ProviderFact.ChargeFailed f -> ChargeFacts.failed(payment, f, channel, at);
            case ProviderFact.Voided f -> ChargeFacts.voided(payment, f, channel, at);
            case ProviderFact.Expired f -> ChargeFacts.expired(payment, f, channel, at);
            case ProviderFact.CaptureRefused f ->
                    refused(payment, f, OperationKind.CAPTURE, f.failure(), command);
            case ProviderFact.VoidRefused f ->
                    refused(payment, f, OperationKind.VOID, f.failure(), command);
            case ProviderFact.RefundPending f -> RefundFacts.pending(payment, f, channel, at);
            case ProviderFact.RefundSucceeded f -> RefundFacts.succeeded(payment, f, channel, at);
            case ProviderFact.RefundFailed f -> RefundFacts.failed(payment, f, channel, at);
            case ProviderFact.FeeCharged f -> ChargeFacts.fee(payment, f, channel, at);
            case ProviderFact.Converted f -> ChargeFacts.converted(payment, f, channel, at);
            case ProviderFact.DisputeOpened f -> DisputeFacts.opened(payment, f, channel, at);
            case ProviderFact.DisputeFundsWithdrawn f ->
                    DisputeFacts.withdrawn(payment, f, channel, at);
            case ProviderFact.DisputeFundsReinstated f ->
                    DisputeFacts.reinstated(payment, f, channel, at);
            case ProviderFact.DisputeClosed f -> DisputeFacts.closed(payment, f, channel, at);
        };
    }

    /**
     * About the operation that was asked about, or else the one the provider names as its object.
     */
    private static List<PaymentEvent> refused(
            Payment.Known payment,
            ProviderFact fact,
            OperationKind kind,
            Failure failure,
            RecordOutcome command) {
        var evidence = Evidence.of(fact, command.channel());
        return refusedOperation(payment.file(), fact.source().objectId(), kind, command).stream()
                .map(operation -> refusal(payment, operation, evidence, failure, command.at()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Operation> refusedOperation(
            PaymentFile file, String object, OperationKind kind, RecordOutcome command) {
        if (command.operationId() != null) {
            return file.operation(command.operationId());
        }
        // One that names the payment alone is about the only one of its kind that can be open.
        return object.equals(file.paymentId()) ? file.operation(kind) : file.operation(object);
    }

    private static Optional<PaymentEvent> refusal(
            Payment.Known payment,
            Operation operation,
            Evidence evidence,
            Failure failure,
            Instant at) {
        var id = payment.file().paymentId();
        var answered = Answered.first(List.of(operation.id()));
        return switch (operation.kind()) {
            case CAPTURE -> Optional.of(new CaptureFailed(id, at, evidence, answered, failure));
            case VOID -> Optional.of(new VoidFailed(id, at, evidence, answered, failure));
            case CHARGE, REFUND -> Optional.empty();
        };
    }

    /** What the outcome itself, facts apart, says of the operation that was asked about. */
    private static Optional<PaymentEvent> closing(Payment.Known payment, RecordOutcome command) {
        var id = command.operationId();
        if (id == null) {
            return Optional.empty();
        }
        return switch (command.outcome()) {
            case Outcome.Unknown unknown ->
                    isUnanswered(payment.file(), id)
                            ? Optional.of(
                                    new OperationUnknown(
                                            payment.file().paymentId(),
                                            command.at(),
                                            id,
                                            unknown.detail()))
                            : Optional.empty();
            case Outcome.Succeeded done -> superseded(payment, id, done.facts(), command);
            case Outcome.Refused refused -> superseded(payment, id, refused.facts(), command);
            case Outcome.Pending _, Outcome.ActionRequired _, Outcome.NotExecuted _ ->
                    Optional.empty();
        };
    }

    private static boolean isUnanswered(PaymentFile file, String id) {
        var refund = file.refunds().get(id);
        if (refund != null) {
            return refund.status() == Refund.Status.REQUESTED;
        }
        return file.operation(id)
                .filter(operation -> operation.state() == Operation.State.OPEN)
                .isPresent();
    }

    /**
     * A final answer that changed nothing still ends a capture or void: another fact overtook it.
     */
    private static Optional<PaymentEvent> superseded(
            Payment.Known payment, String id, List<ProviderFact> facts, RecordOutcome command) {
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        var failure = reason(payment, facts.getLast());
        var evidence = Evidence.of(facts.getLast(), command.channel());
        return payment.file()
                .operation(id)
                .flatMap(open -> refusal(payment, open, evidence, failure, command.at()));
    }

    private static Failure reason(Payment.Known payment, ProviderFact last) {
        return switch (last) {
            case ProviderFact.CaptureRefused refused -> refused.failure();
            case ProviderFact.VoidRefused refused -> refused.failure();
            case ProviderFact.Processing _,
                    ProviderFact.ActionRequired _,
                    ProviderFact.Authorized _,
                    ProviderFact.Captured _,
                    ProviderFact.ChargeFailed _,
                    ProviderFact.Voided _,
                    ProviderFact.Expired _,
                    ProviderFact.RefundPending _,
                    ProviderFact.RefundSucceeded _,
                    ProviderFact.RefundFailed _,
                    ProviderFact.FeeCharged _,
                    ProviderFact.Converted _,
                    ProviderFact.DisputeOpened _,
                    ProviderFact.DisputeFundsWithdrawn _,
                    ProviderFact.DisputeFundsReinstated _,
                    ProviderFact.DisputeClosed _ ->
                    new Failure("superseded", null, "The charge is " + payment.coreStatus());
        };
    }
}
