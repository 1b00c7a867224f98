package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.ModelPayment.Attempt;
import io.truebook.ledger.payment.ModelPayment.Refund;
import io.truebook.ledger.payment.ModelPayment.Stand;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A payment provider in memory, with books of its own: it knows no class of the ledger but the
 * port's words. A request has one effect per operation id; everything else is left to chance.
 */
final class ModelProvider {

    static final String CONNECTION = "stripe";

    final Map<String, ModelPayment> payments = new LinkedHashMap<>();

    /** Everything announced and not yet handed to the post. */
    final List<ProviderFact> announced = new ArrayList<>();

    private final Set<String> refusedRefunds = new HashSet<>();
    private final Random random;
    private int ids;

    ModelProvider(Random random) {
        this.random = random;
    }

    /** Executes a request, or repeats the answer to one that was executed before. */
    Outcome send(ProviderCall call) {
        return switch (call) {
            case ProviderCall.Charge charge -> charge(charge);
            case ProviderCall.Capture capture -> capture(capture);
            case ProviderCall.Cancel cancel -> cancel(cancel);
            case ProviderCall.Refund refund -> refund(refund);
        };
    }

    /** What is known of a request; empty when it never arrived. */
    Optional<Outcome> lookUp(ProviderCall call) {
        return switch (call) {
            case ProviderCall.Charge charge ->
                    Optional.ofNullable(payments.get(charge.operationId()))
                            .map(ModelPayment::standing);
            case ProviderCall.Capture capture ->
                    payment(capture.paymentReference()).map(found -> captured(found, capture));
            case ProviderCall.Cancel cancel ->
                    Optional.ofNullable(payments.get(cancel.chargeOperationId()))
                            .map(found -> canceled(found, cancel));
            case ProviderCall.Refund refund -> refundOf(refund.operationId()).map(Refund::standing);
        };
    }

    /** The provider's final word that a request never arrived: it may still be wrong. */
    Outcome notFound(ProviderCall call) {
        var failure = new Failure("not_found", null, null);
        var source = ModelPayment.source(call.operationId(), null);
        return switch (call) {
            case ProviderCall.Charge _ ->
                    new Outcome.Refused(List.of(new ProviderFact.ChargeFailed(source, failure)));
            case ProviderCall.Refund refund ->
                    new Outcome.Refused(
                            List.of(
                                    new ProviderFact.RefundFailed(
                                            source,
                                            refund.operationId(),
                                            refund.amount(),
                                            failure)));
            case ProviderCall.Capture _, ProviderCall.Cancel _ ->
                    new Outcome.NotExecuted("not found");
        };
    }

    /** Every object as it stands now: what a settlement file would say. */
    Stream<ProviderFact> everything() {
        return payments.values().stream()
                .flatMap(payment ->
                        Stream.of(
                                        payment.attempts.stream().map(payment::word),
                                        payment.refunds.stream().map(Refund::word),
                                        payment.disputes.stream()
                                                .flatMap(dispute -> dispute.words.stream()),
                                        payment.fees.stream())
                                .flatMap(words -> words));
    }

    Optional<Refund> refundOf(String operation) {
        return payments.values().stream()
                .flatMap(payment -> payment.refunds.stream())
                .filter(refund -> operation.equals(refund.operation))
                .findFirst();
    }

    boolean hasTaken(String operation) {
        var payment = payments.get(operation);
        return payment != null && payment.last().stand == Stand.TAKEN;
    }

    boolean hasRefunded(String operation) {
        return refundOf(operation).filter(refund -> refund.stand == Stand.TAKEN).isPresent();
    }

    void move(ModelPayment payment, Stand next, long taken) {
        var attempt = payment.last();
        attempt.stand = next;
        attempt.taken = taken;
        announced.add(payment.word(attempt));
        if (next == Stand.TAKEN && random.nextInt(3) > 0) {
            fee(payment, 1 + random.nextInt(50));
        }
    }

    void move(Refund refund, Stand next) {
        refund.stand = next;
        announced.add(refund.word());
    }

    void tryAgain(ModelPayment payment) {
        payment.attempts.add(new Attempt(id("pc_")));
    }

    void fee(ModelPayment payment, long minor) {
        var fee = new Money(minor, payment.amount.currency());
        var fact = new ProviderFact.FeeCharged(ModelPayment.source(id("txn_"), payment.id), fee);
        payment.fees.add(fact);
        announced.add(fact);
    }

    /** Settled in dollars, at whatever rate; told like a fee, by its balance transaction. */
    void convert(ModelPayment payment, long minor) {
        var source = ModelPayment.source(id("txn_"), payment.id);
        var charged = new Money(minor, payment.amount.currency());
        var settled = Money.of(1 + minor / 2, "USD");
        var fact = new ProviderFact.Converted(source, charged, settled);
        payment.fees.add(fact);
        announced.add(fact);
    }

    Refund refund(ModelPayment payment, String operation, long minor) {
        var amount = new Money(minor, payment.amount.currency());
        var refund = new Refund(payment, id("pr_"), operation, amount);
        payment.refunds.add(refund);
        move(refund, random.nextBoolean() ? Stand.TAKEN : Stand.PROCESSING);
        return refund;
    }

    void dispute(ModelPayment payment, long minor) {
        var dispute = new ModelDispute(id("dp_"), payment, minor, random.nextInt(3) == 0);
        payment.disputes.add(dispute);
        announced.addAll(dispute.words);
        fee(payment, 15);
    }

    void move(ModelDispute dispute) {
        int said = dispute.words.size();
        dispute.moves(random);
        announced.addAll(dispute.words.subList(said, dispute.words.size()));
    }

    private Outcome charge(ProviderCall.Charge call) {
        var known = payments.get(call.operationId());
        if (known != null) {
            return known.standing();
        }
        var payment = new ModelPayment(id("pi_"), call);
        payments.put(call.operationId(), payment);
        tryAgain(payment);
        switch (random.nextInt(10)) {
            case 0 -> move(payment, Stand.FAILED, 0);
            case 1, 2 -> move(payment, Stand.PROCESSING, 0);
            case 3, 4 -> move(payment, Stand.ACTION, 0);
            default -> approve(payment);
        }
        return payment.standing();
    }

    void approve(ModelPayment payment) {
        if (payment.capture == CaptureMode.MANUAL) {
            move(payment, Stand.HELD, 0);
        } else {
            move(payment, Stand.TAKEN, payment.amount.minor());
        }
    }

    private Outcome capture(ProviderCall.Capture call) {
        var payment = payment(call.paymentReference()).orElseThrow();
        if (payment.last().stand == Stand.HELD && random.nextInt(8) > 0) {
            move(payment, Stand.TAKEN, call.amount().minor());
        } else if (payment.last().stand == Stand.HELD) {
            return refusedCapture(call);
        }
        return captured(payment, call);
    }

    private Outcome captured(ModelPayment payment, ProviderCall.Capture call) {
        return switch (payment.last().stand) {
            case TAKEN -> payment.standing();
            case HELD, ACTION, PROCESSING -> new Outcome.NotExecuted("still held");
            case FAILED, RELEASED, LAPSED -> refusedCapture(call);
        };
    }

    private Outcome refusedCapture(ProviderCall.Capture call) {
        var failure = new Failure("refused", "capture_refused", null);
        return new Outcome.Refused(
                List.of(
                        new ProviderFact.CaptureRefused(
                                ModelPayment.source(call.operationId(), call.paymentReference()),
                                failure)));
    }

    private Outcome cancel(ProviderCall.Cancel call) {
        var payment = payments.get(call.chargeOperationId());
        if (payment == null) {
            return new Outcome.NotExecuted("nothing to cancel yet");
        }
        switch (payment.last().stand) {
            case HELD, ACTION -> move(payment, Stand.RELEASED, 0);
            case PROCESSING, TAKEN, FAILED, RELEASED, LAPSED -> {}
        }
        return payment.last().stand == Stand.PROCESSING
                ? refusedCancel(call, payment)
                : canceled(payment, call);
    }

    private Outcome canceled(ModelPayment payment, ProviderCall.Cancel call) {
        return switch (payment.last().stand) {
            case RELEASED, LAPSED -> new Outcome.Succeeded(List.of(payment.word(payment.last())));
            case TAKEN, FAILED -> refusedCancel(call, payment);
            case HELD, ACTION, PROCESSING -> new Outcome.NotExecuted("still there");
        };
    }

    private Outcome refusedCancel(ProviderCall.Cancel call, ModelPayment payment) {
        var failure = new Failure("refused", "void_refused", null);
        var source = ModelPayment.source(call.operationId(), payment.id);
        return new Outcome.Refused(List.of(new ProviderFact.VoidRefused(source, failure)));
    }

    private Outcome refund(ProviderCall.Refund call) {
        var known = refundOf(call.operationId());
        if (known.isPresent()) {
            return known.get().standing();
        }
        var payment = payment(call.paymentReference()).orElseThrow();
        if (refusedRefunds.contains(call.operationId())
                || payment.refundable() < call.amount().minor()) {
            refusedRefunds.add(call.operationId());
            return notFound(call);
        }
        // Now and then a provider gives back another amount than it was asked for.
        long minor = call.amount().minor() + (random.nextInt(30) == 0 ? 1 : 0);
        return refund(payment, call.operationId(), minor).standing();
    }

    private Optional<ModelPayment> payment(String id) {
        return payments.values().stream().filter(payment -> payment.id.equals(id)).findFirst();
    }

    private String id(String prefix) {
        return prefix + ++ids;
    }
}
