package io.truebook.api.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the provider APIs: reads a request, lets the faults have their way with it, and
 * writes the answer. Whatever is sent, the answer is one of the provider's; nothing a client sends
 * can bring the server down.
 */
final class HttpEdge implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(HttpEdge.class);
    private static final int BODY_AT_MOST = 1 << 20;
    private static final int UNANSWERED = -1;

    private final List<ProviderApi> apis;
    private final Faults faults;
    private final LateEffects lateEffects;
    private final CountDownLatch stopping;

    /** The first API that serves a path answers it. */
    HttpEdge(
            List<ProviderApi> apis,
            Faults faults,
            LateEffects lateEffects,
            CountDownLatch stopping) {
        this.apis = List.copyOf(apis);
        this.faults = faults;
        this.lateEffects = lateEffects;
        this.stopping = stopping;
    }

    /**
     * Without an answer the connection is dropped: that is how a fault looks from outside. By the
     * exception, for the server would keep a connection that only its exchange has closed for ever.
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("The simulator could not answer", e);
        }
        if (exchange.getResponseCode() == UNANSWERED) {
            throw new IOException("Not answered");
        }
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        ProviderApi api =
                apis.stream().filter(one -> one.wire().serves(path)).findFirst().orElseThrow();
        var call = new Call(exchange, api, path, Ids.next("req_"));
        try {
            serve(call);
        } catch (Refusal e) {
            call.answer(e.answer(), null);
        }
    }

    private record Call(HttpExchange exchange, ProviderApi api, String path, String requestId) {
        void answer(ApiAnswer answer, ProviderApi.@Nullable Answered answered) throws IOException {
            api.wire().write(exchange.getResponseHeaders(), requestId, answered);
            send(exchange, answer);
        }
    }

    private void serve(Call call) throws IOException, InterruptedException {
        byte[] body = body(call.exchange(), call.api().wire());
        if (call.path().chars().anyMatch(Character::isISOControl)) {
            throw call.api().wire().malformed("Invalid characters in the URL.");
        }
        ApiRequest request = call.api().wire().read(call.exchange(), body, call.requestId());
        Faults.Fate fate = faults.fateOf(request.method(), call.path());
        if (fate.latencyMillis() > 0) {
            hold(fate.latencyMillis());
        }
        Fault fault = fate.fault();
        if (fault == null) {
            ProviderApi.Answered answered = call.api().answer(request, Optional.empty());
            call.answer(answered.answer(), answered);
        } else {
            misbehave(call, request, fault);
        }
    }

    private void misbehave(Call call, ApiRequest request, Fault fault)
            throws IOException, InterruptedException {
        ProviderApi api = call.api();
        ApiAnswer error =
                api.wire()
                        .trouble(
                                fault.status(),
                                fault.code(),
                                "The simulator was told to fail (" + fault.kind().wire() + ").",
                                fault.kind() != Fault.Kind.ERROR_BEFORE_EFFECT)
                        .answer();
        Optional<ApiAnswer> instead = fault.stored() ? Optional.of(error) : Optional.empty();
        switch (fault.kind()) {
            case TIMEOUT_BEFORE_EFFECT -> hold(fault.delayMillis());
            case TIMEOUT_AFTER_EFFECT -> {
                api.answer(request, Optional.empty());
                hold(fault.delayMillis());
            }
            case ERROR_BEFORE_EFFECT -> {
                instead.ifPresent(kept -> api.keepError(request, kept));
                call.answer(error, null);
            }
            case ERROR_AFTER_EFFECT -> {
                api.answer(request, instead);
                call.answer(error, null);
            }
            case LATE_EFFECT -> {
                instead.ifPresent(kept -> api.keepError(request, kept));
                lateEffects.add(api, request, instead, fault.delayMillis());
                call.answer(error, null);
            }
            case DROP_AFTER_EFFECT -> api.answer(request, Optional.empty());
            case LATENCY_AFTER_EFFECT -> {
                ProviderApi.Answered answered = api.answer(request, Optional.empty());
                hold(fault.delayMillis());
                call.answer(answered.answer(), answered);
            }
            case GARBAGE -> {
                ApiAnswer right = api.answer(request, Optional.empty()).answer();
                call.answer(fault.garbage().insteadOf(right, fault.status()), null);
            }
            case DROP_BEFORE_EFFECT,
                    LATENCY,
                    WEBHOOK_DUPLICATE,
                    WEBHOOK_LOST,
                    WEBHOOK_DELAYED,
                    WEBHOOK_FORGED,
                    WEBHOOK_REORDERED,
                    WEBHOOK_OLD_SECRET,
                    WEBHOOK_TWIN,
                    SETTLEMENT_ROW_MISSING,
                    SETTLEMENT_ROW_EXTRA,
                    SETTLEMENT_ROW_WRONG -> {}
        }
    }

    /** Waits, unless the simulator stops. */
    private void hold(long millis) throws InterruptedException {
        if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
            log.debug("A held connection is dropped because the simulator stops");
        }
    }

    static byte[] body(HttpExchange exchange, Wire wire) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_AT_MOST + 1);
        if (body.length > BODY_AT_MOST) {
            throw wire.tooLarge();
        }
        return body;
    }

    static void send(HttpExchange exchange, ApiAnswer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.contentType());
        answer.headers().forEach(headers::set);
        exchange.sendResponseHeaders(answer.status(), answer.length() == 0 ? -1 : answer.length());
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
