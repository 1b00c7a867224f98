package io.truebook.api.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Stripe's API on the wire: a bearer key, form-encoded parameters, and JSON back. */
final class StripeWire implements Wire {
    private final byte[] apiKey;

    StripeWire(String apiKey) {
        this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
    }

    /** Whatever no other provider claims is answered in Stripe's words. */
    @Override
    public boolean serves(String path) {
        return true;
    }

    @Override
    public ApiRequest read(HttpExchange exchange, byte[] body, String requestId) {
        authorize(exchange.getRequestHeaders());
        String method = exchange.getRequestMethod();
        return new ApiRequest(
                method,
                exchange.getRequestURI().getPath(),
                "",
                base(exchange),
                Form.parse(exchange.getRequestURI().getRawQuery(), formText(exchange, body)),
                Json.object(),
                requestId,
                method.equals("POST")
                        ? exchange.getRequestHeaders().getFirst("Idempotency-Key")
                        : null);
    }

    /** The name the caller used for us, as long as it is a name of this machine. */
    static URI base(HttpExchange exchange) {
        int port = exchange.getLocalAddress().getPort();
        String host = exchange.getRequestHeaders().getFirst("Host");
        boolean local = ("localhost:" + port).equals(host);
        return URI.create("http://" + (local ? "localhost:" : "127.0.0.1:") + port);
    }

    private static @Nullable String formText(HttpExchange exchange, byte[] body) {
        if (body.length == 0) {
            return null;
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null && !type.startsWith("application/x-www-form-urlencoded")) {
            throw StripeError.malformed(
                    "Invalid request: send the parameters form-encoded, not as " + type + ".");
        }
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private void authorize(Headers headers) {
        String header = headers.getFirst("Authorization");
        String given = header == null ? "" : bearer(header);
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), apiKey)) {
            throw StripeError.unauthorized(
                    given.isEmpty()
                            ? "You did not provide an API key."
                            : "Invalid API Key provided.");
        }
    }

    private static String bearer(String header) {
        if (header.startsWith("Bearer ")) {
            return header.substring("Bearer ".length()).strip();
        }
        if (header.startsWith("Basic ")) {
            try {
                byte[] pair =
                        Base64.getDecoder().decode(header.substring("Basic ".length()).strip());
                String text = new String(pair, StandardCharsets.UTF_8);
                return text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
        return "";
    }

    @Override
    public void write(Headers headers, String requestId, ProviderApi.@Nullable Answered answered) {
        headers.set("Request-Id", requestId);
        headers.set("Stripe-Version", Events.API_VERSION);
        if (answered != null && answered.replayed()) {
            headers.set("Idempotent-Replayed", "true");
            headers.set("Original-Request", answered.originalRequest());
        }
    }

    @Override
    public Refusal trouble(int status, @Nullable String code, String message, boolean executed) {
        return StripeError.trouble(status, code, message);
    }

    @Override
    public Refusal unknownUrl(String method, String path) {
        return StripeError.unknownUrl(method, path);
    }

    @Override
    public Refusal tooLarge() {
        return StripeError.tooLarge("The request is too large.");
    }

    @Override
    public Refusal malformed(String message) {
        return StripeError.malformed(message);
    }

    @Override
    public Refusal keyInUse() {
        return StripeError.keyInUse();
    }

    @Override
    public Refusal keyReused() {
        return StripeError.keyReused();
    }
}
