package io.truebook.api.simulator;

import com.adyen.model.notification.NotificationRequestItem;
import com.adyen.notification.WebhookHandler;
import com.adyen.util.HMACValidator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Receives notifications as a shop does: read and verified by Adyen's own library, answered {@code
 * [accepted]}, refused when told to, and kept for the test to look at.
 */
final class AdyenReceiver implements AutoCloseable {
    private static final HMACValidator VALIDATOR = new HMACValidator();

    private final HttpServer http;
    private final String key;
    private final List<NotificationRequestItem> received = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final AtomicInteger refusing = new AtomicInteger();
    private int forged;

    AdyenReceiver(String key) {
        this.key = key;
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
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/webhooks/adyen");
    }

    /** The next deliveries are answered 500. */
    void refuseNext(int times) {
        refusing.set(times);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = accept(new String(body, StandardCharsets.UTF_8));
            byte[] answer = "[accepted]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 200 ? answer.length : -1);
            if (status == 200) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private synchronized int accept(String body) throws IOException {
        try {
            NotificationRequestItem item =
                    new WebhookHandler()
                            .handleNotificationJson(body)
                            .getNotificationItems()
                            .getFirst();
            if (refusing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                refused.add(item.getPspReference());
                return 500;
            }
            boolean genuine = VALIDATOR.validateHMAC(item, key);
            if (genuine) {
                received.add(item);
            } else {
                forged++;
            }
            notifyAll();
            return genuine ? 200 : 401;
        } catch (SignatureException e) {
            throw new IOException(e);
        }
    }

    synchronized int forged() {
        return forged;
    }

    /** The references of the notifications that were refused, in order. */
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** {@code eventCode success} of everything so far, in order of arrival. */
    synchronized List<String> codes() {
        return received.stream().map(item -> item.getEventCode() + " " + item.isSuccess()).toList();
    }

    /** Waits until what was received is as described, or fails with what there is. */
    synchronized List<NotificationRequestItem> await(
            Predicate<List<NotificationRequestItem>> expected) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!expected.test(List.copyOf(received))) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("Received only " + codes());
            }
            wait(left);
        }
        return List.copyOf(received);
    }

    /** Waits for a notification of this code about this payment. */
    NotificationRequestItem await(String eventCode, String paymentReference)
            throws InterruptedException {
        Predicate<NotificationRequestItem> wanted =
                item ->
                        item.getEventCode().equals(eventCode)
                                && (paymentReference.equals(item.getPspReference())
                                        || paymentReference.equals(item.getOriginalReference()));
        return await(items -> items.stream().anyMatch(wanted)).stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
