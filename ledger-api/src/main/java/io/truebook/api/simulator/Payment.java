package io.truebook.api.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A payment intent and its latest charge, as live documents: changing them and putting them into
 * {@link Effects} is how the provider acts. Held under the payment's lock.
 */
final class Payment {
    private final Effects effects;
    private final ObjectNode intent;
    private @Nullable ObjectNode charge;

    private Payment(Effects effects, ObjectNode intent, @Nullable ObjectNode charge) {
        this.effects = effects;
        this.intent = intent;
        this.charge = charge;
        touchIntent();
    }

    static Payment fresh(Effects effects, ObjectNode intent) {
        return new Payment(effects, intent, null);
    }

    /** {@code rows}: the intent and its charges, oldest first. */
    static Payment of(Effects effects, List<Effects.Stored> rows, String id) {
        ObjectNode intent = null;
        ObjectNode charge = null;
        for (Effects.Stored row : rows) {
            if (row.kind().equals(Books.PAYMENT_INTENT)) {
                intent = row.body();
            } else {
                charge = row.body();
            }
        }
        if (intent == null) {
            throw StripeError.noSuch(Books.PAYMENT_INTENT, id, "intent");
        }
        return new Payment(effects, intent, charge);
    }

    Effects effects() {
        return effects;
    }

    ObjectNode intent() {
        return intent;
    }

    /** The latest charge, to be changed. */
    ObjectNode charge() {
        if (charge == null) {
            throw new IllegalStateException("no charge yet");
        }
        effects.put(
                new Effects.Stored(
                        Json.required(charge, "id"),
                        Books.CHARGE,
                        Json.number(charge, "created"),
                        id(),
                        null,
                        charge));
        return charge;
    }

    boolean hasCharge() {
        return charge != null;
    }

    boolean chargeIs(String status) {
        return charge != null && status.equals(Json.text(charge, "status"));
    }

    /** A new attempt: its charge becomes the latest one. */
    void charge(ObjectNode newCharge) {
        charge = newCharge;
        intent.put("latest_charge", Json.required(newCharge, "id"));
        charge();
    }

    String id() {
        return Json.required(intent, "id");
    }

    String status() {
        return Json.required(intent, "status");
    }

    long amount() {
        return Json.number(intent, "amount");
    }

    String currency() {
        return Json.required(intent, "currency");
    }

    boolean manualCapture() {
        return "manual".equals(Json.text(intent, "capture_method"));
    }

    private void touchIntent() {
        effects.put(
                new Effects.Stored(
                        id(),
                        Books.PAYMENT_INTENT,
                        Json.number(intent, "created"),
                        null,
                        null,
                        intent));
    }
}
