package io.truebook.api.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A payment in the Adyen dialect as a live document: changing it is how the provider acts. Held
 * under the payment's lock.
 *
 * <p>{@code status}: requires_action, pending, succeeded (authorised), failed, canceled; what was
 * captured, refunded and withdrawn is counted beside it, in minor units. It is the simulator's own
 * shape: Adyen has no way to ask for a payment.
 */
final class AdyenPayment {
    static final String KIND = "adyen.payment";

    private final Effects effects;
    private final ObjectNode body;

    private AdyenPayment(Effects effects, ObjectNode body) {
        this.effects = effects;
        this.body = body;
        effects.put(
                new Effects.Stored(
                        pspReference(), KIND, Json.number(body, "created"), null, null, body));
    }

    /** Minor units; {@code automatic} captures what is authorised without being asked. */
    static AdyenPayment fresh(
            Effects effects,
            long created,
            ObjectNode request,
            AdyenFields.Amount amount,
            AdyenTestMethod method,
            boolean automatic) {
        ObjectNode body = Json.object();
        body.put("id", Ids.pspReference());
        body.put("object", KIND);
        body.put("created", created);
        body.put("status", "pending");
        body.put("amount", amount.value());
        body.put("currency", amount.currency());
        body.put("merchant_account", AdyenFields.merchantAccount(request));
        body.put("reference", AdyenFields.reference(request));
        body.put("return_url", Json.text(request, "returnUrl"));
        body.put("automatic", automatic);
        body.put("captured", false);
        body.put("amount_captured", 0L);
        body.put("amount_refunded", 0L);
        body.put("amount_disputed", 0L);
        body.set("method", method.body());
        return new AdyenPayment(effects, body);
    }

    static AdyenPayment of(Effects effects, ObjectNode body) {
        return new AdyenPayment(effects, body);
    }

    Effects effects() {
        return effects;
    }

    ObjectNode body() {
        return body;
    }

    String pspReference() {
        return Json.required(body, "id");
    }

    String reference() {
        return Json.required(body, "reference");
    }

    String merchantAccount() {
        return Json.required(body, "merchant_account");
    }

    AdyenFields.Amount amount() {
        return new AdyenFields.Amount(Json.number(body, "amount"), currency());
    }

    String currency() {
        return Json.required(body, "currency");
    }

    AdyenTestMethod method() {
        return AdyenTestMethod.kept(body.path("method"));
    }

    boolean is(String status) {
        return status.equals(Json.text(body, "status"));
    }

    void status(String status) {
        body.put("status", status);
    }

    boolean automatic() {
        return Json.flag(body, "automatic");
    }

    boolean captured() {
        return Json.flag(body, "captured");
    }

    @Nullable String returnUrl() {
        return Json.text(body, "return_url");
    }

    /** Captured and not given back, in minor units. */
    long left() {
        return Math.subtractExact(count("amount_captured"), count("amount_refunded"));
    }

    void captured(long amount) {
        body.put("amount_captured", amount);
        body.put("captured", amount > 0);
    }

    /** One of the amounts counted beside the status. */
    long count(String name) {
        return Json.number(body, name);
    }

    void add(String name, long amount) {
        body.put(name, Math.addExact(count(name), amount));
    }
}
