package io.truebook.api.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A capture, cancel, refund or reversal as a live document, under the lock of its payment; {@code
 * status}: pending, succeeded, failed. The amount is minor units of the payment's currency.
 */
record AdyenModification(ObjectNode body) {
    static final String KIND = "adyen.modification";

    /** Refunds are counted, so the books tell them apart. */
    static final String REFUND_KIND = "adyen.refund";

    static AdyenModification fresh(
            AdyenPayment payment, String eventCode, long amount, @Nullable String reference) {
        ObjectNode body = Json.object();
        body.put("id", Ids.pspReference());
        body.put("object", KIND);
        body.put("created", Json.number(payment.body(), "created"));
        body.put("event_code", eventCode);
        body.put("payment", payment.pspReference());
        body.put("reference", reference);
        body.put("amount", amount);
        body.put("currency", payment.currency());
        body.put("status", "pending");
        if (eventCode.equals("CANCEL_OR_REFUND")) {
            body.put("action", payment.captured() ? "refund" : "cancel");
        }
        AdyenModification modification = of(payment.effects(), body);
        if (reference != null) {
            payment.effects()
                    .label(modification.id(), Map.of(BooksReport.ADYEN_REFERENCE, reference));
        }
        return modification;
    }

    static AdyenModification of(Effects effects, ObjectNode body) {
        var modification = new AdyenModification(body);
        effects.put(
                new Effects.Stored(
                        modification.id(),
                        modification.refunds() ? REFUND_KIND : KIND,
                        Json.number(body, "created"),
                        Json.required(body, "payment"),
                        null,
                        body));
        return modification;
    }

    String id() {
        return Json.required(body, "id");
    }

    String eventCode() {
        return Json.required(body, "event_code");
    }

    @Nullable String reference() {
        return Json.text(body, "reference");
    }

    long amount() {
        return Json.number(body, "amount");
    }

    boolean is(String status) {
        return status.equals(Json.text(body, "status"));
    }

    /** Whether it gives captured money back. */
    boolean refunds() {
        return eventCode().equals("REFUND") || "refund".equals(Json.text(body, "action"));
    }
}
