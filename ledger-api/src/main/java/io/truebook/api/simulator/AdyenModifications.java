package io.truebook.api.simulator;

import io.truebook.api.simulator.AdyenNotifications.News;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Captures, cancels, refunds and reversals: answered {@code received}; the outcome comes by webhook
 * under the modification's own {@code pspReference}.
 *
 * <p>More than is authorised is not captured, and more than is captured is not refunded: those are
 * outcomes with {@code success: "false"}, not refusals of the request. Source: Adyen "Capture",
 * "Cancel", "Refund" (read 2026-11).
 */
final class AdyenModifications {
    static final String OUTCOME = "adyen_outcome";
    static final String FAILURE = "adyen_failure";
    private static final String TOO_MUCH = "Insufficient balance on payment";

    private final Books books;
    private final PaymentLocks locks;
    private final AdyenPayments payments;
    private final AdyenLife life;
    private final Supplier<Knobs> knobs;

    AdyenModifications(ProviderParts parts, AdyenPayments payments) {
        this.books = parts.books;
        this.locks = parts.locks;
        this.payments = payments;
        this.life = parts.adyenLife;
        this.knobs = parts.knobs::get;
    }

    void routes(Router<Handler> router) {
        router.on("POST", "/payments/{id}/captures", (r, e) -> receive(r, e, "CAPTURE"));
        router.on("POST", "/payments/{id}/cancels", (r, e) -> receive(r, e, "CANCELLATION"));
        router.on("POST", "/payments/{id}/refunds", (r, e) -> receive(r, e, "REFUND"));
        router.on("POST", "/payments/{id}/reversals", (r, e) -> receive(r, e, "CANCEL_OR_REFUND"));
        router.on("POST", "/cancels", this::technicalCancel);
    }

    private ApiAnswer receive(ApiRequest request, Effects effects, String eventCode) {
        ObjectNode json = request.json();
        AdyenFields.merchantAccount(json);
        boolean named = eventCode.equals("CAPTURE") || eventCode.equals("REFUND");
        AdyenFields.Amount amount = named ? AdyenFields.amount(json) : null;
        String reference = AdyenFields.optionalReference(json);
        AdyenPayment payment = payments.held(effects, request.id());
        if (amount != null && !amount.currency().equals(payment.currency())) {
            throw AdyenError.refused("133", "Currency does not match the payment's.");
        }
        AdyenModification modification =
                AdyenModification.fresh(
                        payment,
                        eventCode,
                        amount == null ? payment.amount().value() : amount.value(),
                        reference);
        await(payment, modification);
        ObjectNode body = received(json, modification, reference);
        body.put("paymentPspReference", payment.pspReference());
        if (amount != null) {
            body.set("amount", amount.body());
        }
        return ApiAnswer.json(201, body);
    }

    /** "Cancel it if it exists": by the reference of a payment whose answer never came. */
    private ApiAnswer technicalCancel(ApiRequest request, Effects effects) {
        ObjectNode json = request.json();
        AdyenFields.merchantAccount(json);
        String original = AdyenFields.required(json, "paymentReference");
        String reference = AdyenFields.optionalReference(json);
        Optional<String> known = books.labelled(BooksReport.ADYEN_REFERENCE, original);
        if (known.isEmpty()) {
            ObjectNode body = Json.object();
            body.put("pspReference", Ids.pspReference());
            return ApiAnswer.json(201, acknowledged(body, json, reference, original));
        }
        AdyenPayment payment = payments.held(effects, known.get());
        AdyenModification modification =
                AdyenModification.fresh(
                        payment, "TECHNICAL_CANCEL", payment.amount().value(), reference);
        await(payment, modification);
        ObjectNode body = Json.object();
        body.put("pspReference", modification.id());
        return ApiAnswer.json(201, acknowledged(body, json, reference, original));
    }

    private static ObjectNode acknowledged(
            ObjectNode body, ObjectNode request, @Nullable String reference, String original) {
        body.put("merchantAccount", Json.text(request, "merchantAccount"));
        body.put("paymentReference", original);
        if (reference != null) {
            body.put("reference", reference);
        }
        return body.put("status", "received");
    }

    private static ObjectNode received(
            ObjectNode request, AdyenModification modification, @Nullable String reference) {
        ObjectNode body = Json.object();
        body.put("merchantAccount", Json.text(request, "merchantAccount"));
        body.put("pspReference", modification.id());
        if (reference != null) {
            body.put("reference", reference);
        }
        return body.put("status", "received");
    }

    /** Without a delay the outcome is there before the answer is, as it may be for real. */
    private void await(AdyenPayment payment, AdyenModification modification) {
        Duration delay = knobs.get().adyen().modificationDelay();
        if (delay.isZero()) {
            decide(payment, modification);
        } else if (delay.isPositive()) {
            life.promise(payment.effects(), OUTCOME, modification.id(), delay);
        }
    }

    private record Open(AdyenPayment payment, AdyenModification modification) {}

    private Open held(Effects effects, String id) {
        String paymentId = Json.required(find(id), "payment");
        locks.hold(effects, paymentId);
        return new Open(payments.of(effects, paymentId), AdyenModification.of(effects, find(id)));
    }

    private ObjectNode find(String id) {
        return books.find(AdyenModification.KIND, id)
                .or(() -> books.find(AdyenModification.REFUND_KIND, id))
                .orElseThrow(AdyenPayments::unknown)
                .body();
    }

    /** The outcome that the books allow. */
    void decide(Effects effects, String id) {
        Open open = pending(effects, id);
        decide(open.payment(), open.modification());
    }

    /** The outcome is no, whatever the books would allow. */
    ObjectNode refuse(Effects effects, String id, String reason) {
        Open open = pending(effects, id);
        end(open.payment(), open.modification(), false, reason);
        return open.modification().body();
    }

    private Open pending(Effects effects, String id) {
        Open open = held(effects, id);
        if (!open.modification().is("pending")) {
            throw AdyenError.refused("167", "The outcome of this modification is known.");
        }
        return open;
    }

    private void decide(AdyenPayment payment, AdyenModification modification) {
        long amount = modification.amount();
        boolean open = payment.is("succeeded") && !payment.captured();
        String refused =
                switch (modification.eventCode()) {
                    case "CAPTURE" -> open && amount <= payment.amount().value() ? null : TOO_MUCH;
                    case "REFUND" ->
                            !payment.captured()
                                    ? "Transaction hasn't been captured, refund not possible"
                                    : amount <= payment.left() ? null : TOO_MUCH;
                    case "CANCEL_OR_REFUND" ->
                            payment.captured() ? (payment.left() > 0 ? null : TOO_MUCH) : no(open);
                    default -> no(open || payment.is("pending"));
                };
        if (refused == null) {
            apply(payment, modification);
        }
        end(payment, modification, refused == null, refused == null ? "" : refused);
    }

    private static @Nullable String no(boolean possible) {
        return possible ? null : "Transaction is not in a state to be cancelled";
    }

    private void apply(AdyenPayment payment, AdyenModification modification) {
        if (modification.eventCode().equals("CAPTURE")) {
            life.capture(payment, modification.amount(), modification.id());
        } else if (modification.refunds()) {
            long amount = Math.min(modification.amount(), payment.left());
            modification.body().put("amount", amount);
            payment.add("amount_refunded", amount);
            life.book(payment, "Refunded", Math.negateExact(amount), 0, modification.id());
        } else {
            payment.status("canceled");
        }
    }

    private void end(
            AdyenPayment payment, AdyenModification modification, boolean success, String reason) {
        modification.body().put("status", success ? "succeeded" : "failed");
        String action = Json.text(modification.body(), "action");
        life.tell(
                payment,
                new News(
                        modification.eventCode(),
                        modification.id(),
                        modification.reference(),
                        modification.amount(),
                        success,
                        reason,
                        action == null ? Map.of() : Map.of("modification.action", action)));
        AdyenTestMethod method = payment.method();
        boolean fails =
                success
                        && (modification.refunds()
                                ? method.refundFails()
                                : modification.eventCode().equals("CAPTURE")
                                        && method.captureFails());
        if (fails) {
            life.promise(payment.effects(), FAILURE, modification.id(), knobs.get().refundDelay());
        }
    }

    void fail(Effects effects, String id) {
        fail(effects, id, null);
    }

    /**
     * What had succeeded fails after all: {@code CAPTURE_FAILED}, {@code REFUND_FAILED}, or {@code
     * REFUNDED_REVERSED} when asked for - each with {@code success: "true"}.
     */
    ObjectNode fail(Effects effects, String id, @Nullable String eventCode) {
        Open open = held(effects, id);
        AdyenModification modification = open.modification();
        AdyenPayment payment = open.payment();
        boolean capture = modification.eventCode().equals("CAPTURE");
        if (!modification.is("succeeded") || (!capture && !modification.refunds())) {
            throw AdyenError.refused("167", "Only a capture or refund that succeeded can fail.");
        }
        String told =
                eventCode == null ? (capture ? "CAPTURE_FAILED" : "REFUND_FAILED") : eventCode;
        modification.body().put("status", "failed");
        long amount = modification.amount();
        if (capture) {
            payment.captured(0);
            life.book(payment, "SettledReversed", Math.negateExact(amount), 0, id);
        } else {
            payment.add("amount_refunded", Math.negateExact(amount));
            life.book(payment, "RefundedReversed", amount, 0, id);
        }
        life.tell(
                payment,
                new News(
                        told,
                        id,
                        modification.reference(),
                        amount,
                        true,
                        told.replace('_', ' ').toLowerCase(Locale.ROOT),
                        Map.of()));
        return modification.body();
    }
}
