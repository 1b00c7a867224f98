package io.truebook.api.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Where a provider under test sends its callbacks; each is kept with its headers. */
final class CallbackCatcher implements AutoCloseable {

    /** One request, byte for byte. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes as received; callbacks are never compared.
    record Caught(byte[] body, Map<String, List<String>> headers) {

        List<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final List<Caught> caught = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    CallbackCatcher() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        caught.add(
                new Caught(
                        exchange.getRequestBody().readAllBytes(),
                        Map.copyOf(exchange.getRequestHeaders())));
        byte[] answer = "[accepted]".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    List<Caught> all() {
        return List.copyOf(caught);
    }

    /** What has been told of an operation so far, as the ledger would read it. */
    Stream<ProviderFact> facts(CallbackDialect dialect, ProviderCall call) {
        return caught.stream()
                .map(one -> dialect.read(one.body()))
                .filter(Reading.Facts.class::isInstance)
                .map(Reading.Facts.class::cast)
                .filter(told -> call.operationId().equals(told.route().operationId()))
                .flatMap(told -> told.of(captureMode(call)).stream());
    }

    private static CaptureMode captureMode(ProviderCall call) {
        return call instanceof ProviderCall.Charge charge ? charge.capture() : CaptureMode.MANUAL;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
