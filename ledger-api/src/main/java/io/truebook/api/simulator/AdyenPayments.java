package io.truebook.api.simulator;

import io.truebook.api.simulator.AdyenTestMethod.Result;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /payments} and {@code /payments/details}: taking or holding money.
 *
 * <p>Captured automatically unless {@code captureDelayHours} or {@code
 * additionalData.manualCapture} or the account says otherwise. A payment that needs the shopper is
 * answered with a redirect; the page sends the shopper back with a {@code redirectResult}, and only
 * {@code /payments/details} with it completes the payment.
 */
final class AdyenPayments {
    private static final String REDIRECT_RESULT = "redirectResult";

    private final Clock clock;
    private final Books books;
    private final PaymentLocks locks;
    private final AdyenLife life;
    private final Supplier<Knobs> knobs;

    AdyenPayments(ProviderParts parts) {
        this.clock = parts.clock;
        this.books = parts.books;
        this.locks = parts.locks;
        this.life = parts.adyenLife;
        this.knobs = parts.knobs::get;
    }

    void routes(Router<Handler> router) {
        router.on("POST", "/payments", this::create);
        router.on("POST", "/payments/details", this::details);
    }

    private ApiAnswer create(ApiRequest request, Effects effects) {
        ObjectNode json = request.json();
        AdyenFields.merchantAccount(json);
        AdyenFields.Amount amount = AdyenFields.amount(json);
        String reference = AdyenFields.reference(json);
        AdyenTestMethod method = AdyenTestMethod.of(json);
        if (method.result() == Result.REDIRECT && Json.text(json, "returnUrl") == null) {
            throw AdyenError.missing("returnUrl");
        }
        AdyenPayment payment =
                AdyenPayment.fresh(
                        effects,
                        clock.instant().getEpochSecond(),
                        json,
                        amount,
                        method,
                        automatic(json));
        effects.label(payment.pspReference(), Map.of(BooksReport.ADYEN_REFERENCE, reference));
        life.attempt(payment);
        ObjectNode answer = answer(payment, method.result().code());
        if (method.result() == Result.REDIRECT) {
            // No reference yet: the payment gets its name when the shopper is back.
            answer.remove("pspReference");
            answer.putObject("action")
                    .put("type", "redirect")
                    .put("method", "GET")
                    .put("paymentMethodType", "scheme")
                    .put("url", request.base() + AuthenticationPage.PATH + payment.pspReference());
        }
        return ApiAnswer.ok(answer);
    }

    /** The request decides before the account does. */
    private boolean automatic(ObjectNode request) {
        Boolean manual = AdyenFields.additionalFlag(request, "manualCapture");
        if (manual != null) {
            return !manual;
        }
        return request.has("captureDelayHours")
                ? Json.number(request, "captureDelayHours") == 0
                : knobs.get().adyen().automaticCapture();
    }

    private ApiAnswer details(ApiRequest request, Effects effects) {
        String token =
                request.json().get("details") instanceof ObjectNode details
                        ? Json.text(details, REDIRECT_RESULT)
                        : null;
        if (token == null) {
            throw AdyenError.missing("details." + REDIRECT_RESULT);
        }
        String id = token.contains(".") ? token.substring(0, token.indexOf('.')) : token;
        AdyenPayment payment = held(effects, id);
        String kept = Json.text(payment.body(), "redirect_result");
        if (!token.equals(kept)) {
            throw AdyenError.refused("14_030", "Return URL is missing or the result is unknown.");
        }
        if (payment.is("requires_action")) {
            life.authenticated(payment, token.endsWith(".passed"));
        }
        return ApiAnswer.ok(answer(payment, payment.is("failed") ? "Refused" : "Authorised"));
    }

    private static ObjectNode answer(AdyenPayment payment, String resultCode) {
        ObjectNode body = Json.object();
        body.put("pspReference", payment.pspReference());
        body.put("resultCode", resultCode);
        body.put("merchantReference", payment.reference());
        body.set("amount", payment.amount().body());
        if (payment.body().get("refusal") instanceof ObjectNode refusal) {
            body.put("refusalReason", Json.text(refusal, "reason"));
            body.put("refusalReasonCode", Json.text(refusal, "code"));
        }
        return body;
    }

    /** The payment, or Adyen's refusal; the caller holds its lock. */
    AdyenPayment of(Effects effects, String id) {
        return AdyenPayment.of(
                effects,
                books.find(AdyenPayment.KIND, id).orElseThrow(AdyenPayments::unknown).body());
    }

    /** The same, under its lock from here on. */
    AdyenPayment held(Effects effects, String id) {
        locks.hold(effects, id);
        return of(effects, id);
    }

    static AdyenError unknown() {
        return AdyenError.refused("167", "Original pspReference required for this operation");
    }

    /** A received payment comes to its end. */
    void settle(Effects effects, String id) {
        AdyenPayment payment = held(effects, id);
        if (!payment.is("pending")) {
            throw AdyenError.refused("167", "The payment is not pending.");
        }
        life.settle(payment);
    }

    /** The page's verdict: what it sends the shopper back with, or null for another's payment. */
    @Nullable String verdict(Effects effects, String id, boolean passed) {
        AdyenPayment payment = held(effects, id);
        String token = id + (passed ? ".passed" : ".failed");
        payment.body().put("redirect_result", token);
        String back = payment.returnUrl();
        return back == null
                ? null
                : back + (back.contains("?") ? "&" : "?") + REDIRECT_RESULT + "=" + token;
    }
}
