package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Payouts from the signed callback to the balance and the list. */
@Tag("database")
class PayoutHttpTest {

    private final Ledger ledger = Ledger.running();
    private final String payout = "po_" + Ledger.letters();

    private void callback(String type, String status) throws Exception {
        var body =
                """
                {"id": "evt_%s", "object": "event", "api_version": "2026-07-29.dahlia",
                 "created": 1790000001, "livemode": false, "type": "payout.%s", "data": {"object":
                  {"id": "%s", "object": "payout", "amount": 1100, "arrival_date": 1790200000,
                   "automatic": true, "balance_transaction": "txn_po", "created": 1790000000,
                   "currency": "eur", "destination": "ba_1", "failure_balance_transaction": null,
                   "failure_code": "account_closed", "failure_message": null, "livemode": false,
                   "metadata": {}, "method": "standard", "status": "%s", "type": "bank_account"}}}
                """
                        .formatted(Ledger.letters(), type, payout, status);
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
    }

    private long inTransit() {
        var balances = ledger.get("/v1/accounts/provider:stripe:in_transit/balances").json();
        return balances.path("balances").path(0).path("balance").asLong();
    }

    private JsonNode listed() {
        for (var one : ledger.get("/v1/payouts?provider=stripe&limit=100").json().path("data")) {
            if (one.path("id").asString().equals(payout)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    private void awaitStatus(String status) {
        Awaitility.await().until(() -> listed().path("status").asString().equals(status));
    }

    @Test
    void that_counts_as_paid_stays_in_transit_and_that_fails_comes_back() throws Exception {
        long before = inTransit();

        callback("paid", "paid");
        awaitStatus("paid");
        callback("created", "in_transit");
        assertThat(inTransit()).isEqualTo(before + 1100);

        callback("failed", "failed");
        callback("failed", "failed");
        awaitStatus("failed");
        assertThat(inTransit()).isEqualTo(before);
        assertThat(listed().path("amount").asLong()).isEqualTo(1100);
        assertThat(listed().path("failure").path("provider_code").asString())
                .isEqualTo("account_closed");
        assertThat(ledger.get("/v1/integrity").at("status")).isEqualTo("sound");
        assertThat(ledger.get("/v1/payouts?provider=nobody").json().path("data")).isEmpty();
        assertThat(ledger.get("/v1/payouts?after=x").status()).isEqualTo(400);
    }
}
