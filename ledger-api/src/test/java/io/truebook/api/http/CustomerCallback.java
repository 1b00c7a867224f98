package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.UUID;

/** An event about a payment, as the provider sends it: signed, and with its customer in it. */
final class CustomerCallback {

    private CustomerCallback() {}

    static void send(Ledger ledger, String charge, String type, String email) {
        var body =
                """
                {"id": "evt_%s", "object": "event", "api_version": "2026-07-29.dahlia",
                 "created": 1790000001, "livemode": false, "type": "%s", "data": {"object":
                 {"id": "obj_%s", "object": "charge", "amount": 1000, "amount_captured": 1000,
                  "captured": true, "refunded": false, "created": 1790000000, "currency": "eur",
                  "payment_intent": "pi_%s", "status": "succeeded",
                  "billing_details": {"email": "%s"}, "receipt_email": "%s",
                  "metadata": {"truebook_operation": "%s", "customer": "%s"}}}}
                """
                        .formatted(
                                UUID.randomUUID(),
                                type,
                                charge,
                                charge,
                                email,
                                email,
                                charge,
                                email);
        var answer =
                Ledger.send(
                        ledger.request("/webhooks/stripe")
                                .header("Stripe-Signature", signature(body))
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String signature(String body) {
        try {
            return Webhook.Signature.generateSignatureHeader(
                    body, Ledger.WEBHOOK_SECRET, Instant.now().getEpochSecond());
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
