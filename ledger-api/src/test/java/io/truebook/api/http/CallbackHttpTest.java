package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What providers told us that moved nothing, from the signed callback to the list. */
@Tag("database")
class CallbackHttpTest {

    private final Ledger ledger = Ledger.running();

    private String callback(String type, String object) throws Exception {
        var id = "evt_" + Ledger.letters();
        var body =
                """
                {"id": "%s", "object": "event", "api_version": "2026-07-29.dahlia",
                 "created": 1790000001, "livemode": false, "type": "%s", "data": {"object": %s}}
                """
                        .formatted(id, type, object);
        var signature =
                Webhook.Signature.generateSignatureHeader(
                        body, Ledger.WEBHOOK_SECRET, Instant.now().getEpochSecond());
        var answer =
                Ledger.send(
                        ledger.request("/webhooks/stripe")
                                .header("Content-Type", "application/json")
                                .header("Stripe-Signature", signature)
                                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return id;
    }

    private List<JsonNode> page(String query) {
        var data = new ArrayList<JsonNode>();
        ledger.get("/v1/callbacks?" + query).json().path("data").forEach(data::add);
        return data;
    }

    private JsonNode listed(String status, String event) {
        return Awaitility.await()
                .until(
                        () ->
                                page("limit=100&status=" + status).stream()
                                        .filter(one ->
                                                one.path("event_id").asString().equals(event))
                                        .findFirst(),
                        found -> found.isPresent())
                .get();
    }

    @Test
    void a_type_we_do_not_book_is_parked_with_its_reason() throws Exception {
        var event = callback("customer.created", "{\"id\": \"cus_1\", \"email\": \"jane\"}");

        var parked = listed("parked", event);

        assertThat(parked.path("provider").asString()).isEqualTo("stripe");
        assertThat(parked.path("event_type").asString()).isEqualTo("customer.created");
        assertThat(parked.path("subject").asString()).isEqualTo("cus_1");
        assertThat(parked.path("reason").asString())
                .isEqualTo("A type we do not book: customer.created");
        assertThat(
                        parked.path("next_look_at").isNull()
                                || parked.path("next_look_at").isMissingNode())
                .isTrue();
        assertThat(parked.toString()).doesNotContain("jane");
    }

    @Test
    void a_refund_of_a_stranger_is_an_orphan_that_is_looked_at_again() throws Exception {
        var event =
                callback(
                        "refund.created",
                        """
                        {"id": "re_%s", "object": "refund", "amount": 300, "created": 1790000000,
                         "currency": "eur", "charge": "ch_strange", "status": "succeeded"}
                        """
                                .formatted(Ledger.letters()));

        var orphan = listed("orphan", event);

        assertThat(orphan.path("reason").asString()).isEqualTo("No payment of ours");
        assertThat(Instant.parse(orphan.path("next_look_at").asString()))
                .isAfter(Instant.parse(orphan.path("received_at").asString()));
    }

    @Test
    void they_come_newest_first_and_page_by_page() throws Exception {
        var events = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            var event = callback("customer.updated", "{\"id\": \"cus_%d\"}".formatted(i));
            listed("parked", event);
            events.addFirst(event);
        }

        var seen = new ArrayList<String>();
        var after = "";
        do {
            var page =
                    ledger.get("/v1/callbacks?provider=stripe&status=parked&limit=2" + after)
                            .json();
            page.path("data").forEach(one -> seen.add(one.path("event_id").asString()));
            after =
                    page.path("next_cursor").isString()
                            ? "&after=" + page.path("next_cursor").asString()
                            : "";
        } while (!after.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(events);
        assertThat(page("provider=nobody")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=done", "after=x", "limit=0", "unknown=1"})
    void a_question_it_does_not_understand_is_refused(String query) {
        assertThat(ledger.get("/v1/callbacks?" + query).status()).isEqualTo(400);
    }

    @Test
    void it_wants_a_key() {
        var answer = Ledger.send(ledger.request("/v1/callbacks").GET());

        assertThat(answer.status()).isEqualTo(401);
    }
}
