package io.truebook.api.simulator;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/payment_intents}: taking money, holding it, capturing the hold, letting it go. */
final class PaymentIntents {
    private static final Set<String> CREATE =
            Set.of(
                    "amount",
                    "automatic_payment_methods",
                    "capture_method",
                    "confirm",
                    "confirmation_method",
                    "currency",
                    "customer",
                    "description",
                    "error_on_requires_action",
                    "expand",
                    "mandate",
                    "mandate_data",
                    "metadata",
                    "off_session",
                    "payment_method",
                    "payment_method_options",
                    "payment_method_types",
                    "receipt_email",
                    "return_url",
                    "setup_future_usage",
                    "shipping",
                    "statement_descriptor",
                    "statement_descriptor_suffix",
                    "transfer_group",
                    "use_stripe_sdk");
    private static final Set<String> CONFIRM =
            Set.of(
                    "capture_method",
                    "expand",
                    "mandate_data",
                    "off_session",
                    "payment_method",
                    "payment_method_options",
                    "payment_method_types",
                    "receipt_email",
                    "return_url",
                    "use_stripe_sdk");
    private static final Set<String> CAPTURE_METHODS =
            Set.of("automatic", "automatic_async", "manual");
    private static final Set<String> CANCEL_REASONS =
            Set.of("duplicate", "fraudulent", "requested_by_customer", "abandoned");
    private static final Set<String> CONFIRMABLE =
            Set.of("requires_payment_method", "requires_confirmation", "requires_action");
    private static final Set<String> CANCELABLE =
            Set.of(
                    "requires_payment_method",
                    "requires_confirmation",
                    "requires_action",
                    "requires_capture");

    private final Clock clock;
    private final Books books;
    private final PaymentLocks locks;
    private final PaymentLife life;
    private final Events events;
    private final Expansion expansion;

    PaymentIntents(ProviderParts parts) {
        this.clock = parts.clock;
        this.books = parts.books;
        this.locks = parts.locks;
        this.life = parts.life;
        this.events = parts.events;
        this.expansion = parts.expansion;
    }

    void routes(Router<Handler> router) {
        router.on("POST", "/v1/payment_intents", this::create);
        router.on("POST", "/v1/payment_intents/{id}/confirm", this::confirm);
        router.on("POST", "/v1/payment_intents/{id}/capture", this::capture);
        router.on("POST", "/v1/payment_intents/{id}/cancel", this::cancel);
    }

    private ApiAnswer create(ApiRequest request, Effects effects) {
        Form form = request.form();
        form.allowOnly(CREATE);
        String currency = Amounts.currency(form);
        long amount = Amounts.amount(form, "amount", currency);
        Map<String, String> metadata = Metadata.of(form);
        String captureMethod = captureMethod(form, "automatic_async");
        boolean confirm = form.flag("confirm");
        if (confirm) {
            requireReturnUrl(form);
        }
        TestMethod method = method(form);
        if (confirm && method == null) {
            throw StripeError.invalid(
                    "parameter_missing",
                    "payment_method",
                    "You cannot confirm this PaymentIntent because it's missing a payment method.");
        }
        Payment payment =
                Payment.fresh(
                        effects,
                        Documents.paymentIntent(
                                clock.instant().getEpochSecond(),
                                amount,
                                currency,
                                captureMethod,
                                metadata,
                                form));
        effects.label(payment.id(), metadata);
        if (method != null) {
            payment.intent().put("payment_method", method.id());
            payment.intent().put("status", "requires_confirmation");
        }
        events.tell(effects, "payment_intent.created", payment.intent());
        if (confirm && method != null) {
            life.attempt(
                    payment, method, form.text("return_url"), authenticationUrl(request, payment));
        }
        return attempted(request, payment);
    }

    /** Without a return URL the provider must know that no redirect can be needed. */
    private static void requireReturnUrl(Form form) {
        boolean redirectPossible =
                form.list("payment_method_types").isEmpty()
                        && !"never".equals(form.text("automatic_payment_methods[allow_redirects]"));
        if (redirectPossible && form.text("return_url") == null) {
            throw StripeError.invalid(
                    null,
                    "return_url",
                    "This PaymentIntent is configured to accept payment methods enabled in your"
                            + " Dashboard. Because some of these might redirect your customer off"
                            + " of your page, you must provide a `return_url`. If you don't want"
                            + " that, set `automatic_payment_methods[allow_redirects]` to"
                            + " `never`.");
        }
    }

    private static String captureMethod(Form form, String otherwise) {
        String captureMethod = form.text("capture_method");
        if (captureMethod == null) {
            return otherwise;
        }
        if (!CAPTURE_METHODS.contains(captureMethod)) {
            throw StripeError.invalid(
                    null, "capture_method", "Invalid capture_method: " + captureMethod);
        }
        return captureMethod;
    }

    private static @Nullable TestMethod method(Form form) {
        String id = form.text("payment_method");
        return id == null
                ? null
                : TestMethod.of(id)
                        .orElseThrow(() ->
                                StripeError.refused(
                                        "resource_missing",
                                        "payment_method",
                                        "No such PaymentMethod: '" + id + "'"));
    }

    private ApiAnswer confirm(ApiRequest request, Effects effects) {
        Form form = request.form();
        form.allowOnly(CONFIRM);
        Payment payment = locked(effects, request.id());
        TestMethod given = method(form);
        requireStatus(payment, CONFIRMABLE, "confirm");
        String chosen = Json.text(payment.intent(), "payment_method");
        TestMethod method =
                given != null || chosen == null ? given : TestMethod.of(chosen).orElse(null);
        if (method == null) {
            throw StripeError.refused(
                    "payment_intent_unexpected_state",
                    "payment_method",
                    "You cannot confirm this PaymentIntent because it's missing a payment method.");
        }
        payment.intent()
                .put(
                        "capture_method",
                        captureMethod(form, Json.required(payment.intent(), "capture_method")));
        payment.intent().putNull("next_action");
        life.attempt(payment, method, form.text("return_url"), authenticationUrl(request, payment));
        return attempted(request, payment);
    }

    private ApiAnswer capture(ApiRequest request, Effects effects) {
        Form form = request.form();
        form.allowOnly(
                Set.of(
                        "amount_to_capture",
                        "expand",
                        "final_capture",
                        "metadata",
                        "statement_descriptor"));
        Long asked = form.integer("amount_to_capture");
        if (asked != null && asked < 1) {
            throw StripeError.invalid(
                    "parameter_invalid_integer",
                    "amount_to_capture",
                    "This value must be greater than or equal to 1.");
        }
        Payment payment = locked(effects, request.id());
        requireStatus(payment, Set.of("requires_capture"), "capture");
        long capturable = Json.number(payment.intent(), "amount_capturable");
        long amount = asked == null ? capturable : asked;
        if (amount > capturable) {
            throw StripeError.refused(
                    "amount_too_large",
                    "amount_to_capture",
                    "You cannot capture more than the amount capturable of " + capturable + ".");
        }
        life.capture(payment, amount);
        return answer(request, payment);
    }

    private ApiAnswer cancel(ApiRequest request, Effects effects) {
        Form form = request.form();
        form.allowOnly(Set.of("cancellation_reason", "expand"));
        String reason = form.text("cancellation_reason");
        if (reason != null && !CANCEL_REASONS.contains(reason)) {
            throw StripeError.invalid(
                    null, "cancellation_reason", "Invalid cancellation_reason: " + reason);
        }
        Payment payment = locked(effects, request.id());
        requireStatus(payment, CANCELABLE, "cancel");
        life.cancel(payment, reason);
        return answer(request, payment);
    }

    private Payment locked(Effects effects, String id) {
        locks.hold(effects, id);
        return Payment.of(effects, books.payment(id), id);
    }

    private static void requireStatus(Payment payment, Set<String> allowed, String verb) {
        if (!allowed.contains(payment.status())) {
            throw StripeError.unexpectedState(
                    payment.intent(),
                    "You cannot "
                            + verb
                            + " this PaymentIntent because it has a status of "
                            + payment.status()
                            + ". Only a PaymentIntent with one of the following statuses may be"
                            + " used: "
                            + String.join(", ", allowed.stream().sorted().toList())
                            + ".");
        }
    }

    /**
     * A declined attempt is answered as an error that carries the payment; it is committed all the
     * same.
     */
    private ApiAnswer attempted(ApiRequest request, Payment payment) {
        if (payment.intent().get("last_payment_error") instanceof ObjectNode decline) {
            ObjectNode body = Json.object();
            ObjectNode error = decline.deepCopy();
            error.set("payment_intent", payment.intent());
            body.set("error", error);
            return ApiAnswer.json(402, body);
        }
        return answer(request, payment);
    }

    private ApiAnswer answer(ApiRequest request, Payment payment) {
        return ApiAnswer.ok(expansion.expand(payment.effects(), payment.intent(), request.form()));
    }

    private static String authenticationUrl(ApiRequest request, Payment payment) {
        return request.base() + AuthenticationPage.PATH + payment.id();
    }
}
