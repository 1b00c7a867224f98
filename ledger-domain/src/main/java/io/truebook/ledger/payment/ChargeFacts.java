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
import io.truebook.ledger.payment.PaymentEvent.FundsConverted;
import io.truebook.ledger.payment.PaymentEvent.ProviderFeeRecorded;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
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
            case Payment.Requested _, Payment.Processing _, Payment.ActionRequired _ -> {
                var answered = ChargeAnswers.to(file, OperationKind.CHARGE);
                yield List.of(authorized(file, fact, channel, at, answered, false));
            }
            case Payment.Failed _, Payment.Voided _, Payment.Expired _ ->
                    holdsNoMore(file, fact.source())
                            ? List.of()
                            : List.of(
                                    authorized(
                                            file,
                                            fact,
                                            channel,
                                            at,
                                            ChargeAnswers.lateHold(file),
                                            true));
            case Payment.Authorized _, Payment.Captured _ -> List.of();
        };
    }

    private static PaymentEvent authorized(
            PaymentFile file,
            ProviderFact.Authorized fact,
            String channel,
            Instant at,
            Answered answered,
            boolean unexpected) {
        return new ChargeAuthorized(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                answered,
                file.terms().parties(),
                fact.amount(),
                unexpected);
    }

    /** Taken is taken, whatever we believed: only a failure of the same object outranks it. */
    static List<PaymentEvent> captured(
            Payment.Known payment, ProviderFact.Captured fact, String channel, Instant at) {
        var file = payment.file();
        if (file.failedObjects().contains(fact.source().objectId())) {
            return List.of();
        }
        return switch (payment) {
            case Payment.Requested _,
                    Payment.Processing _,
                    Payment.ActionRequired _,
                    Payment.Authorized _ -> {
                var answered = ChargeAnswers.to(file, OperationKind.CHARGE, OperationKind.CAPTURE);
                yield List.of(captured(file, fact, channel, at, answered, false));
            }
            case Payment.Captured _ ->
                    List.of(captured(file, fact, channel, at, Answered.NONE, true));
            case Payment.Failed _, Payment.Voided _, Payment.Expired _ -> {
                var answered = ChargeAnswers.lateCapture(file);
                yield List.of(captured(file, fact, channel, at, answered, true));
            }
        };
    }

    private static PaymentEvent captured(
            PaymentFile file,
            ProviderFact.Captured fact,
            String channel,
            Instant at,
            Answered answered,
            boolean unexpected) {
        return new ChargeCaptured(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                answered,
                file.terms().parties(),
                fact.amount(),
                file.hold(),
                unexpected);
    }

    static List<PaymentEvent> failed(
            Payment.Known payment, ProviderFact.ChargeFailed fact, String channel, Instant at) {
        var file = payment.file();
        var object = fact.source().objectId();
        if (PaymentEvolution.failureEnds(payment, object)) {
            var answered = ChargeAnswers.toAll(file);
            return List.of(failed(file, fact, channel, at, answered, file.hold()));
        }
        var taken = file.captures().get(object);
        if (taken != null) {
            return List.of(reversed(file, fact, channel, at, taken));
        }
        if (object.equals(file.paymentId()) || file.failedObjects().contains(object)) {
            return List.of();
        }
        var nothing = Money.zero(file.hold().currency());
        return List.of(failed(file, fact, channel, at, Answered.NONE, nothing));
    }

    private static PaymentEvent failed(
            PaymentFile file,
            ProviderFact.ChargeFailed fact,
            String channel,
            Instant at,
            Answered answered,
            Money releasedHold) {
        return new ChargeFailed(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                answered,
                file.terms().parties(),
                releasedHold,
                fact.failure());
    }

    private static PaymentEvent reversed(
            PaymentFile file,
            ProviderFact.ChargeFailed fact,
            String channel,
            Instant at,
            Money taken) {
        boolean nothingLeft = file.captures().size() == 1;
        return new CaptureReversed(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                nothingLeft ? ChargeAnswers.reversal(file) : Answered.NONE,
                file.terms().parties(),
                taken,
                fact.failure());
    }

    static List<PaymentEvent> voided(
            Payment.Known payment, ProviderFact.Voided fact, String channel, Instant at) {
        return released(payment, fact, channel, at, ChargeVoided::new);
    }

    static List<PaymentEvent> expired(
            Payment.Known payment, ProviderFact.Expired fact, String channel, Instant at) {
        return released(payment, fact, channel, at, ChargeExpired::new);
    }

    /** The two ways a hold ends unused have one form. */
    private interface Release {

        PaymentEvent event(
                String paymentId,
                Instant at,
                Evidence evidence,
                Answered answered,
                Parties parties,
                Money hold);
    }

    /**
     * What a word of release ends: the charge; or nothing but a payment we have not heard of yet,
     * which is kept so that an older word of it holds nothing.
     */
    private static List<PaymentEvent> released(
            Payment.Known payment, ProviderFact fact, String channel, Instant at, Release release) {
        var file = payment.file();
        boolean ends = PaymentEvolution.releaseEnds(payment, fact.source().paymentReference());
        if (!ends && (payment instanceof Payment.Captured || holdsNoMore(file, fact.source()))) {
            return List.of();
        }
        return List.of(
                release.event(
                        file.paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        ends
                                ? ChargeAnswers.toAll(file)
                                : ChargeAnswers.to(file, OperationKind.VOID),
                        file.terms().parties(),
                        ends ? file.hold() : Money.zero(file.hold().currency())));
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

    /** Never about anything but our balance: it changes nothing of the payment itself. */
    static List<PaymentEvent> converted(
            Payment.Known payment, ProviderFact.Converted fact, String channel, Instant at) {
        var of = new Conversion(fact.source().connection(), fact.charged(), fact.settled());
        return List.of(
                new FundsConverted(
                        payment.file().paymentId(),
                        at,
                        Evidence.of(fact, channel),
                        Answered.NONE,
                        of));
    }

    /** An older word, of an object or a payment of the provider that has ended. */
    private static boolean holdsNoMore(PaymentFile file, FactSource source) {
        return file.closedObjects().contains(source.objectId())
                || (source.paymentReference() != null
                        && file.closedObjects().contains(source.paymentReference()));
    }
}
