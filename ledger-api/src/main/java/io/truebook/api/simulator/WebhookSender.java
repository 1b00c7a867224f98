package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One attempt at one delivery, signed at the moment of sending. Any 2xx is an acceptance; a
 * redirect is not.
 */
final class WebhookSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .executor(threads)
                    .build();

    boolean send(WebhookEndpoint endpoint, Owed owed, Instant now) {
        try {
            HttpRequest request = request(endpoint, owed, now);
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException | IllegalArgumentException e) {
            return false; // Nobody there: the delivery stays owed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpRequest request(WebhookEndpoint endpoint, Owed owed, Instant now) {
        var request =
                HttpRequest.newBuilder(endpoint.url())
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json; charset=utf-8");
        var secrets = Signatures.secrets(endpoint, owed.delivery());
        String body = owed.event().body();
        switch (endpoint.dialect()) {
            case STRIPE ->
                    request.header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                            .header("Stripe-Signature", Signatures.ofStripe(secrets, body, now));
            case ADYEN -> {
                request.header("User-Agent", "Adyen HttpClient 1.0");
                body = Signatures.signedByAdyen(secrets.getFirst(), body);
                String credentials = endpoint.credentials();
                if (credentials != null) {
                    request.header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    credentials.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        return request.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    void close() {
        client.shutdownNow();
        threads.shutdown();
    }
}
