package io.truebook.api.simulator;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running simulator on a database of its own, the real SDK pointed at it, and somebody who
 * receives its webhooks.
 */
final class SimulatorFixture implements AutoCloseable {
    static final String SECRET = "whsec_the_secret_of_the_test";

    static {
        Stripe.enableTelemetry = false;
    }

    private static final AtomicInteger OPERATIONS = new AtomicInteger();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    final WebhookReceiver receiver = new WebhookReceiver();
    private SimulatorServer server;
    private StripeClient stripe;

    SimulatorFixture() {
        start();
    }

    SimulatorSettings settings() {
        return SimulatorSettings.of(database.simulatorDataSource())
                .withEndpoints(
                        List.of(
                                new WebhookEndpoint(
                                        "we_test",
                                        receiver.url(),
                                        List.of(SECRET),
                                        Duration.ofMillis(20))));
    }

    void start() {
        server = SimulatorServer.start(settings());
        stripe =
                StripeClient.builder()
                        .setApiKey(server.apiKey())
                        .setApiBase(server.baseUri().toString())
                        .setMaxNetworkRetries(0)
                        .setConnectTimeout(2_000)
                        .setReadTimeout(5_000)
                        .build();
    }

    void stop() {
        server.stop();
    }

    void restart() {
        stop();
        start();
    }

    StripeClient stripe() {
        return stripe;
    }

    SimulatorServer server() {
        return server;
    }

    /** Keys of their own on the simulator's database. */
    IdempotencyKeys keys() {
        return IdempotencyKeys.ofStripe(
                JdbcClient.create(database.simulatorDataSource()), Clock.systemUTC());
    }

    static String anOperation() {
        return "op_" + OPERATIONS.incrementAndGet();
    }

    static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    /** A payment that is confirmed at once, the way the ledger makes it. */
    static PaymentIntentCreateParams.Builder payment(String operation, long amount, String method) {
        return PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency("eur")
                .setConfirm(true)
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC)
                .addPaymentMethodType("card")
                .setPaymentMethod(method)
                .putMetadata("truebook_operation", operation)
                .addExpand("latest_charge.balance_transaction");
    }

    static PaymentIntentCreateParams.Builder hold(String operation, long amount) {
        return payment(operation, amount, "pm_card_visa")
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL);
    }

    PaymentIntent aPayment(String operation, long amount) throws StripeException {
        return stripe.v1()
                .paymentIntents()
                .create(payment(operation, amount, "pm_card_visa").build(), key(operation));
    }

    PaymentIntent aHold(String operation, long amount) throws StripeException {
        return stripe.v1().paymentIntents().create(hold(operation, amount).build(), key(operation));
    }

    JsonNode control(String method, String path, String body)
            throws IOException, InterruptedException {
        return JSON.readTree(send(method, "/_simulator" + path, body, "application/json").body());
    }

    JsonNode books(String operation) throws IOException, InterruptedException {
        return control("GET", "/books?operation=" + operation, "");
    }

    /** A request without the SDK, for what the SDK would never send. */
    HttpResponse<String> send(String method, String path, String body, String type)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.baseUri() + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", type)
                        .header("Authorization", "Bearer " + server.apiKey())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String form, String key)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.baseUri() + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", "Bearer " + server.apiKey())
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.stop();
        receiver.close();
        http.close();
        database.close();
    }
}
