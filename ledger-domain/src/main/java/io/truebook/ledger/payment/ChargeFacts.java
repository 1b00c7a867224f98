package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentEvent.CaptureReversed;
import io.truebook.ledger.payment.PaymentEvent.ChargeActionRequired;
import io.truebook.ledger.payment.PaymentEvent.ChargeAuthorized;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.ledger.payment.PaymentEvent.ChargeExpired;
import io.truebook.ledger.payment.PaymentEvent.ChargeFailed;
import io.truebook.ledger.payment.PaymentEvent.ChargeProcessing;
import io.truebook.ledger.payment.PaymentEvent.ChargeVoided;
import io.truebook.ledger.payment.PaymentEvent.ProviderFeeRecorded;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a fact about the charge itself moves it, in whatever order facts arrive. */
final class ChargeFacts {

    private ChargeFacts() {}

    static List<PaymentEvent> processing(
            Payment.Known payment, ProviderFact.Processing fact, String channel, Instant at) {
        var evidence = Evidence.of(fact, channel);
        return switch (payment) {
            case Payment.Requested _, Payment.ActionRequired _ ->
                    List.of(
                            new ChargeProcessing(
                                    payment.file().paymentId(), at, evidence, Answered.NONE));
            case Payment.Processing _,
                    Payment.Authorized _,
                    Payment.Captured _,
                    Payment.Failed _,
                    Payment.Voided _,
                    Payment.Expired _ ->
                    List.of();
        };
    }

    static List<PaymentEvent> actionRequired(
            Payment.Known payment, ProviderFact.ActionRequired fact, String channel, Instant at) {
        var evidence = Evidence.of(fact, channel);
        return switch (payment) {
            case Payment.Requested _, Payment.Processing _ ->
                    List.of(
                            new ChargeActionRequired(
                                    payment.file().paymentId(),
                                    at,
                                    evidence,
                                    Answered.NONE,
                                    fact.action()));
            case Payment.ActionRequired _,
                    Payment.Authorized _,
                    Payment.Captured _,
                    Payment.Failed _,
                    Payment.Voided _,
                    Payment.Expired _ ->
                    List.of();
        };
    }

    static List<PaymentEvent> authorized(
            Payment.Known payment, ProviderFact.Authorized fact, String channel, Instant at) {
        var file = payment.file();
        return switch (payment) {
            case Payment.Requested _, Payment.Processing _, Payment.ActionRequired _ ->
                    authorized(file, fact, channel, at, answers(file, OperationKind.CHARGE));
            case Payment.Failed _, Payment.Voided _, Payment.Expired _ ->
                    isOlder(payment, fact) || file.captured().isPositive()
                            ? List.of()
                            : authorized(file, fact, channel, at, corrects(payment));
            case Payment.Authorized _, Payment.Captured _ -> List.of();
        };
    }

    private static List<PaymentEvent> authorized(
            PaymentFile file,
            ProviderFact.Authorized fact,
            String channel,
            Instant at,
            Answered answered) {
        boolean unexpected = !answered.corrected().isEmpty() || answered.operations().isEmpty();
        return List.of(
                new ChargeAuthorized(
                        file.paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        answered,
                        file.terms().parties(),
                        fact.amount(),
                        unexpected));
    }

    static List<PaymentEvent> captured(
            Payment.Known payment, ProviderFact.Captured fact, String channel, Instant at) {
        var file = payment.file();
        if (!(payment instanceof Payment.Voided) && isOlder(payment, fact)) {
            return List.of();
        }
        var answered =
                payment.isAnswered() && !(payment instanceof Payment.Authorized)
                        ? corrects(payment)
                        : answers(file, OperationKind.CHARGE, OperationKind.CAPTURE);
        boolean unexpected =
                switch (payment) {
                    case Payment.Requested _,
                            Payment.Processing _,
                            Payment.ActionRequired _,
                            Payment.Authorized _ ->
                            false;
                    case Payment.Captured _,
                            Payment.Failed _,
                            Payment.Voided _,
                            Payment.Expired _ ->
                            true;
                };
        return List.of(
                new ChargeCaptured(
                        file.paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        answered,
                        file.terms().parties(),
                        fact.amount(),
                        file.hold(),
                        unexpected));
    }

    static List<PaymentEvent> failed(
            Payment.Known payment, ProviderFact.ChargeFailed fact, String channel, Instant at) {
        var file = payment.file();
        boolean aboutOurMoney = fact.source().objectId().equals(file.liveObject());
        return switch (payment) {
            case Payment.Requested _, Payment.Processing _, Payment.ActionRequired _ ->
                    List.of(failed(file, fact, channel, at));
            case Payment.Authorized _ ->
                    aboutOurMoney ? List.of(failed(file, fact, channel, at)) : List.of();
            case Payment.Captured _ ->
                    aboutOurMoney ? List.of(reversed(payment, fact, channel, at)) : List.of();
            case Payment.Failed _, Payment.Voided _, Payment.Expired _ -> List.of();
        };
    }

    private static PaymentEvent failed(
            PaymentFile file, ProviderFact.ChargeFailed fact, String channel, Instant at) {
        return new ChargeFailed(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                answersAll(file),
                file.terms().parties(),
                file.hold(),
                fact.failure());
    }

    private static PaymentEvent reversed(
            Payment.Known payment, ProviderFact.ChargeFailed fact, String channel, Instant at) {
        var file = payment.file();
        return new CaptureReversed(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                correctsCapture(file),
                file.terms().parties(),
                file.captured(),
                fact.failure());
    }

    static List<PaymentEvent> voided(
            Payment.Known payment, ProviderFact.Voided fact, String channel, Instant at) {
        var file = payment.file();
        return switch (payment) {
            case Payment.Requested _,
                    Payment.Processing _,
                    Payment.ActionRequired _,
                    Payment.Authorized _ ->
                    List.of(
                            new ChargeVoided(
                                    file.paymentId(),
                                    at,
                                    Evidence.of(fact, channel),
                                    answersAll(file),
                                    file.terms().parties(),
                                    file.hold()));
            case Payment.Captured _, Payment.Failed _, Payment.Voided _, Payment.Expired _ ->
                    List.of();
        };
    }

    static List<PaymentEvent> expired(
            Payment.Known payment, ProviderFact.Expired fact, String channel, Instant at) {
        var file = payment.file();
        return switch (payment) {
            case Payment.Requested _,
                    Payment.Processing _,
                    Payment.ActionRequired _,
                    Payment.Authorized _ ->
                    List.of(
                            new ChargeExpired(
                                    file.paymentId(),
                                    at,
                                    Evidence.of(fact, channel),
                                    answersAll(file),
                                    file.terms().parties(),
                                    file.hold()));
            case Payment.Captured _, Payment.Failed _, Payment.Voided _, Payment.Expired _ ->
                    List.of();
        };
    }

    static List<PaymentEvent> fee(
            Payment.Known payment, ProviderFact.FeeCharged fact, String channel, Instant at) {
        var fee = fact.fee();
        if (fee.isZero()) {
            return List.of();
        }
        boolean returned = !fee.isPositive();
        var size = returned ? Money.zero(fee.currency()).minus(fee) : fee;
        return List.of(
                new ProviderFeeRecorded(
                        payment.file().paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        Answered.NONE,
                        fact.source().connection(),
                        size,
                        returned));
    }

    /** A word about an object that has ended, or about the payment that was voided or expired. */
    private static boolean isOlder(Payment.Known payment, ProviderFact fact) {
        var file = payment.file();
        var source = fact.source();
        if (file.closedObjects().contains(source.objectId())) {
            return true;
        }
        boolean whole = payment instanceof Payment.Voided || payment instanceof Payment.Expired;
        return whole
                && source.paymentReference() != null
                && source.paymentReference().equals(file.paymentReference());
    }

    private static Answered answers(PaymentFile file, OperationKind... kinds) {
        var wanted = Arrays.asList(kinds);
        return Answered.first(
                file.operations().stream()
                        .filter(operation -> wanted.contains(operation.kind()))
                        .map(Operation::id)
                        .toList());
    }

    private static Answered answersAll(PaymentFile file) {
        return Answered.first(file.operations().stream().map(Operation::id).toList());
    }

    /** Late success: the answers that said the charge was over are to be given anew. */
    private static Answered corrects(Payment.Known payment) {
        var file = payment.file();
        return switch (payment) {
            case Payment.Failed _ -> Answered.anew(file.paymentId());
            case Payment.Voided _ -> new Answered(List.of(), withLastVoid(file));
            case Payment.Requested _,
                    Payment.Processing _,
                    Payment.ActionRequired _,
                    Payment.Authorized _,
                    Payment.Captured _,
                    Payment.Expired _ ->
                    Answered.NONE;
        };
    }

    private static List<String> withLastVoid(PaymentFile file) {
        var ids = new ArrayList<String>();
        if (file.authorized().isZero()) {
            ids.add(file.paymentId());
        }
        file.lastOperationId(OperationKind.VOID).ifPresent(ids::add);
        return ids;
    }

    private static Answered correctsCapture(PaymentFile file) {
        if (file.terms().capture() == CaptureMode.AUTOMATIC) {
            return Answered.anew(file.paymentId());
        }
        return file.lastOperationId(OperationKind.CAPTURE)
                .map(Answered::anew)
                .orElse(Answered.NONE);
    }
}
