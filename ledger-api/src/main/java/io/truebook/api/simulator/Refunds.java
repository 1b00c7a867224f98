package io.truebook.api.simulator;

import io.truebook.api.simulator.TestMethod.RefundBehaviour;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/refunds}: giving money back, in parts or whole, never more than was captured.
 *
 * <p>An open refund counts against the rest like a succeeded one. Refuses, first match wins: no
 * such charge or payment, payment without a captured charge, {@code charge_disputed}, {@code
 * charge_already_refunded}, more than the rest.
 */
final class Refunds {
    static final String SETTLE = "settle_refund";
    static final String FAIL = "fail_refund";

    private static final Set<String> REASONS =
            Set.of("duplicate", "fraudulent", "requested_by_customer");

    private final Clock clock;
    private final Books books;
    private final PaymentLocks locks;
    private final Events events;
    private final Movements movements;
    private final Expansion expansion;
    private final Supplier<Knobs> knobs;

    Refunds(ProviderParts parts) {
        this.clock = parts.clock;
        this.books = parts.books;
        this.locks = parts.locks;
        this.events = parts.events;
        this.movements = parts.movements;
        this.expansion = parts.expansion;
        this.knobs = parts.knobs::get;
    }

    void routes(Router<Handler> router) {
        router.on("POST", "/v1/refunds", this::create);
        router.on("GET", "/v1/refunds", this::list);
        router.on("GET", "/v1/refunds/{id}", this::retrieve);
        router.on("POST", "/v1/refunds/{id}/cancel", this::cancel);
    }

    private ApiAnswer create(ApiRequest request, Effects effects) {
        Form form = request.form();
        form.allowOnly(
                Set.of("amount", "charge", "expand", "metadata", "payment_intent", "reason"));
        Long asked = form.integer("amount");
        if (asked != null && asked < 1) {
            throw StripeError.invalid(
                    "parameter_invalid_integer",
                    "amount",
                    "This value must be greater than or equal to 1.");
        }
        String reason = form.text("reason");
        if (reason != null && !REASONS.contains(reason)) {
            throw StripeError.invalid(null, "reason", "Invalid reason: " + reason);
        }
        Map<String, String> metadata = Metadata.of(form);
        Payment payment = payment(form, effects);
        long rest = refundable(payment);
        long amount = asked == null ? rest : asked;
        if (amount > rest) {
            throw StripeError.refused(
                    null,
                    "amount",
                    "Refund amount ("
                            + amount
                            + ") is greater than unrefunded amount on charge ("
                            + rest
                            + ")");
        }
        ObjectNode refund = open(payment, amount, reason, metadata);
        return ApiAnswer.ok(expansion.expand(effects, refund, form));
    }

    private Payment payment(Form form, Effects effects) {
        String intent = form.text("payment_intent");
        String charge = form.text("charge");
        if (intent == null && charge == null) {
            throw StripeError.invalid(
                    "parameter_missing",
                    "charge",
                    "One of the following params should be provided: payment_intent or charge.");
        }
        if (intent == null && charge != null) {
            intent = books.get(Books.CHARGE, charge, "charge").paymentIntent();
        }
        if (intent == null) {
            throw new IllegalStateException("every charge belongs to a payment intent");
        }
        locks.hold(effects, intent);
        List<Effects.Stored> rows = books.payment(intent);
        if (rows.isEmpty()) {
            throw StripeError.noSuch(Books.PAYMENT_INTENT, intent, "payment_intent");
        }
        return Payment.of(effects, rows, intent);
    }

    private long refundable(Payment payment) {
        if (!payment.chargeIs("succeeded") || !Json.flag(payment.charge(), "captured")) {
            throw StripeError.refused(
                    null,
                    "payment_intent",
                    "This PaymentIntent ("
                            + payment.id()
                            + ") does not have a successful charge to refund.");
        }
        ObjectNode charge = payment.charge();
        if (Disputes.blocksRefunds(books, charge)) {
            throw StripeError.refused(
                    "charge_disputed",
                    "charge",
                    "Charge " + Json.required(charge, "id") + " has been charged back.");
        }
        long rest =
                Math.subtractExact(
                        Json.number(charge, "amount"), Json.number(charge, "amount_refunded"));
        if (rest == 0) {
            throw StripeError.refused(
                    "charge_already_refunded",
                    "charge",
                    "Charge " + Json.required(charge, "id") + " has already been refunded.");
        }
        return rest;
    }

    private ObjectNode open(
            Payment payment, long amount, @Nullable String reason, Map<String, String> metadata) {
        ObjectNode charge = payment.charge();
        RefundBehaviour behaviour =
                TestMethod.of(Json.required(charge, "payment_method"))
                        .map(TestMethod::refunds)
                        .orElse(RefundBehaviour.SUCCEEDS);
        boolean pending = behaviour == RefundBehaviour.PENDING_THEN_SUCCEEDS;
        long now = clock.instant().getEpochSecond();
        ObjectNode refund =
                Documents.refund(
                        now, charge, amount, reason, metadata, pending ? "pending" : "succeeded");
        put(payment.effects(), refund);
        payment.effects().label(Json.required(refund, "id"), metadata);
        give(charge, amount);
        if (!pending) {
            movements.refunded(payment.effects(), charge, refund);
        }
        switch (behaviour) {
            case SUCCEEDS -> {}
            case PENDING_THEN_SUCCEEDS -> promise(payment.effects(), SETTLE, refund);
            case SUCCEEDS_THEN_FAILS -> promise(payment.effects(), FAIL, refund);
        }
        events.tell(payment.effects(), "refund.created", refund);
        events.tell(payment.effects(), "charge.refunded", charge);
        return refund;
    }

    /** The charge's own count of what was given back: it includes what is still pending. */
    private static void give(ObjectNode charge, long amount) {
        long given = Math.addExact(Json.number(charge, "amount_refunded"), amount);
        charge.put("amount_refunded", given);
        charge.put("refunded", given == Json.number(charge, "amount"));
    }

    /** A pending refund arrives. */
    void succeed(Effects effects, String id) {
        Open open = locked(effects, id);
        if (is(open.refund(), "pending")) {
            open.refund().put("status", "succeeded");
            movements.refunded(effects, open.payment().charge(), open.refund());
            changed(effects, open.refund(), "pending");
        }
    }

    void fail(Effects effects, String id) {
        fail(effects, id, "expired_or_canceled_card");
    }

    /** A refund comes back, also one that had succeeded: the money returns to the balance. */
    void fail(Effects effects, String id, String failureReason) {
        Open open = locked(effects, id);
        ObjectNode refund = open.refund();
        boolean succeeded = is(refund, "succeeded");
        if (!succeeded && !is(refund, "pending")) {
            return;
        }
        if (succeeded) {
            movements.refundFailed(effects, open.payment().charge(), refund);
        }
        refund.put("failure_reason", failureReason);
        end(open, "failed");
    }

    private ApiAnswer cancel(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        Open open = locked(effects, request.id());
        if (!is(open.refund(), "pending")) {
            throw StripeError.refused(null, null, "Only a pending refund can be canceled.");
        }
        end(open, "canceled");
        return ApiAnswer.ok(expansion.expand(effects, open.refund(), request.form()));
    }

    private void end(Open open, String status) {
        ObjectNode refund = open.refund();
        String before = Json.required(refund, "status");
        refund.put("status", status);
        give(open.payment().charge(), Math.negateExact(Json.number(refund, "amount")));
        Effects effects = open.payment().effects();
        changed(effects, refund, before);
        if (status.equals("failed")) {
            events.tell(effects, "refund.failed", refund);
        }
    }

    private void changed(Effects effects, ObjectNode refund, String statusBefore) {
        events.tell(
                effects,
                "refund.updated",
                refund,
                previous -> previous.put("status", statusBefore));
    }

    private record Open(Payment payment, ObjectNode refund) {}

    private Open locked(Effects effects, String id) {
        String intent = books.get(Books.REFUND, id, "id").paymentIntent();
        if (intent == null) {
            throw new IllegalStateException("every refund belongs to a payment intent");
        }
        locks.hold(effects, intent);
        Payment payment = Payment.of(effects, books.payment(intent), intent);
        ObjectNode refund = books.get(Books.REFUND, id, "id").body();
        put(effects, refund);
        return new Open(payment, refund);
    }

    private static boolean is(ObjectNode refund, String status) {
        return status.equals(Json.text(refund, "status"));
    }

    private static void put(Effects effects, ObjectNode refund) {
        effects.put(
                new Effects.Stored(
                        Json.required(refund, "id"),
                        Books.REFUND,
                        Json.number(refund, "created"),
                        Json.text(refund, "payment_intent"),
                        Json.text(refund, "charge"),
                        refund));
    }

    private void promise(Effects effects, String task, ObjectNode refund) {
        effects.promise(
                new Effects.Promise(
                        Ids.next("due_"),
                        clock.millis() + knobs.get().refundDelay().toMillis(),
                        task,
                        Json.required(refund, "id")));
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        Effects.Stored stored = books.get(Books.REFUND, request.id(), "id");
        return ApiAnswer.ok(expansion.expand(effects, stored.body(), request.form()));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        return new ObjectList(
                        books,
                        expansion,
                        Books.REFUND,
                        "/v1/refunds",
                        List.of("charge", "payment_intent"))
                .answer(request, effects);
    }
}
