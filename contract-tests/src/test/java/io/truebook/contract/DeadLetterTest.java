package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A callback nobody can work, from the provider's call to the operator's decision. */
@Tag("database")
class DeadLetterTest {

    private static final String SECRET = "whsec_of_the_dead_letters";

    @TempDir static Path data;
    private static RunningLedger ledger;
    private static LedgerClient client;

    @BeforeAll
    static void start() {
        var settings = new ArrayList<>(List.of(ExternalDatabase.settings()));
        settings.add("--truebook.dispatcher.paused=true");
        settings.add("--truebook.webhooks.retries=50ms");
        settings.add("--truebook.providers.stripe.webhook-secrets=" + SECRET);
        ledger = RunningLedger.on(data, settings.toArray(String[]::new));
        client = ledger.client();
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void it_is_listed_tried_again_and_discarded_over_http_and_from_a_shell() throws Exception {
        assertThat(ledger.run("dead-letters", "list")).isZero();
        receivePoison("evt_poison_1");
        receivePoison("evt_poison_2");
        await("two dead letters", () -> letters() == 2);
        var list = client.get("/v1/dead-letters?source=webhooks").json().path("data");
        var http = list.get(0).path("id").asString();
        var shell = list.get(1).path("id").asString();

        assertThat(list.get(0).path("cause").path("code").asString()).isNotEmpty();
        assertThat(list.get(0).path("attempts").asInt()).isEqualTo(1);
        assertThat(list.toString()).doesNotContain("Jane");
        assertThat(ledger.run("dead-letters", "list")).isEqualTo(1);
        assertThat(ledger.run("dead-letters", "show", "--id", shell)).isZero();

        assertThat(client.post("again", "/v1/dead-letters/" + http + "/retry", "{}").status())
                .isEqualTo(200);
        assertThat(ledger.run("dead-letters", "retry", "--id", shell)).isZero();
        await("a second attempt of each", () -> attempts(http) == 2 && attempts(shell) == 2);

        var discarded =
                client.post(
                        "away",
                        "/v1/dead-letters/" + http + "/discard",
                        "{\"reason\": \"not a time\"}");
        assertThat(discarded.json().path("status").asString()).isEqualTo("discarded");
        assertThat(ledger.run("dead-letters", "discard", "--id", shell, "--reason", "broken"))
                .isZero();
        assertThat(letters()).isZero();
        assertThat(ledger.run("dead-letters", "list")).isZero();
        assertThat(ledger.run("dead-letters", "discard", "--id", shell, "--reason", "broken"))
                .isEqualTo(2);
        assertThat(client.get("/v1/dead-letters/" + shell).json().path("status").asString())
                .isEqualTo("discarded");
    }

    /** Genuine, but of a time that no calendar holds. */
    private static void receivePoison(String id) throws Exception {
        var body =
                """
                {"id": "%s", "object": "event", "type": "charge.succeeded", "livemode": false,
                 "api_version": "2026-07-29.dahlia", "created": 9000000000000000000,
                 "data": {"object": {"id": "ch_%s", "object": "charge", "status": "succeeded",
                   "amount": 100, "currency": "eur", "billing_details": {"name": "Jane"}}}}\
                """
                        .formatted(id, id);
        var anonymous = new LedgerClient(ledger.address(), "");
        var answer =
                anonymous.send(
                        anonymous
                                .request("/webhooks/stripe")
                                .header(
                                        "Stripe-Signature",
                                        Webhook.Signature.generateSignatureHeader(
                                                body, SECRET, Instant.now().getEpochSecond()))
                                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    private static int letters() {
        return client.get("/v1/dead-letters?source=webhooks").json().path("data").size();
    }

    private static int attempts(String id) {
        return client.get("/v1/dead-letters/" + id).json().path("attempts").asInt();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
    }
}
