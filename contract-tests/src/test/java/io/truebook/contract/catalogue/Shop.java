package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import tools.jackson.databind.JsonNode;

/**
 * A merchant's code. A charge has the id of its row, and its merchant is called so too, so that no
 * two rows share an account that counts.
 */
final class Shop {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final LedgerClient client;

    Shop(LedgerClient client) {
        this.client = client;
    }

    /** What to charge: 19.99 EUR from a good card at Stripe, at once, unless told. */
    record Wish(
            String id,
            String merchant,
            long amount,
            String currency,
            String method,
            String capture,
            String provider) {

        static Wish of(String row) {
            return new Wish(row, row, 1999, "EUR", "pm_card_visa", "automatic", "stripe");
        }

        Wish amount(long minor, String inCurrency) {
            return new Wish(id, merchant, minor, inCurrency, method, capture, provider);
        }

        Wish method(String name) {
            return new Wish(id, merchant, amount, currency, name, capture, provider);
        }

        Wish held() {
            return new Wish(id, merchant, amount, currency, method, "manual", provider);
        }

        Wish merchant(String other) {
            return new Wish(id, other, amount, currency, method, capture, provider);
        }

        Wish transaction(String otherId) {
            return new Wish(otherId, merchant, amount, currency, method, capture, provider);
        }

        Wish atAdyen() {
            return new Wish(id, merchant, amount, currency, method, capture, "adyen");
        }

        String json() {
            return """
            {"amount": %d, "currency": "%s", "merchant": "%s", "provider": "%s",
             "payment_method": "%s", "capture": "%s", "return_url": "https://shop.example/back"}\
            """
                    .formatted(amount, currency, merchant, provider, method, capture);
        }
    }

    /** Waits for the outcome, like any client. */
    Answer charge(Wish wish) {
        return client.post(wish.id(), "/v1/charges", wish.json());
    }

    /** Taken, its outcome open unless the provider was quicker than the answer; its id. */
    String begin(Wish wish) {
        var answer = post(wish.id(), "/v1/charges", wish.json(), "respond-async");
        assertThat(answer.status()).as(answer.text()).isIn(201, 202);
        return answer.json().get("id").asString();
    }

    /** Charged without any trouble; its id. */
    String charged(Wish wish) {
        var answer = charge(wish);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        var status = wish.capture().equals("manual") ? "authorized" : "captured";
        assertThat(answer.json().get("status").asString()).as(answer.text()).isEqualTo(status);
        return answer.json().get("id").asString();
    }

    Answer capture(String transactionId, String charge, long amount) {
        return client.post(
                transactionId,
                "/v1/charges/" + charge + "/capture",
                "{\"amount\": %d}".formatted(amount));
    }

    Answer voidHold(String transactionId, String charge) {
        return client.post(transactionId, "/v1/charges/" + charge + "/void", "{}");
    }

    Answer refund(String transactionId, String charge, long amount) {
        return client.post(transactionId, "/v1/refunds", refundOf(charge, amount));
    }

    String beginRefund(String transactionId, String charge, long amount) {
        var answer = post(transactionId, "/v1/refunds", refundOf(charge, amount), "respond-async");
        assertThat(answer.status()).as(answer.text()).isIn(201, 202);
        return answer.json().get("id").asString();
    }

    private static String refundOf(String charge, long amount) {
        return "{\"charge\": \"%s\", \"amount\": %d}".formatted(charge, amount);
    }

    private Answer post(String transactionId, String path, String json, String preference) {
        return client.send(
                client.request(path)
                        .header("Idempotency-Key", transactionId)
                        .header("Content-Type", "application/json")
                        .header("Prefer", preference)
                        .POST(BodyPublishers.ofString(json)));
    }

    JsonNode show(String id) {
        var answer = client.get((id.startsWith("re_") ? "/v1/refunds/" : "/v1/charges/") + id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    String status(String id) {
        return show(id).get("status").asString();
    }

    /** The provider's id of a charge; at Adyen its pspReference. */
    String paymentIntent(String charge) {
        return show(charge).get("provider_reference").asString();
    }

    Timeline timeline(String charge) {
        var answer = client.get("/v1/charges/" + charge + "/timeline");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new Timeline(answer.json().get("timeline").valueStream().toList());
    }

    /** Why a callback of this id is kept for a person; empty while it is not. */
    String whyParked(String eventId) {
        return client.get("/v1/callbacks?status=parked")
                .json()
                .get("data")
                .valueStream()
                .filter(kept -> kept.get("event_id").asString().equals(eventId))
                .map(kept -> kept.get("reason").asString())
                .findFirst()
                .orElse("");
    }

    /** What a merchant is owed, in one currency; minor units. */
    long payable(String merchant, String currency) {
        return column("merchant:" + merchant + ":payable", currency, "balance");
    }

    long column(String account, String currency, String column) {
        var answer = client.get("/v1/accounts/" + account + "/balances");
        if (answer.status() == 404) {
            return 0; // Nobody has used it yet.
        }
        for (var balance : answer.json().get("balances")) {
            if (balance.get("currency").asString().equals(currency)) {
                return balance.get(column).asLong();
            }
        }
        return 0;
    }

    /** Callbacks that moved nothing and are kept: orphan, parked or dead; the newest first. */
    List<JsonNode> kept(String status) {
        var answer = client.get("/v1/callbacks?limit=100&status=" + status);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("data").valueStream().toList();
    }

    /** Waits until a callback is kept so; what is said of it. */
    JsonNode awaitKept(String status, String eventId) {
        var found = new ArrayList<JsonNode>();
        await(
                eventId + " to be kept as " + status,
                () -> {
                    kept(status).stream()
                            .filter(one -> one.get("event_id").asString().equals(eventId))
                            .forEach(found::add);
                    assertThat(found).isNotEmpty();
                });
        return found.getFirst();
    }

    void awaitStatus(String id, String status) {
        await(
                id + " to be " + status,
                () -> assertThat(show(id).get("status").asString()).isEqualTo(status));
    }

    /** Waits until the story of a charge says so. */
    Timeline awaitTimeline(String charge, String what, Predicate<Timeline> told) {
        await(what, () -> assertThat(told.test(timeline(charge))).isTrue());
        return timeline(charge);
    }

    static void await(String what, ThrowingRunnable assertion) {
        Awaitility.await(what).atMost(PATIENCE).pollInterval(LOOK).untilAsserted(assertion);
    }
}
