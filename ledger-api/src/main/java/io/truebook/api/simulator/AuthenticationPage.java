package io.truebook.api.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bank's page of a payment that needs the customer (3-D Secure): two buttons, one completes the
 * authentication, one fails it. Afterwards the customer is sent to the return URL, where one was
 * given.
 */
final class AuthenticationPage {
    static final String PATH = ControlEdge.PREFIX + "/authentication/";

    /** Completes or fails the authentication of a payment, and answers with the payment. */
    @FunctionalInterface
    interface Result {
        ObjectNode of(String paymentIntent, boolean passed);
    }

    private final Books books;
    private final Commits commits;
    private final Result result;
    private final AdyenPayments adyenPayments;

    AuthenticationPage(Books books, Commits commits, Result result, AdyenPayments adyenPayments) {
        this.books = books;
        this.commits = commits;
        this.result = result;
        this.adyenPayments = adyenPayments;
    }

    ApiAnswer answer(HttpExchange exchange, String id, byte[] body) {
        return books.find(AdyenPayment.KIND, id)
                .map(found -> ofAdyen(exchange, id, found.body(), body))
                .orElseGet(() -> ofStripe(exchange, id, body));
    }

    /** Nothing is decided yet: the shopper takes the result back, and the shop asks with it. */
    private ApiAnswer ofAdyen(HttpExchange exchange, String id, ObjectNode payment, byte[] body) {
        return switch (exchange.getRequestMethod()) {
            case "GET" -> ApiAnswer.html(200, page(payment));
            case "POST" -> {
                Effects effects = Effects.ofProvider();
                try {
                    String back = adyenPayments.verdict(effects, id, passed(body));
                    commits.commit(effects);
                    yield sentTo(exchange, back, "Go back to the shop.");
                } finally {
                    effects.release();
                }
            }
            default -> throw StripeError.unknownUrl(exchange.getRequestMethod(), PATH + id);
        };
    }

    private static boolean passed(byte[] body) {
        return "succeed"
                .equals(
                        Form.parse(new String(body, StandardCharsets.ISO_8859_1))
                                .required("result"));
    }

    private ApiAnswer ofStripe(HttpExchange exchange, String id, byte[] body) {
        ObjectNode intent = books.get(Books.PAYMENT_INTENT, id, "intent").body();
        return switch (exchange.getRequestMethod()) {
            case "GET" -> ApiAnswer.html(200, page(intent));
            case "POST" -> {
                boolean passed = passed(body);
                String returnUrl = returnUrl(intent);
                ObjectNode changed = result.of(id, passed);
                yield leave(exchange, changed, returnUrl, passed);
            }
            default -> throw StripeError.unknownUrl(exchange.getRequestMethod(), PATH + id);
        };
    }

    private static @Nullable String returnUrl(ObjectNode intent) {
        JsonNode url = intent.path("next_action").path("redirect_to_url").path("return_url");
        return url.isString() ? url.stringValue() : null;
    }

    private static ApiAnswer leave(
            HttpExchange exchange, ObjectNode intent, @Nullable String returnUrl, boolean passed) {
        String back =
                returnUrl == null
                        ? null
                        : returnUrl
                                + (returnUrl.contains("?") ? "&" : "?")
                                + "payment_intent="
                                + Json.required(intent, "id")
                                + "&redirect_status="
                                + (passed ? "succeeded" : "failed");
        return sentTo(
                exchange,
                back,
                "Authentication "
                        + (passed ? "completed." : "failed.")
                        + " The payment is "
                        + Json.required(intent, "status")
                        + ".");
    }

    private static ApiAnswer sentTo(HttpExchange exchange, @Nullable String url, String otherwise) {
        if (url == null || !url.matches("https?://[!-~]+")) {
            return ApiAnswer.html(200, "<!doctype html><title>Done</title><p>" + otherwise);
        }
        exchange.getResponseHeaders().set("Location", url);
        return ApiAnswer.html(303, "<!doctype html><title>Done</title>");
    }

    /** Only values of our own making are shown, so nothing needs escaping. */
    private static String page(ObjectNode intent) {
        String currency = Json.required(intent, "currency").toLowerCase(Locale.ROOT);
        return """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>3-D Secure (simulated)</title></head>
        <body>
        <h1>Your bank asks: is this you?</h1>
        <p>Payment of <b>%s %s</b>, status %s.</p>
        <form method="post">
        <button name="result" value="succeed">Complete authentication</button>
        <button name="result" value="fail">Fail authentication</button>
        </form>
        </body>
        </html>
        """
                .formatted(
                        Amounts.major(Json.number(intent, "amount"), currency),
                        currency.toUpperCase(Locale.ROOT),
                        Json.required(intent, "status"));
    }
}
