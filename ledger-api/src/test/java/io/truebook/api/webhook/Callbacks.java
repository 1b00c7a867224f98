package io.truebook.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.net.Webhook;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Signed events in the shape Stripe publishes for its objects. */
final class Callbacks {

    static final String SECRET = "whsec_of_the_test";

    private static final AtomicInteger EVENTS = new AtomicInteger();

    private Callbacks() {}

    /** A charge as Stripe's API description shows one, without our metadata and not captured. */
    static final String PUBLISHED_CHARGE =
            """
            {"id": "ch_1PgafuB7WZ01zgkWXYmPNZs8", "object": "charge", "amount": 100,
             "amount_captured": 0, "amount_refunded": 0, "application": null,
             "balance_transaction": "txn_1PgaxNB7WZ01zgkWEV3TLf40", "captured": false,
             "created": 1234567890, "currency": "usd", "disputed": false, "failure_code": null,
             "livemode": false, "metadata": {}, "outcome": {"reason": null, "type": "type"},
             "paid": true, "payment_intent": null, "refunded": false,
             "refunds": {"data": [], "has_more": false, "object": "list"}, "status": "succeeded"}
            """;

    static String charge(String object, String operation, long amount, String status) {
        return """
        {"id": "%s", "object": "charge", "amount": %d, "amount_captured": %d,
         "captured": true, "refunded": false, "created": 1790000000, "currency": "eur",
         "livemode": false, "payment_intent": "pi_%s", "status": "%s",
         "failure_code": "card_declined", "metadata": {"truebook_operation": "%s"}}
        """
                .formatted(object, amount, amount, object, status, operation);
    }

    static String refund(String object, String payment, String operation, long amount) {
        return """
        {"id": "%s", "object": "refund", "amount": %d, "created": 1790000000,
         "currency": "eur", "payment_intent": "%s", "status": "succeeded",
         "metadata": {"truebook_operation": "%s"}}
        """
                .formatted(object, amount, payment, operation);
    }

    /** A dispute of 1000 EUR cents, in the shape Stripe publishes. */
    static String dispute(String object, String charge, String status, String... movements) {
        return """
        {"id": "%s", "object": "dispute", "amount": 1000, "balance_transactions": [%s],
         "charge": "%s", "created": 1790000050, "currency": "eur", "enhanced_eligibility_types": [],
         "evidence": {"customer_name": null, "product_description": null, "receipt": null},
         "evidence_details": {"due_by": 1790600000, "has_evidence": false, "past_due": false,
          "submission_count": 0}, "is_charge_refundable": false, "livemode": false,
         "metadata": {}, "payment_intent": "pi_%s", "reason": "fraudulent", "status": "%s"}
        """
                .formatted(object, String.join(",", movements), charge, charge, status);
    }

    static String event(String type, String object) {
        return event("evt_" + EVENTS.incrementAndGet(), type, object);
    }

    static String event(String id, String type, String object) {
        return """
        {"id": "%s", "object": "event", "api_version": "2026-07-29.dahlia",
         "created": 1790000001, "livemode": false, "type": "%s", "data": {"object": %s}}
        """
                .formatted(id, type, object);
    }

    static List<String> signature(String body) {
        return signature(body, Instant.now());
    }

    static List<String> signature(String body, Instant time) {
        try {
            return List.of(
                    Webhook.Signature.generateSignatureHeader(body, SECRET, time.getEpochSecond()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String body) {
        return body.getBytes(UTF_8);
    }
}
