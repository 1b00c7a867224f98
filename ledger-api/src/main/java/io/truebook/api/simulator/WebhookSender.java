package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One attempt at one delivery, signed at the moment of sending: {@code Stripe-Signature:
 * t=<seconds>,v1=<hex>}, one v1 per active secret. Any 2xx is an acceptance; a redirect is not.
 */
final class WebhookSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String FORGED_SECRET = "whsec_not_the_secret";

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .executor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    boolean send(WebhookEndpoint endpoint, String body, boolean forged, Instant now) {
        var request =
                HttpRequest.newBuilder(endpoint.url())
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                        .header("Stripe-Signature", signature(endpoint, body, forged, now))
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build();
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException | IllegalArgumentException e) {
            return false; // Nobody there: the delivery stays owed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void close() {
        client.shutdownNow();
    }

    static String signature(WebhookEndpoint endpoint, String body, boolean forged, Instant now) {
        var header = new StringBuilder("t=").append(now.getEpochSecond());
        for (String secret : endpoint.secrets()) {
            header.append(",v1=")
                    .append(
                            hmac(
                                    forged ? FORGED_SECRET : secret,
                                    now.getEpochSecond() + "." + body));
        }
        return header.toString();
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
