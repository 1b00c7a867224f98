package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.LoneSimulator;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The simulated provider as a test sees it: its troubles, its own books, its events. */
final class Provider {

    /** What the provider itself counts for one of our operations. Amounts: minor units. */
    record Count(
            long payments, long captured, long refunds, long capturedMinor, long refundedMinor) {}

    private final LedgerClient control;
    private final LedgerClient dashboard;

    Provider(URI address) {
        this.control = new LedgerClient(address, "");
        this.dashboard = new LedgerClient(address, LoneSimulator.API_KEY);
    }

    /** Switches a trouble on; its id asks how often it was met. */
    String add(Trouble trouble) {
        return post("/_simulator/faults", trouble.json().toString()).get("id").asString();
    }

    void addAll(Trouble... troubles) {
        List.of(troubles).forEach(this::add);
    }

    /** Requests, or events, that came to it. */
    long met(String trouble) {
        for (var fault : control.get("/_simulator/faults").json().get("data")) {
            if (fault.get("id").asString().equals(trouble)) {
                return fault.get("matched").asLong();
            }
        }
        throw new AssertionError("No such trouble: " + trouble);
    }

    void remove(String trouble) {
        control.send(control.request("/_simulator/faults/" + trouble).DELETE());
    }

    void heal() {
        control.send(control.request("/_simulator/faults").DELETE());
    }

    void turn(String knobs) {
        post("/_simulator/settings", knobs);
    }

    /** Something happens at the provider that nobody asked for over its API. */
    JsonNode happens(String what, String body) {
        return post("/_simulator/" + what, body);
    }

    JsonNode happens(String what) {
        return happens(what, "{}");
    }

    JsonNode books() {
        return control.get("/_simulator/books").json();
    }

    Count count(String operation) {
        var books = control.get("/_simulator/books?operation=" + operation).json();
        return new Count(
                books.get("payment_intents").asLong(),
                books.get("charges_captured").asLong(),
                books.get("refunds_succeeded").asLong(),
                books.get("amount_captured").asLong(),
                books.get("amount_refunded").asLong());
    }

    /** Somebody works in the provider's dashboard, past the ledger. */
    JsonNode dashboard(String path, String form) {
        var answer = call(path, form, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** What the provider's own API shows. */
    JsonNode look(String path) {
        var answer = dashboard.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Somebody's bank disputes the charge of a payment; the provider's id of the dispute. */
    String dispute(String paymentIntent, String how) {
        var charge = event(paymentIntent, "charge.succeeded").at("/data/object/id").asString();
        return happens("charges/" + charge + "/disputes", how).get("id").asString();
    }

    /** What a dispute has moved in the provider's own books, its fee apart; minor units. */
    long movedBy(String dispute) {
        long sum = 0;
        for (var row : look("/v1/balance_transactions?source=" + dispute).get("data")) {
            sum += row.get("amount").asLong();
        }
        return sum;
    }

    /** A request of the provider's own API, under a key of the test's choice. */
    Answer call(String path, String form, String key) {
        var request =
                dashboard
                        .request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
        return dashboard.send(key == null ? request : request.header("Idempotency-Key", key));
    }

    /** A request of Adyen's own API, past the ledger. */
    JsonNode adyen(String path, String json) {
        var answer =
                control.send(
                        control.request(path)
                                .header("X-API-Key", LoneSimulator.API_KEY)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(json)));
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json();
    }

    /** What Adyen has told of a payment, oldest first; not signed. */
    List<JsonNode> told(String pspReference) {
        var events = control.get("/_simulator/events?object=" + pspReference).json();
        return events.get("data").valueStream().map(event -> event.get("body")).toList();
    }

    /** The provider's payment that carries our operation, whether or not we know it. */
    String intentOf(String operation) {
        for (var event : dashboard.get("/v1/events?limit=100").json().get("data")) {
            var object = event.at("/data/object");
            if (object.at("/metadata/truebook_operation").asString("").equals(operation)
                    && object.get("object").asString().equals("payment_intent")) {
                return object.get("id").asString();
            }
        }
        throw new AssertionError("The provider has no payment of " + operation);
    }

    /** Every event about a payment, oldest first, as it is delivered. */
    List<JsonNode> events(String paymentIntent) {
        var found = new ArrayList<JsonNode>();
        for (var event : dashboard.get("/v1/events?limit=100").json().get("data")) {
            var object = event.path("data").path("object");
            if (object.path("id").asString("").equals(paymentIntent)
                    || object.path("payment_intent").asString("").equals(paymentIntent)) {
                found.addFirst(event);
            }
        }
        return found;
    }

    JsonNode event(String paymentIntent, String type) {
        return events(paymentIntent).stream()
                .filter(event -> event.get("type").asString().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + type + " of " + paymentIntent));
    }

    void resend(JsonNode event) {
        happens("events/" + event.get("id").asString() + "/resend");
    }

    /** Whatever is still owed is delivered now; returns when all of it was accepted. */
    void deliverAll() {
        happens("webhooks/flush");
        Awaitility.await("callbacks to be accepted")
                .atMost(Duration.ofSeconds(30))
                .until(() -> owed() == 0);
    }

    long owed() {
        return control.get("/_simulator/webhooks").json().get("owed").asLong();
    }

    /** From now on events go there: Stripe's signed with each of these secrets. */
    void deliverTo(URI ledger, String... secrets) {
        deliverTo(ledger, List.of(secrets), Stand.ADYEN_KEY);
    }

    /** From now on events go there: Stripe's signed with each secret, Adyen's with the one key. */
    void deliverTo(URI ledger, List<String> secrets, String adyenKey) {
        var all = "\"" + String.join("\", \"", secrets) + "\"";
        happens(
                "webhooks/endpoints",
                """
                {"endpoints": [
                    {"url": "%s/webhooks/stripe", "secrets": [%s], "first_retry_ms": 200},
                    {"id": "we_adyen", "dialect": "adyen", "url": "%s/webhooks/adyen",
                     "secrets": ["%s"], "credentials": "%s", "first_retry_ms": 200}]}\
                """
                        .formatted(ledger, all, ledger, adyenKey, Stand.ADYEN_LOGIN));
    }

    private JsonNode post(String path, String json) {
        var answer =
                control.send(
                        control.request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(json)));
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }
}
