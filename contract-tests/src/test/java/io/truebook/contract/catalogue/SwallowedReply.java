package io.truebook.contract.catalogue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Stands between the provider and the ledger's webhook receiver: passes callbacks on, and of one of
 * them the ledger's 2xx never arrives, because the ledger is killed before.
 */
final class SwallowedReply implements AutoCloseable {

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI ledger;
    private final Predicate<String> wanted;
    private final Runnable death;
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waiting = new AtomicBoolean(true);
    private final CompletableFuture<String> swallowed = new CompletableFuture<>();

    /**
     * @param wanted the callback whose acceptance is the last thing the ledger does
     * @param death kills the ledger, after what has to happen before
     */
    SwallowedReply(URI ledger, Predicate<String> wanted, Runnable death) {
        this.ledger = ledger;
        this.wanted = wanted;
        this.death = death;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The callback whose acceptance nobody heard of, once that has happened. */
    CompletableFuture<String> swallowed() {
        return swallowed;
    }

    /** How often this very body came. */
    long times(String body) {
        return bodies.stream().filter(body::equals).count();
    }

    private void pass(HttpExchange exchange) throws IOException {
        // Closed without an answer, the connection drops.
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(body);
            int status = forward(exchange, body);
            if (status / 100 == 2 && wanted.test(body) && waiting.compareAndSet(true, false)) {
                death.run();
                swallowed.complete(body);
            } else {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            swallowed.completeExceptionally(failed);
        }
    }

    private int forward(HttpExchange exchange, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(ledger.resolve(exchange.getRequestURI().getPath()))
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", proofOf(exchange))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String proofOf(HttpExchange exchange) {
        return Objects.requireNonNull(exchange.getRequestHeaders().getFirst("Stripe-Signature"));
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
