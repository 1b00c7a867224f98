package io.truebook.api.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adyen's Checkout API on the wire: {@code X-API-Key}, JSON both ways, any version of it ({@code
 * /v71/payments}, {@code /checkout/v71/payments}). Source: Adyen "API idempotency", "Errors" (read
 * 2026-11).
 */
final class AdyenWire implements AdyenRefusals {
    private static final Pattern PATH = Pattern.compile("(?:/checkout)?/v[0-9]{2,3}(/.*)");

    private final byte[] apiKey;

    AdyenWire(String apiKey) {
        this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean serves(String path) {
        return PATH.matcher(path).matches();
    }

    @Override
    public ApiRequest read(HttpExchange exchange, byte[] body, String requestId) {
        Headers headers = exchange.getRequestHeaders();
        String given = headers.getFirst("X-API-Key");
        if (given == null
                || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), apiKey)) {
            throw AdyenError.unauthorized();
        }
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            throw new IllegalStateException("asked for a path of another provider");
        }
        String method = exchange.getRequestMethod();
        return new ApiRequest(
                method,
                path.group(1),
                "",
                StripeWire.base(exchange),
                Form.parse(),
                AdyenFields.parse(body),
                requestId,
                method.equals("POST") ? headers.getFirst("Idempotency-Key") : null);
    }

    /** A key comes back in the answer: so a client sees that it was taken notice of. */
    @Override
    public void write(Headers headers, String requestId, ProviderApi.@Nullable Answered answered) {
        headers.set("pspReference", requestId);
        if (answered != null && answered.idempotencyKey() != null) {
            headers.set("Idempotency-Key", answered.idempotencyKey());
        }
    }
}
