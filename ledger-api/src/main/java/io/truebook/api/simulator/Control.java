package io.truebook.api.simulator;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steers the simulator over {@code /_simulator/...}: JSON in, JSON out, no key, loopback only.
 *
 * <ul>
 *   <li>{@code POST /faults} {@code {"kind", "method"?, "path"?, "event_type"?, "times"?,
 *       "probability"?, "delay_ms"?, "status"?, "body"?, "stored"?}}: switches a fault on, for the
 *       next {@code times} matches (1 unless a probability is given); kinds are those of {@link
 *       Fault.Kind} in lower case; {@code *} in a path or type matches any text. {@code GET
 *       /faults}, {@code DELETE /faults}, {@code DELETE /faults/{id}}.
 *   <li>{@code GET /books?operation=&metadata_key=}: what the provider itself counts, see {@link
 *       BooksReport}.
 *   <li>{@code GET|POST /settings}: the times it takes, see {@link Knobs}; {@code seed} re-seeds
 *       chance.
 *   <li>{@code POST /payment_intents/{id}/succeed}: an open payment succeeds; a declined or
 *       canceled one succeeds late. {@code /fail}: an open one fails, a captured one fails after
 *       success. {@code /expire}: its hold lapses. {@code /authenticate} {@code {"passed": true}}:
 *       the customer was at the bank's page.
 *   <li>{@code POST /refunds/{id}/succeed}: a pending refund arrives. {@code /fail} {@code
 *       {"reason"?}}: it comes back, also one that had succeeded.
 *   <li>{@code POST /late_effects}: everything a {@code late_effect} fault held back happens now.
 *   <li>Webhooks and events: see {@link WebhookControl}; payments of the Adyen dialect: see {@link
 *       AdyenControl}.
 *   <li>{@code POST /idempotency_keys/age} {@code {"hours"}}: all keys become older by this much;
 *       24 hours forget Stripe's, 168 also Adyen's.
 *   <li>{@code POST /payouts} {@code {"currency"}}: pays out everything not yet paid out in this
 *       currency. {@code POST /payouts/{id}/pay}, {@code /fail}; {@code /bank} {@code {"amount"?,
 *       "by"?}} answers what the bank's statement has of it.
 * </ul>
 */
final class Control {
    private final Books books;
    private final PaymentLocks locks;
    private final PaymentLife life;
    private final Refunds refunds;
    private final Payouts payouts;
    private final Faults faults;
    private final List<IdempotencyKeys> keys;
    private final BooksReport report;
    private final LateEffects lateEffects;
    private final AtomicReference<Knobs> knobs;

    Control(ProviderParts parts, Refunds refunds, Payouts payouts, LateEffects lateEffects) {
        this.books = parts.books;
        this.locks = parts.locks;
        this.life = parts.life;
        this.faults = parts.faults;
        this.keys = List.of(parts.keys, parts.adyenKeys);
        this.report = new BooksReport(parts.jdbc);
        this.knobs = parts.knobs;
        this.refunds = refunds;
        this.payouts = payouts;
        this.lateEffects = lateEffects;
    }

    void routes(ControlEdge edge) {
        edge.on("GET", "/faults", _ -> list(faults.list()));
        edge.on("POST", "/faults", request -> faults.add(request.fields()));
        edge.on(
                "DELETE",
                "/faults",
                _ -> {
                    faults.clear();
                    return list(List.of());
                });
        edge.on(
                "DELETE",
                "/faults/{id}",
                request -> deleted(request.id(), faults.remove(request.id())));
        edge.on("GET", "/books", request -> report.of(request.query()));
        edge.on("GET", "/settings", _ -> knobs.get().body());
        edge.on("POST", "/settings", request -> turn(request.body()));
        edge.on(
                "POST",
                "/payment_intents/{id}/succeed",
                request -> payment(request, this::succeed));
        edge.on("POST", "/payment_intents/{id}/fail", request -> payment(request, this::fail));
        edge.on("POST", "/payment_intents/{id}/expire", request -> payment(request, this::expire));
        edge.on(
                "POST",
                "/payment_intents/{id}/authenticate",
                request ->
                        payment(
                                request,
                                payment ->
                                        authenticate(
                                                payment, Json.flag(request.body(), "passed"))));
        edge.on(
                "POST",
                "/refunds/{id}/succeed",
                request -> {
                    refunds.succeed(request.effects(), request.id());
                    return touched(request);
                });
        edge.on(
                "POST",
                "/refunds/{id}/fail",
                request -> {
                    String reason = Json.text(request.body(), "reason");
                    refunds.fail(
                            request.effects(),
                            request.id(),
                            reason == null ? "expired_or_canceled_card" : reason);
                    return touched(request);
                });
        edge.on("POST", "/late_effects", _ -> count("executed", lateEffects.runAll()));
        edge.on("POST", "/idempotency_keys/age", request -> age(request.body()));
        edge.on("POST", "/payouts", request -> payouts.create(request.effects(), request.body()));
        edge.on(
                "POST",
                "/payouts/{id}/pay",
                request -> payouts.pay(request.effects(), request.id()));
        edge.on(
                "POST",
                "/payouts/{id}/fail",
                request -> payouts.fail(request.effects(), request.id()));
        edge.on(
                "POST",
                "/payouts/{id}/bank",
                request -> payouts.atBank(request.body(), request.id()));
    }

    /** One step of a payment nobody asked for over the API. */
    @FunctionalInterface
    interface Step {
        void take(Payment payment);
    }

    ObjectNode payment(ControlEdge.Request request, Step step) {
        locks.hold(request.effects(), request.id());
        Payment payment = Payment.of(request.effects(), books.payment(request.id()), request.id());
        step.take(payment);
        return payment.intent();
    }

    /** The customer was at the bank's page. */
    ObjectNode authenticate(Commits commits, String id, boolean passed) {
        Effects effects = Effects.ofProvider();
        try {
            locks.hold(effects, id);
            Payment payment = Payment.of(effects, books.payment(id), id);
            authenticate(payment, passed);
            commits.commit(effects);
            return payment.intent();
        } finally {
            effects.release();
        }
    }

    /** A debit comes to its end, as its method promises. */
    void settle(Effects effects, String id) {
        locks.hold(effects, id);
        Payment payment = Payment.of(effects, books.payment(id), id);
        require(payment, "processing");
        TestMethod method = methodOf(payment);
        if (method.behaviour() == TestMethod.Behaviour.FAILS_LATER) {
            life.decline(payment, method, PaymentLife.declineOf(method));
        } else {
            life.succeed(payment, method);
        }
    }

    /** A capture appears on the balance. */
    void book(Effects effects, String id) {
        locks.hold(effects, id);
        life.book(Payment.of(effects, books.payment(id), id));
    }

    private void authenticate(Payment payment, boolean passed) {
        require(payment, "requires_action");
        life.authenticated(payment, methodOf(payment), passed);
    }

    private void succeed(Payment payment) {
        if (payment.status().equals("succeeded") || payment.status().equals("requires_capture")) {
            throw StripeError.unexpectedState(
                    payment.intent(), "The payment has succeeded already.");
        }
        payment.intent().putNull("next_action");
        life.succeed(payment, methodOf(payment));
    }

    private void fail(Payment payment) {
        TestMethod method = methodOf(payment);
        switch (payment.status()) {
            case "succeeded" ->
                    life.failAfterSuccess(payment, method, PaymentLife.declineOf(method));
            case "requires_action" -> life.authenticated(payment, method, false);
            case "processing" -> life.decline(payment, method, PaymentLife.declineOf(method));
            default ->
                    throw StripeError.unexpectedState(
                            payment.intent(),
                            "A payment that is " + payment.status() + " cannot fail.");
        }
    }

    private void expire(Payment payment) {
        require(payment, "requires_capture");
        life.expire(payment);
    }

    private static void require(Payment payment, String status) {
        if (!payment.status().equals(status)) {
            throw StripeError.unexpectedState(
                    payment.intent(), "The payment is " + payment.status() + ".");
        }
    }

    private static TestMethod methodOf(Payment payment) {
        String id =
                payment.hasCharge()
                        ? Json.text(payment.charge(), "payment_method")
                        : Json.text(payment.intent(), "payment_method");
        return Optional.ofNullable(id)
                .flatMap(TestMethod::of)
                .or(() -> TestMethod.of("pm_card_visa"))
                .orElseThrow();
    }

    private static ObjectNode touched(ControlEdge.Request request) {
        ObjectNode object = request.effects().touched(request.id());
        return object == null ? Json.object() : object;
    }

    private ObjectNode turn(ObjectNode body) {
        Set<String> known = new HashSet<>(Set.of("seed"));
        known.addAll(knobs.get().body().propertyNames());
        var fields = new ControlFields(body).allowOnly(known);
        Knobs turned = knobs.updateAndGet(now -> now.turned(fields));
        fields.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(faults::reseed);
        return turned.body();
    }

    private ObjectNode age(ObjectNode body) {
        var fields = new ControlFields(body).allowOnly("hours");
        Duration by =
                Duration.ofHours(
                        fields.number("hours", 1, 100_000)
                                .orElseThrow(() -> ControlFields.invalid("hours", "Is missing.")));
        return count("aged", keys.stream().mapToInt(space -> space.age(by)).sum());
    }

    private static ObjectNode count(String name, int count) {
        return Json.object().put(name, count);
    }

    private static ObjectNode deleted(String id, boolean deleted) {
        return Json.object().put("id", id).put("deleted", deleted);
    }

    private static ObjectNode list(List<ObjectNode> rows) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        rows.forEach(data::add);
        return body;
    }
}
