package io.truebook.api.provider.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import io.truebook.api.provider.SingleExchange;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The wire under Stripe's library: each request leaves at most once and has a hard deadline.
 *
 * <p>The library's own transport sends a POST again when a connection drops, cannot tell a refused
 * connection from a lost answer, and bounds only the wait for the next byte. Nothing is retried
 * here, and no telemetry is sent.
 */
final class StripeWire extends HttpClient {

    /** No answer came. {@code sent}: whether the provider may have got the request. */
    static final class Broken extends ApiConnectionException {
        private static final long serialVersionUID = 1L;
        private final boolean sent;

        Broken(SingleExchange.NoReply none) {
            super(none.getMessage(), none);
            this.sent = none.sent();
        }

        boolean sent() {
            return sent;
        }
    }

    private static final String TELEMETRY = "X-Stripe-Client-Telemetry";

    private final SingleExchange exchange;

    StripeWire(Duration connectTimeout, Duration readTimeout) {
        this.exchange = new SingleExchange(connectTimeout, readTimeout);
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        try {
            return answer(exchange.of(httpRequest(request)));
        } catch (SingleExchange.NoReply none) {
            throw new Broken(none);
        }
    }

    @Override
    public StripeResponse requestWithRetries(StripeRequest request) throws ApiConnectionException {
        return request(request);
    }

    private static HttpRequest httpRequest(StripeRequest request) {
        var builder = HttpRequest.newBuilder(URI.create(request.url().toString()));
        request.headers()
                .map()
                .forEach((name, values) -> {
                    if (!name.equalsIgnoreCase(TELEMETRY)) {
                        values.forEach(value -> builder.header(name, value));
                    }
                });
        builder.setHeader("User-Agent", buildUserAgentString(request));
        var content = request.content();
        var body =
                content == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(content.byteArrayContent());
        return builder.method(request.method().name(), body).build();
    }

    private static StripeResponse answer(HttpResponse<byte[]> response) {
        return new StripeResponse(
                response.statusCode(),
                HttpHeaders.of(response.headers().map()),
                new String(response.body(), StandardCharsets.UTF_8));
    }
}
