package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import io.truebook.contract.LedgerClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The receiver as a provider meets it, with the provider's own way of signing. The dispatcher is
 * paused: whatever moves the ledger here came in by a callback.
 */
@Tag("database")
class WebhookTest {

    private static final String SECRET = "whsec_of_the_contract_tests";
    private static final String OLD_SECRET = "whsec_being_rolled";
    private static final String PATH = "/webhooks/stripe";

    @TempDir static Path data;
    private static RunningLedger ledger;
    private static LedgerClient client;

    @BeforeAll
    static void start() {
        var settings = new ArrayList<>(List.of(ExternalDatabase.settings()));
        settings.add("--truebook.dispatcher.paused=true");
        settings.add("--truebook.providers.stripe.webhook-secrets=" + SECRET + "," + OLD_SECRET);
        ledger = RunningLedger.on(data, settings.toArray(String[]::new));
        client = ledger.client();
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void a_published_charge_with_our_metadata_moves_the_ledger_once() {
        var charge = requested("published", "m-published", 1999);
        var object = PublishedObjects.charge();
        object.put("amount", 1999).put("currency", "eur").put("captured", true);
        object.putObject("metadata").put("truebook_operation", charge);
        var body = PublishedObjects.event("evt_published", "charge.succeeded", object);

        assertThat(post(body, signed(body, SECRET)).status()).isBetween(200, 299);
        assertThat(post(body, signed(body, OLD_SECRET)).status()).isBetween(200, 299);

        awaitStatus(charge, "captured");
        assertThat(payable("m-published")).isEqualTo(1999);
        var replay = requestAgain("published", "m-published", 1999);
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.isReplay()).isTrue();
    }

    @Test
    void a_published_charge_as_it_is_moves_nothing() {
        var body =
                PublishedObjects.event("evt_orphan", "charge.succeeded", PublishedObjects.charge());
        long before = position();

        assertThat(post(body, signed(body, SECRET)).status()).isBetween(200, 299);

        // A later event of ours is worked after it: when that is booked, the orphan was looked at.
        var charge = requested("after-orphan", "m-orphan", 500);
        var object = PublishedObjects.charge();
        object.put("id", "ch_after_orphan").put("amount", 500).put("currency", "eur");
        object.put("captured", true).putObject("metadata").put("truebook_operation", charge);
        var ours = PublishedObjects.event("evt_after_orphan", "charge.succeeded", object);
        post(ours, signed(ours, SECRET));
        awaitStatus(charge, "captured");
        assertThat(client.get("/v1/charges/" + charge).json().get("amount_captured").asLong())
                .isEqualTo(500);
        assertThat(position()).isGreaterThan(before);
        assertThat(client.get("/v1/accounts/suspense:stripe/balances").status()).isEqualTo(404);
    }

    @Test
    void a_callback_that_proves_nothing_moves_nothing() {
        var charge = requested("forged", "m-forged", 700);
        var object = PublishedObjects.charge();
        object.put("id", "ch_forged").put("amount", 700).put("currency", "eur");
        object.put("captured", true).putObject("metadata").put("truebook_operation", charge);
        var body = PublishedObjects.event("evt_forged", "charge.succeeded", object);
        var genuine = signed(body, SECRET);

        assertRefused(post(body, signed(body, "whsec_of_somebody_else")));
        assertRefused(post(body.replace("700", "701"), genuine));
        assertRefused(post(body, genuine.replace("v1=", "v0=")));
        for (var hostile : List.of("", "t", "t=", "t=abc,v1=00", "v1=", ",,,", "t=1,v1=zz")) {
            assertRefused(post(body, hostile));
        }
        assertRefused(post(body, old(body)));
        assertThat(payable("m-forged")).isZero();
        assertThat(client.get("/v1/charges/" + charge).json().get("status").asString())
                .isEqualTo("requested");
    }

    @Test
    void what_cannot_be_a_callback_is_a_client_error() {
        var huge = "{\"id\": \"" + "x".repeat(1 << 20) + "\"}";

        assertThat(post(huge, signed(huge, SECRET)).status()).isEqualTo(413);
        assertThat(
                        new LedgerClient(ledger.address(), "")
                                .post("unused", "/webhooks/nobody", "{}")
                                .status())
                .isEqualTo(404);
        assertThat(post("not json", signed("not json", SECRET)).status()).isBetween(200, 499);
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("code").asString()).isEqualTo("webhook_signature_invalid");
    }

    private static String requested(String transactionId, String merchant, long amount) {
        var answer = requestAgain(transactionId, merchant, amount);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().get("id").asString();
    }

    private static Answer requestAgain(String transactionId, String merchant, long amount) {
        var json =
                """
                {"amount": %d, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}\
                """
                        .formatted(amount, merchant);
        return client.send(
                client.request("/v1/charges")
                        .header("Idempotency-Key", transactionId)
                        .header("Content-Type", "application/json")
                        .header("Prefer", "respond-async")
                        .POST(BodyPublishers.ofString(json)));
    }

    private static Answer post(String body, String signature) {
        var anonymous = new LedgerClient(ledger.address(), "");
        return anonymous.send(
                anonymous
                        .request(PATH)
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", signature)
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String signed(String body, String secret) {
        return signed(body, secret, Instant.now());
    }

    private static String old(String body) {
        return signed(body, SECRET, Instant.now().minus(Duration.ofSeconds(301)));
    }

    private static String signed(String body, String secret, Instant at) {
        try {
            return Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitStatus(String charge, String status) {
        Awaitility.await(charge + " to be " + status)
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        client.get("/v1/charges/" + charge)
                                .json()
                                .get("status")
                                .asString()
                                .equals(status));
    }

    private static long payable(String merchant) {
        return new Books(client).column("merchant:" + merchant + ":payable", "balance");
    }

    private static long position() {
        return client.get("/v1/integrity").json().get("journal_position").asLong();
    }
}
