package io.truebook.api.provider.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

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

        Broken(String message, boolean sent, Throwable cause) {
            super(message, cause);
            this.sent = sent;
        }

        boolean sent() {
            return sent;
        }
    }

    private static final String TELEMETRY = "X-Stripe-Client-Telemetry";

    private final java.net.http.HttpClient client;
    private final Duration deadline;

    /** The deadline of one exchange is the sum of both, however slowly bytes trickle in. */
    StripeWire(Duration connectTimeout, Duration readTimeout) {
        this.client =
                java.net.http.HttpClient.newBuilder()
                        .version(java.net.http.HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connectTimeout)
                        .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                        .build();
        this.deadline = connectTimeout.plus(readTimeout);
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        var exchange = client.sendAsync(httpRequest(request), BodyHandlers.ofByteArray());
        try {
            return answer(exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            abandon(exchange);
            throw new Broken("No answer within " + deadline.toMillis() + " ms", true, late);
        } catch (InterruptedException stop) {
            abandon(exchange);
            Thread.currentThread().interrupt();
            throw new Broken("Interrupted while waiting for the answer", true, stop);
        } catch (ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            throw new Broken(describe(cause), mayHaveLeft(cause), cause);
        }
    }

    @Override
    public StripeResponse requestWithRetries(StripeRequest request) throws ApiConnectionException {
        return request(request);
    }

    private static void abandon(CompletableFuture<?> exchange) {
        // Closes the connection; what the provider makes of the request is not known.
        exchange.cancel(true);
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

    private static boolean mayHaveLeft(Throwable cause) {
        return !(cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException);
    }

    private static String describe(Throwable cause) {
        var kind =
                cause instanceof IOException ? cause.getClass().getSimpleName() : cause.toString();
        return cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
    }
}
