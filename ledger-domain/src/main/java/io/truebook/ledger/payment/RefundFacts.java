package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentEvent.RefundFailed;
import io.truebook.ledger.payment.PaymentEvent.RefundPending;
import io.truebook.ledger.payment.PaymentEvent.RefundSucceeded;
import io.truebook.ledger.provider.ProviderFact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a fact about a refund moves it, ours or one made at the provider. */
final class RefundFacts {

    private RefundFacts() {}

    static List<PaymentEvent> pending(
            Payment.Known payment, ProviderFact.RefundPending fact, String channel, Instant at) {
        var file = payment.file();
        return find(file, fact.operationId(), fact)
                .filter(refund ->
                        refund.status() == Refund.Status.REQUESTED
                                || refund.status() == Refund.Status.UNKNOWN)
                .map(refund ->
                        new RefundPending(
                                file.paymentId(),
                                at,
                                Evidence.of(fact, channel),
                                Answered.NONE,
                                refund.id()))
                .stream()
                .map(PaymentEvent.class::cast)
                .toList();
    }

    static List<PaymentEvent> succeeded(
            Payment.Known payment, ProviderFact.RefundSucceeded fact, String channel, Instant at) {
        var file = payment.file();
        var object = fact.source().objectId();
        if (file.failedObjects().contains(object)) {
            return List.of();
        }
        var nothing = Money.zero(fact.amount().currency());
        var refund = find(file, fact.operationId(), fact);
        if (refund.isEmpty()) {
            var id = externalId(fact);
            return List.of(succeeded(file, fact, channel, at, id, nothing, Answered.NONE));
        }
        var ours = refund.get();
        return switch (ours.status()) {
            case REQUESTED, UNKNOWN, PENDING -> {
                var answered = Answered.first(List.of(ours.id()));
                yield List.of(
                        succeeded(file, fact, channel, at, ours.id(), ours.amount(), answered));
            }
            case FAILED -> {
                var corrected = Answered.anew(List.of(ours.id()));
                yield List.of(succeeded(file, fact, channel, at, ours.id(), nothing, corrected));
            }
            case SUCCEEDED ->
                    object.equals(ours.objectId())
                            ? List.of()
                            // A second provider object for one wish: money has left twice.
                            : List.of(
                                    succeeded(
                                            file,
                                            fact,
                                            channel,
                                            at,
                                            externalId(fact),
                                            nothing,
                                            Answered.NONE));
        };
    }

    private static PaymentEvent succeeded(
            PaymentFile file,
            ProviderFact.RefundSucceeded fact,
            String channel,
            Instant at,
            String refundId,
            Money reserved,
            Answered answered) {
        return new RefundSucceeded(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                answered,
                refundId,
                file.terms().parties(),
                fact.amount(),
                reserved);
    }

    static List<PaymentEvent> failed(
            Payment.Known payment, ProviderFact.RefundFailed fact, String channel, Instant at) {
        var file = payment.file();
        var object = fact.source().objectId();
        var refund = find(file, fact.operationId(), fact);
        if (refund.isPresent() && mayFail(refund.get(), object)) {
            return List.of(failed(file, fact, channel, at, refund.get()));
        }
        if (file.refunds().containsKey(object) || file.failedObjects().contains(object)) {
            return List.of();
        }
        // Nothing of this object is booked: keep that it failed, so that an older word of its
        // success moves no money.
        var id = refund.map(Refund::id).orElseGet(() -> externalId(fact));
        var nothing = Money.zero(fact.amount().currency());
        return List.of(failed(file, fact, channel, at, id, nothing, false, Answered.NONE));
    }

    private static boolean mayFail(Refund refund, String object) {
        return switch (refund.status()) {
            case REQUESTED, UNKNOWN, PENDING -> true;
            case SUCCEEDED -> object.equals(refund.objectId());
            case FAILED -> false;
        };
    }

    private static PaymentEvent failed(
            PaymentFile file,
            ProviderFact.RefundFailed fact,
            String channel,
            Instant at,
            Refund refund) {
        var id = refund.id();
        boolean afterSuccess = refund.status() == Refund.Status.SUCCEEDED;
        var answered = afterSuccess ? Answered.anew(List.of(id)) : Answered.first(List.of(id));
        return failed(
                file,
                fact,
                channel,
                at,
                id,
                refund.amount(),
                afterSuccess,
                refund.transaction() == null ? Answered.NONE : answered);
    }

    private static PaymentEvent failed(
            PaymentFile file,
            ProviderFact.RefundFailed fact,
            String channel,
            Instant at,
            String refundId,
            Money amount,
            boolean afterSuccess,
            Answered answered) {
        return new RefundFailed(
                file.paymentId(),
                at,
                Evidence.of(fact, channel),
                answered,
                refundId,
                file.terms().parties(),
                amount,
                afterSuccess,
                fact.failure());
    }

    /** By the provider's object first: one wish may have come to two objects, then by our id. */
    static Optional<Refund> find(
            PaymentFile file, @Nullable String operationId, ProviderFact fact) {
        var object = fact.source().objectId();
        return file.refunds().values().stream()
                .filter(refund -> object.equals(refund.objectId()))
                .findFirst()
                .or(() -> Optional.ofNullable(operationId).map(id -> file.refunds().get(id)));
    }

    /** A refund made at the provider gets the same id whoever hears of it first. */
    private static String externalId(ProviderFact fact) {
        try {
            var text = fact.source().connection() + "|" + fact.source().objectId();
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "re_" + HexFormat.of().formatHex(digest, 0, 13);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
