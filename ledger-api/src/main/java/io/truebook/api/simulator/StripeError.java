package io.truebook.api.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal in Stripe's words: {@code {"error": {"type", "code", "decline_code", "message",
 * "param"}}}. Source: Stripe "Idempotent requests" (read 2026-11).
 */
final class StripeError extends Refusal {
    private static final long serialVersionUID = 1L;
    private static final String INVALID_REQUEST = "invalid_request_error";

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final transient @Nullable ObjectNode paymentIntent;

    private StripeError(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            String message,
            boolean executed) {
        this(status, type, code, param, message, executed, null);
    }

    private StripeError(
            int status,
            String type,
            @Nullable String code,
            @Nullable String param,
            String message,
            boolean executed,
            @Nullable ObjectNode paymentIntent) {
        super(message, executed);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.paymentIntent = paymentIntent;
    }

    /** A parameter that cannot be right, whatever the books say. */
    static StripeError invalid(@Nullable String code, String param, String message) {
        return new StripeError(400, INVALID_REQUEST, code, param, message, false);
    }

    static StripeError malformed(String message) {
        return new StripeError(400, INVALID_REQUEST, null, null, message, false);
    }

    static StripeError tooLarge(String message) {
        return new StripeError(413, INVALID_REQUEST, null, null, message, false);
    }

    static StripeError unauthorized(String message) {
        return new StripeError(401, INVALID_REQUEST, null, null, message, false);
    }

    static StripeError unknownUrl(String method, String path) {
        return new StripeError(
                404,
                INVALID_REQUEST,
                null,
                null,
                "Unrecognized request URL (" + method + ": " + path + ").",
                false);
    }

    static StripeError noSuch(String kind, String id, String param) {
        return new StripeError(
                404,
                INVALID_REQUEST,
                "resource_missing",
                param,
                "No such " + kind + ": '" + id + "'",
                true);
    }

    /** Understood, and refused because of what the books say. */
    static StripeError refused(@Nullable String code, @Nullable String param, String message) {
        return new StripeError(400, INVALID_REQUEST, code, param, message, true);
    }

    /**
     * The payment's status does not allow it; the answer carries the payment, as the real one's
     * does.
     */
    static StripeError unexpectedState(ObjectNode paymentIntent, String message) {
        return new StripeError(
                400,
                INVALID_REQUEST,
                "payment_intent_unexpected_state",
                null,
                message,
                true,
                paymentIntent);
    }

    static StripeError keyReused() {
        return new StripeError(
                400,
                "idempotency_error",
                null,
                null,
                "Keys for idempotent requests can only be used with the same parameters they were"
                        + " first used with.",
                false);
    }

    static StripeError keyInUse() {
        return new StripeError(
                409,
                INVALID_REQUEST,
                "idempotency_key_in_use",
                null,
                "There is currently another in-progress request using this idempotency key.",
                false);
    }

    /**
     * The provider's own trouble; the status is a fault's, or 500 when the simulator itself broke.
     * Without a code, a 429 is {@code rate_limit} and a 409 is {@code idempotency_key_in_use}.
     */
    static StripeError trouble(int status, @Nullable String code, String message) {
        if (code != null && code.equals("idempotency_error")) {
            return new StripeError(status, code, null, null, message, false);
        }
        String usual =
                switch (status) {
                    case 429 -> "rate_limit";
                    case 409 -> "idempotency_key_in_use";
                    default -> null;
                };
        String type = status < 500 ? INVALID_REQUEST : "api_error";
        return new StripeError(status, type, code == null ? usual : code, null, message, true);
    }

    @Override
    ApiAnswer answer() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        if (code != null) {
            error.put("code", code);
        }
        error.put("message", getMessage());
        if (param != null) {
            error.put("param", param);
        }
        if (paymentIntent != null) {
            error.set("payment_intent", paymentIntent);
        }
        error.put("type", type);
        ApiAnswer answer = ApiAnswer.json(status, body);
        return "lock_timeout".equals(code)
                ? answer.with(Map.of("Stripe-Should-Retry", "true"))
                : answer;
    }
}
