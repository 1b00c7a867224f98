package io.truebook.api.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
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
    private final Result result;

    AuthenticationPage(Books books, Result result) {
        this.books = books;
        this.result = result;
    }

    StripeAnswer answer(HttpExchange exchange, String id, byte[] body) {
        ObjectNode intent = books.get(Books.PAYMENT_INTENT, id, "intent").body();
        return switch (exchange.getRequestMethod()) {
            case "GET" -> StripeAnswer.html(200, page(intent));
            case "POST" -> {
                boolean passed =
                        "succeed"
                                .equals(
                                        Form.parse(new String(body, StandardCharsets.ISO_8859_1))
                                                .required("result"));
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

    private static StripeAnswer leave(
            HttpExchange exchange, ObjectNode intent, @Nullable String returnUrl, boolean passed) {
        if (returnUrl == null || !returnUrl.matches("https?://[!-~]+")) {
            return StripeAnswer.html(
                    200,
                    "<!doctype html><title>Done</title><p>Authentication "
                            + (passed ? "completed." : "failed.")
                            + " The payment is "
                            + Json.required(intent, "status")
                            + ".");
        }
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        returnUrl
                                + (returnUrl.contains("?") ? "&" : "?")
                                + "payment_intent="
                                + Json.required(intent, "id")
                                + "&redirect_status="
                                + (passed ? "succeeded" : "failed"));
        return StripeAnswer.html(303, "<!doctype html><title>Done</title>");
    }

    /** Only values of our own making are shown, so nothing needs escaping. */
    private static String page(ObjectNode intent) {
        String currency = Json.required(intent, "currency");
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
                        currency.toUpperCase(java.util.Locale.ROOT),
                        Json.required(intent, "status"));
    }
}
