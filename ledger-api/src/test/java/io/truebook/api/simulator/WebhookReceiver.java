package io.truebook.api.simulator;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Receives webhooks as the ledger does: verified by the SDK, refused when told to, and kept for the
 * test to look at.
 */
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer http;
    private final List<Event> received = new ArrayList<>();
    private final AtomicInteger refusing = new AtomicInteger();
    private int forged;

    WebhookReceiver() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::receive);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/webhooks/stripe");
    }

    /** The next deliveries are answered 500. */
    void refuseNext(int times) {
        refusing.set(times);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    accept(body, exchange.getRequestHeaders().getFirst("Stripe-Signature")), -1);
        }
    }

    private int accept(String body, String signature) {
        if (refusing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return 500;
        }
        try {
            Event event = Webhook.constructEvent(body, signature, SimulatorFixture.SECRET);
            synchronized (this) {
                received.add(event);
                notifyAll();
            }
            return 200;
        } catch (SignatureVerificationException e) {
            synchronized (this) {
                forged++;
                notifyAll();
            }
            return 400;
        }
    }

    synchronized int forged() {
        return forged;
    }

    /** The events about this object so far, in order of arrival. */
    synchronized List<Event> about(String objectId) {
        return received.stream()
                .filter(event -> event.getData().toJson().contains("\"id\": \"" + objectId + "\""))
                .toList();
    }

    synchronized List<String> types() {
        return received.stream().map(Event::getType).toList();
    }

    /** Waits until what was received is as described, or fails with what there is. */
    synchronized List<Event> await(Predicate<List<Event>> expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!expected.test(List.copyOf(received))) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("Received only " + types());
            }
            wait(left);
        }
        return List.copyOf(received);
    }

    /** Waits for an event of this type whose payload names this text. */
    Event await(String type, String naming) throws InterruptedException {
        Predicate<Event> wanted =
                event -> event.getType().equals(type) && event.toJson().contains(naming);
        return await(events -> events.stream().anyMatch(wanted)).stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
