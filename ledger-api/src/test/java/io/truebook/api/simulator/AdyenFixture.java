package io.truebook.api.simulator;

import com.adyen.Client;
import com.adyen.enums.Environment;
import com.adyen.model.RequestOptions;
import com.adyen.model.checkout.Amount;
import com.adyen.model.checkout.CardDetails;
import com.adyen.model.checkout.CheckoutPaymentMethod;
import com.adyen.model.checkout.PaymentCaptureRequest;
import com.adyen.model.checkout.PaymentRefundRequest;
import com.adyen.model.checkout.PaymentRequest;
import com.adyen.model.checkout.PaymentResponse;
import com.adyen.service.checkout.ModificationsApi;
import com.adyen.service.checkout.PaymentsApi;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import io.truebook.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running simulator, Adyen's own library pointed at it, and a shop that is notified. */
final class AdyenFixture implements AutoCloseable {
    static final String KEY = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    static final String ACCOUNT = "TestShop";

    private static final AtomicInteger OPERATIONS = new AtomicInteger();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestDatabase database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    final AdyenReceiver receiver = new AdyenReceiver(KEY);
    private final SimulatorServer server;
    final PaymentsApi payments;
    final ModificationsApi modifications;

    AdyenFixture() {
        server =
                SimulatorServer.start(
                        SimulatorSettings.of(database.simulatorDataSource())
                                .withEndpoints(List.of(endpoint())));
        var client = new Client(server.apiKey(), Environment.TEST);
        client.setTimeouts(2_000, 5_000);
        payments = new PaymentsApi(client, server.baseUri() + "/v71");
        modifications = new ModificationsApi(client, server.baseUri() + "/v71");
    }

    private WebhookEndpoint endpoint() {
        return new WebhookEndpoint(
                "we_adyen",
                Dialect.ADYEN,
                receiver.url(),
                List.of(KEY),
                List.of(),
                null,
                Duration.ofMillis(20));
    }

    static String anOperation() {
        return "adyen_op_" + OPERATIONS.incrementAndGet();
    }

    static RequestOptions key(String key) {
        return new RequestOptions().idempotencyKey(key);
    }

    static Amount eur(long value) {
        return new Amount().currency("EUR").value(value);
    }

    static PaymentRequest payment(String reference, long amount, String method) {
        return new PaymentRequest()
                .merchantAccount(ACCOUNT)
                .reference(reference)
                .amount(eur(amount))
                .returnUrl("https://shop.example/back?cart=7")
                .paymentMethod(
                        new CheckoutPaymentMethod(
                                new CardDetails()
                                        .type(CardDetails.TypeEnum.SCHEME)
                                        .storedPaymentMethodId(method)));
    }

    static PaymentRequest hold(String reference, long amount) {
        return payment(reference, amount, "pm_card_visa")
                .additionalData(Map.of("manualCapture", "true"));
    }

    PaymentResponse aPayment(String operation, long amount) throws Exception {
        return payments.payments(payment(operation, amount, "pm_card_visa"), key(operation));
    }

    PaymentResponse aHold(String operation, long amount) throws Exception {
        return payments.payments(hold(operation, amount), key(operation));
    }

    String capture(String payment, long amount) throws Exception {
        return modifications
                .captureAuthorisedPayment(
                        payment,
                        new PaymentCaptureRequest().merchantAccount(ACCOUNT).amount(eur(amount)),
                        key(anOperation()))
                .getPspReference();
    }

    String refund(String payment, String reference, long amount) throws Exception {
        return modifications
                .refundCapturedPayment(
                        payment,
                        new PaymentRefundRequest()
                                .merchantAccount(ACCOUNT)
                                .reference(reference)
                                .amount(eur(amount)),
                        key(reference))
                .getPspReference();
    }

    String url(String path) {
        return server.baseUri() + path;
    }

    JsonNode control(String method, String path, String body) throws Exception {
        return JSON.readTree(send(method, "/_simulator" + path, body, Map.of()).body());
    }

    JsonNode books(String operation) throws Exception {
        return control("GET", "/books?operation=" + operation, "");
    }

    HttpResponse<String> download(String report) throws Exception {
        return download(report, "report:" + server.apiKey());
    }

    HttpResponse<String> download(String report, String login) throws Exception {
        var path = "/reports/download/MerchantAccount/" + ACCOUNT + "/" + report;
        var basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return send("GET", path, "", Map.of("Authorization", "Basic " + basic));
    }

    /** A request without the library, for what it would never send or does not show. */
    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(server.baseUri() + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .header("X-API-Key", server.apiKey())
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.stop();
        receiver.close();
        http.close();
        database.close();
    }
}
