package io.truebook.api.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire: reads a request, lets the faults have their way with it, and writes the answer.
 * Whatever is sent, the answer is one of the provider's; nothing a client sends can bring the
 * server down.
 */
final class HttpEdge implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(HttpEdge.class);
    private static final int BODY_AT_MOST = 1 << 20;

    private final StripeApi api;
    private final Faults faults;
    private final LateEffects lateEffects;
    private final CountDownLatch stopping;
    private final byte[] apiKey;

    HttpEdge(
            StripeApi api,
            Faults faults,
            LateEffects lateEffects,
            CountDownLatch stopping,
            String apiKey) {
        this.api = api;
        this.faults = faults;
        this.lateEffects = lateEffects;
        this.stopping = stopping;
        this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(HttpExchange exchange) {
        // Closing without an answer drops the connection: that is how a fault looks from outside.
        try (exchange) {
            String requestId = Ids.next("req_");
            try {
                serve(exchange, requestId);
            } catch (StripeError e) {
                send(exchange, e.answer(), requestId, null);
            }
        } catch (IOException e) {
            log.debug("The client is gone: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("The simulator could not answer", e);
        }
    }

    private void serve(HttpExchange exchange, String requestId)
            throws IOException, InterruptedException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        byte[] body = body(exchange);
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw StripeError.malformed("Invalid characters in the URL.");
        }
        authorize(exchange);
        StripeRequest request =
                new StripeRequest(
                        method,
                        path,
                        "",
                        base(exchange),
                        Form.parse(
                                exchange.getRequestURI().getRawQuery(), formText(exchange, body)),
                        requestId,
                        method.equals("POST")
                                ? exchange.getRequestHeaders().getFirst("Idempotency-Key")
                                : null);
        Faults.Fate fate = faults.fateOf(method, path);
        if (fate.latencyMillis() > 0) {
            hold(fate.latencyMillis());
        }
        Fault fault = fate.fault();
        if (fault == null) {
            StripeApi.Answered answered = api.answer(request, Optional.empty());
            send(exchange, answered.answer(), requestId, answered);
        } else {
            misbehave(exchange, request, fault);
        }
    }

    private void misbehave(HttpExchange exchange, StripeRequest request, Fault fault)
            throws IOException, InterruptedException {
        StripeAnswer error =
                StripeError.trouble(
                                fault.status(),
                                "The simulator was told to fail (" + fault.kind().wire() + ").")
                        .answer();
        Optional<StripeAnswer> instead = fault.stored() ? Optional.of(error) : Optional.empty();
        switch (fault.kind()) {
            case TIMEOUT_BEFORE_EFFECT -> hold(fault.delayMillis());
            case TIMEOUT_AFTER_EFFECT -> {
                api.answer(request, Optional.empty());
                hold(fault.delayMillis());
            }
            case ERROR_BEFORE_EFFECT -> {
                instead.ifPresent(kept -> api.keepError(request, kept));
                send(exchange, error, request.requestId(), null);
            }
            case ERROR_AFTER_EFFECT -> {
                api.answer(request, instead);
                send(exchange, error, request.requestId(), null);
            }
            case LATE_EFFECT -> {
                instead.ifPresent(kept -> api.keepError(request, kept));
                lateEffects.add(request, instead, fault.delayMillis());
                send(exchange, error, request.requestId(), null);
            }
            case DROP_AFTER_EFFECT -> api.answer(request, Optional.empty());
            case GARBAGE -> {
                api.answer(request, Optional.empty());
                send(
                        exchange,
                        StripeAnswer.html(200, "<html><body>Welcome</body></html>"),
                        request.requestId(),
                        null);
            }
            case DROP_BEFORE_EFFECT,
                    LATENCY,
                    WEBHOOK_DUPLICATE,
                    WEBHOOK_LOST,
                    WEBHOOK_DELAYED,
                    WEBHOOK_FORGED -> {}
        }
    }

    /** Waits, unless the simulator stops. */
    private void hold(long millis) throws InterruptedException {
        if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
            log.debug("A held connection is dropped because the simulator stops");
        }
    }

    static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_AT_MOST + 1);
        if (body.length > BODY_AT_MOST) {
            throw StripeError.tooLarge("The request is too large.");
        }
        return body;
    }

    /** The name the caller used for us, as long as it is a name of this machine. */
    private static URI base(HttpExchange exchange) {
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

    private void authorize(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
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

    static void send(
            HttpExchange exchange,
            StripeAnswer answer,
            String requestId,
            StripeApi.@Nullable Answered answered)
            throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.contentType());
        headers.set("Request-Id", requestId);
        headers.set("Stripe-Version", Events.API_VERSION);
        if (answered != null && answered.replayed()) {
            headers.set("Idempotent-Replayed", "true");
            headers.set("Original-Request", answered.originalRequest());
        }
        exchange.sendResponseHeaders(
                answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
