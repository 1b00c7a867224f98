package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.NextAction;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A payment as {@link ModelProvider} keeps it, and the words in which it tells of it. */
final class ModelPayment {

    /** How a try to charge, or a refund, stands. */
    enum Stand {
        ACTION,
        PROCESSING,
        HELD,
        TAKEN,
        FAILED,
        RELEASED,
        LAPSED
    }

    /** One try to charge: of several in one payment, only the last can hold or take money. */
    static final class Attempt {
        final String id;
        Stand stand = Stand.PROCESSING;
        long taken;
        boolean heldMoney;

        Attempt(String id) {
            this.id = id;
        }
    }

    /** A refund: pending is PROCESSING, succeeded is TAKEN. */
    static final class Refund {
        final String id;
        final ModelPayment payment;
        final String operation;
        final Money amount;
        Stand stand = Stand.PROCESSING;

        Refund(ModelPayment payment, String id, String operation, Money amount) {
            this.payment = payment;
            this.id = id;
            this.operation = operation;
            this.amount = amount;
        }

        Outcome standing() {
            var facts = List.of(word());
            return switch (stand) {
                case TAKEN -> new Outcome.Succeeded(facts);
                case FAILED -> new Outcome.Refused(facts);
                case ACTION, PROCESSING, HELD, RELEASED, LAPSED -> new Outcome.Pending(facts);
            };
        }

        ProviderFact word() {
            var source = source(id, payment.id);
            var failure = new Failure("canceled", null, null);
            return switch (stand) {
                case TAKEN -> new ProviderFact.RefundSucceeded(source, operation, amount);
                case FAILED -> new ProviderFact.RefundFailed(source, operation, amount, failure);
                case ACTION, PROCESSING, HELD, RELEASED, LAPSED ->
                        new ProviderFact.RefundPending(source, operation, amount);
            };
        }
    }

    final String id;
    final String operation;
    final Money amount;
    final CaptureMode capture;
    final List<Attempt> attempts = new ArrayList<>();
    final List<Refund> refunds = new ArrayList<>();
    final List<ProviderFact> fees = new ArrayList<>();
    final List<ModelDispute> disputes = new ArrayList<>();

    ModelPayment(String id, ProviderCall.Charge call) {
        this.id = id;
        this.operation = call.operationId();
        this.amount = call.amount();
        this.capture = call.capture();
    }

    Attempt last() {
        return attempts.getLast();
    }

    long refundable() {
        long left = last().stand == Stand.TAKEN ? last().taken : 0;
        for (var refund : refunds) {
            left -= refund.stand == Stand.FAILED ? 0 : refund.amount.minor();
        }
        left -= disputes.stream().mapToLong(dispute -> dispute.taken).sum();
        return left;
    }

    Outcome standing() {
        var facts = List.of(word(last()));
        return switch (last().stand) {
            case HELD, TAKEN -> new Outcome.Succeeded(facts);
            case PROCESSING -> new Outcome.Pending(facts);
            case ACTION -> new Outcome.ActionRequired(facts);
            case FAILED, RELEASED, LAPSED -> new Outcome.Refused(facts);
        };
    }

    ProviderFact word(Attempt attempt) {
        var source = source(attempt.id, id);
        var failure = new Failure("declined", null, null);
        var currency = amount.currency();
        return switch (attempt.stand) {
            case ACTION ->
                    // No charge object yet: the operation stands for it.
                    new ProviderFact.ActionRequired(
                            source(operation, id),
                            new NextAction("redirect", "https://bank.example/3ds"));
            case PROCESSING -> new ProviderFact.Processing(source);
            case HELD -> new ProviderFact.Authorized(source, amount);
            case TAKEN -> new ProviderFact.Captured(source, new Money(attempt.taken, currency));
            case FAILED -> new ProviderFact.ChargeFailed(source, failure);
            case RELEASED -> new ProviderFact.Voided(source);
            case LAPSED -> new ProviderFact.Expired(source);
        };
    }

    static FactSource source(String object, String payment) {
        return FactSource.first(ModelProvider.CONNECTION, object, payment, Instant.EPOCH);
    }
}
