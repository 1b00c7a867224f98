package io.truebook.api.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can happen to a payment at the provider, asked for or not, each step with the events the
 * real one sends.
 *
 * <p>requires_payment_method -> requires_action | processing | requires_capture | succeeded;
 * requires_capture -> succeeded | canceled. The provider may also do what nobody asked for: succeed
 * late, fail after success, let a hold lapse. Every step leaves documents, movements and events in
 * the payment's {@link Effects}.
 */
final class PaymentLife {
    static final String SETTLE = "settle_payment";
    static final String BOOK = "book_charge";

    private final Clock clock;
    private final Events events;
    private final Movements movements;
    private final Supplier<Knobs> knobs;

    PaymentLife(Clock clock, Events events, Movements movements, Supplier<Knobs> knobs) {
        this.clock = clock;
        this.events = events;
        this.movements = movements;
        this.knobs = knobs;
    }

    /**
     * Tries to take the money by this method; a decline is a state of the payment, not an
     * exception.
     */
    void attempt(
            Payment payment,
            TestMethod method,
            @Nullable String returnUrl,
            String authenticationUrl) {
        ObjectNode intent = payment.intent();
        intent.put("payment_method", method.id());
        intent.putArray("payment_method_types").add(method.type());
        intent.putNull("last_payment_error");
        switch (method.behaviour()) {
            case SUCCEEDS -> succeed(payment, method);
            case DECLINES -> decline(payment, method, declineOf(method));
            case AUTHENTICATES -> requireAction(payment, returnUrl, authenticationUrl);
            case SETTLES_LATER, FAILS_LATER, STAYS_OPEN -> process(payment, method);
        }
    }

    /** The customer has passed the bank's page, or has not. */
    void authenticated(Payment payment, TestMethod method, boolean passed) {
        payment.intent().putNull("next_action");
        if (!passed) {
            refuse(payment, TestMethod.AUTHENTICATION_FAILED, null, false);
            events.tell(payment.effects(), "payment_intent.payment_failed", payment.intent());
        } else if (method.decline() != null) {
            decline(payment, method, method.decline());
        } else {
            succeed(payment, method);
        }
    }

    /** Money is taken or held; a pending charge becomes it, otherwise there is a new one. */
    void succeed(Payment payment, TestMethod method) {
        if (!payment.chargeIs("pending")) {
            payment.charge(Documents.charge(now(), payment, method));
        }
        ObjectNode charge = payment.charge();
        ObjectNode intent = payment.intent();
        charge.put("status", "succeeded");
        charge.put("paid", true);
        intent.putNull("processing");
        intent.putNull("last_payment_error");
        intent.putNull("canceled_at");
        intent.putNull("cancellation_reason");
        if (payment.manualCapture()) {
            intent.put("status", "requires_capture");
            intent.put("amount_capturable", payment.amount());
            events.tell(payment.effects(), "charge.succeeded", charge);
            events.tell(payment.effects(), "payment_intent.amount_capturable_updated", intent);
        } else {
            take(payment, payment.amount());
            events.tell(payment.effects(), "charge.succeeded", charge);
            events.tell(payment.effects(), "payment_intent.succeeded", intent);
        }
    }

    /**
     * Takes this much of the hold, once; the rest is released, which the charge shows as refunded.
     */
    void capture(Payment payment, long amount) {
        ObjectNode charge = payment.charge();
        long rest = Math.subtractExact(payment.amount(), amount);
        charge.put("amount_refunded", rest);
        take(payment, amount);
        events.tell(payment.effects(), "charge.captured", charge);
        events.tell(payment.effects(), "payment_intent.succeeded", payment.intent());
    }

    private void take(Payment payment, long amount) {
        ObjectNode charge = payment.charge();
        charge.put("captured", true);
        charge.put("amount_captured", amount);
        payment.intent().put("status", "succeeded");
        payment.intent().put("amount_capturable", 0L);
        payment.intent().put("amount_received", amount);
        Duration delay = knobs.get().feeDelay();
        if ("automatic_async".equals(Json.text(payment.intent(), "capture_method"))
                || delay.isPositive()) {
            promise(payment, BOOK, delay);
        } else {
            movements.captured(payment.effects(), charge);
        }
    }

    /** The balance transaction of a capture appears, with the fee, some time after the capture. */
    void book(Payment payment) {
        ObjectNode charge = payment.charge();
        if (Json.text(charge, "balance_transaction") == null && Json.flag(charge, "captured")) {
            movements.captured(payment.effects(), charge);
            events.tell(
                    payment.effects(),
                    "charge.updated",
                    charge,
                    previous -> previous.putNull("balance_transaction"));
        }
    }

    private void process(Payment payment, TestMethod method) {
        payment.charge(Documents.charge(now(), payment, method));
        ObjectNode intent = payment.intent();
        intent.put("status", "processing");
        intent.putObject("processing").put("type", method.type());
        events.tell(payment.effects(), "charge.pending", payment.charge());
        events.tell(payment.effects(), "payment_intent.processing", intent);
        if (method.behaviour() != TestMethod.Behaviour.STAYS_OPEN) {
            promise(payment, SETTLE, knobs.get().settleDelay());
        }
    }

    private void requireAction(
            Payment payment, @Nullable String returnUrl, String authenticationUrl) {
        ObjectNode intent = payment.intent();
        intent.put("status", "requires_action");
        ObjectNode action = intent.putObject("next_action");
        ObjectNode redirect = action.putObject("redirect_to_url");
        redirect.put("return_url", returnUrl);
        redirect.put("url", authenticationUrl);
        action.put("type", "redirect_to_url");
        events.tell(payment.effects(), "payment_intent.requires_action", intent);
    }

    /** The attempt is refused; the payment waits for another method. */
    void decline(Payment payment, TestMethod method, TestMethod.Decline decline) {
        if (!payment.chargeIs("pending")) {
            payment.charge(Documents.charge(now(), payment, method));
        }
        fail(payment, method, decline);
    }

    private void fail(Payment payment, TestMethod method, TestMethod.Decline decline) {
        failCharge(payment, decline);
        refuse(payment, decline, Json.required(payment.charge(), "id"), method.isCard());
        events.tell(payment.effects(), "charge.failed", payment.charge());
        events.tell(payment.effects(), "payment_intent.payment_failed", payment.intent());
    }

    /** A captured payment turns out to have failed: the money of that very charge goes back. */
    void failAfterSuccess(Payment payment, TestMethod method, TestMethod.Decline decline) {
        book(payment);
        movements.failedAfterCapture(payment.effects(), payment.charge());
        payment.intent().put("amount_received", 0L);
        fail(payment, method, decline);
    }

    private static void failCharge(Payment payment, TestMethod.Decline decline) {
        ObjectNode charge = payment.charge();
        charge.put("status", "failed");
        charge.put("paid", false);
        charge.put("failure_code", decline.code());
        charge.put("failure_message", decline.message());
        ObjectNode outcome = charge.putObject("outcome");
        outcome.put("network_status", "declined_by_network");
        outcome.put(
                "reason", decline.declineCode() == null ? decline.code() : decline.declineCode());
        outcome.put("type", "issuer_declined");
    }

    private static void refuse(
            Payment payment,
            TestMethod.Decline decline,
            @Nullable String chargeId,
            boolean ofCard) {
        ObjectNode intent = payment.intent();
        intent.put("status", "requires_payment_method");
        intent.put("amount_capturable", 0L);
        intent.putNull("payment_method");
        intent.putNull("processing");
        intent.set("last_payment_error", Documents.decline(decline, chargeId, ofCard));
    }

    /** The payment is given up; a hold is released, which the charge shows as refunded. */
    void cancel(Payment payment, @Nullable String reason) {
        release(payment, "charge.refunded");
        close(payment, reason);
    }

    /** The hold lapsed without a capture. */
    void expire(Payment payment) {
        release(payment, "charge.expired");
        close(payment, "automatic");
    }

    private void close(Payment payment, @Nullable String reason) {
        ObjectNode intent = payment.intent();
        intent.put("status", "canceled");
        intent.put("amount_capturable", 0L);
        intent.put("canceled_at", now());
        intent.put("cancellation_reason", reason);
        intent.putNull("next_action");
        events.tell(payment.effects(), "payment_intent.canceled", intent);
    }

    private void release(Payment payment, String eventType) {
        if (payment.chargeIs("succeeded")) {
            ObjectNode charge = payment.charge();
            charge.put("amount_refunded", payment.amount());
            charge.put("refunded", true);
            events.tell(payment.effects(), eventType, charge);
        }
    }

    static TestMethod.Decline declineOf(TestMethod method) {
        return method.decline() == null ? TestMethod.GENERIC_DECLINE : method.decline();
    }

    private void promise(Payment payment, String task, Duration delay) {
        payment.effects()
                .promise(
                        new Effects.Promise(
                                Ids.next("due_"),
                                clock.millis() + delay.toMillis(),
                                task,
                                payment.id()));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
