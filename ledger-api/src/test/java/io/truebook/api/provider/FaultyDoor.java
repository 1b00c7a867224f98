package io.truebook.api.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Stands on loopback before a provider: counts who comes, and does to them as it is told. */
final class FaultyDoor implements AutoCloseable {

    /** What is done to a request. */
    enum Act {
        LET_IN,
        DROP_BEFORE,
        DROP_AFTER,
        ANSWER_503,
        ANSWER_429
    }

    private static final Set<String> PASSED_ON =
            Set.of("authorization", "content-type", "idempotency-key", "stripe-version");

    private final Queue<Instant> came = new ConcurrentLinkedQueue<>();
    private final HttpClient behind = HttpClient.newHttpClient();
    private final HttpServer server;
    private final URI provider;
    private final Clock clock;

    volatile Supplier<Act> act = () -> Act.LET_IN;

    FaultyDoor(URI provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::meet);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** When each request came. */
    List<Instant> came() {
        return List.copyOf(came);
    }

    int count() {
        return came.size();
    }

    private void meet(HttpExchange exchange) throws IOException {
        came.add(clock.instant());
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            switch (act.get()) {
                case LET_IN -> answer(exchange, forward(exchange, body));
                case DROP_BEFORE -> {
                    // Closed without a byte.
                }
                case DROP_AFTER -> forward(exchange, body);
                case ANSWER_503 -> answer(exchange, 503, "<html>Service Unavailable</html>");
                case ANSWER_429 -> answer(exchange, 429, "{\"error\": {\"code\": \"rate_limit\"}}");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        var uri = URI.create(provider + exchange.getRequestURI().toString());
        var request =
                HttpRequest.newBuilder(uri)
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return behind.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        write(exchange, response.statusCode(), response.body());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        write(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        behind.close();
    }
}
