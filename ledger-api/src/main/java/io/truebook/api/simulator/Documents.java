package io.truebook.api.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * New objects in the shape the provider publishes for them; fields the simulator has no use for are
 * null as there.
 */
final class Documents {
    private Documents() {}

    static ObjectNode paymentIntent(
            long created,
            long amount,
            String currency,
            String captureMethod,
            Map<String, String> metadata,
            Form form) {
        String id = Ids.next("pi_");
        ObjectNode body = Json.object();
        body.put("id", id);
        body.put("object", "payment_intent");
        body.put("amount", amount);
        body.put("amount_capturable", 0L);
        body.put("amount_received", 0L);
        body.putNull("application");
        body.putNull("application_fee_amount");
        body.putNull("automatic_payment_methods");
        body.putNull("canceled_at");
        body.putNull("cancellation_reason");
        body.put("capture_method", captureMethod);
        body.put("client_secret", id + "_secret_" + Ids.next(""));
        body.put("confirmation_method", "automatic");
        body.put("created", created);
        body.put("currency", currency);
        body.put("customer", form.text("customer"));
        body.put("description", form.text("description"));
        body.putNull("last_payment_error");
        body.putNull("latest_charge");
        body.put("livemode", false);
        Json.put(body, "metadata", metadata);
        body.putNull("next_action");
        body.putNull("on_behalf_of");
        body.putNull("payment_method");
        body.putObject("payment_method_options");
        body.putArray("payment_method_types").add("card");
        body.putNull("processing");
        body.put("receipt_email", form.text("receipt_email"));
        body.putNull("review");
        body.putNull("setup_future_usage");
        body.putNull("shipping");
        body.put("statement_descriptor", form.text("statement_descriptor"));
        body.putNull("statement_descriptor_suffix");
        body.put("status", "requires_payment_method");
        body.putNull("transfer_data");
        body.put("transfer_group", form.text("transfer_group"));
        return body;
    }

    /** A charge of this payment by this method; its status is the caller's business. */
    static ObjectNode charge(long created, Payment payment, TestMethod method) {
        ObjectNode intent = payment.intent();
        ObjectNode body = Json.object();
        body.put("id", Ids.next(method.isCard() ? "ch_" : "py_"));
        body.put("object", "charge");
        body.put("amount", payment.amount());
        body.put("amount_captured", 0L);
        body.put("amount_refunded", 0L);
        body.putNull("application");
        body.putNull("application_fee");
        body.putNull("application_fee_amount");
        body.putNull("balance_transaction");
        body.putObject("billing_details").putNull("email");
        body.put("captured", false);
        body.put("created", created);
        body.put("currency", payment.currency());
        body.set("customer", intent.path("customer"));
        body.set("description", intent.path("description"));
        body.put("disputed", false);
        body.putNull("failure_balance_transaction");
        body.putNull("failure_code");
        body.putNull("failure_message");
        body.putObject("fraud_details");
        body.put("livemode", false);
        body.set("metadata", intent.path("metadata").deepCopy());
        body.putNull("on_behalf_of");
        ObjectNode outcome = body.putObject("outcome");
        outcome.put("network_status", "approved_by_network");
        outcome.putNull("reason");
        outcome.put("type", "authorized");
        body.put("paid", false);
        body.put("payment_intent", payment.id());
        body.put("payment_method", method.id());
        body.set("payment_method_details", details(payment.amount(), method));
        body.putNull("receipt_email");
        body.put("refunded", false);
        body.putNull("review");
        body.putNull("statement_descriptor");
        body.put("status", "pending");
        body.putNull("transfer_data");
        body.set("transfer_group", intent.path("transfer_group"));
        return body;
    }

    private static ObjectNode details(long amount, TestMethod method) {
        ObjectNode details = Json.object();
        ObjectNode kind = details.putObject(method.type());
        if (method.isCard()) {
            kind.put("amount_authorized", amount);
            kind.put("brand", method.brand());
            kind.put("country", "US");
            kind.put("exp_month", 8);
            kind.put("exp_year", 2032);
            kind.put("funding", "credit");
            kind.put("network", method.brand());
        }
        kind.put("last4", method.last4());
        details.put("type", method.type());
        return details;
    }

    static ObjectNode refund(
            long created,
            ObjectNode charge,
            long amount,
            @Nullable String reason,
            Map<String, String> metadata,
            String status) {
        ObjectNode body = Json.object();
        body.put("id", Ids.next("re_"));
        body.put("object", "refund");
        body.put("amount", amount);
        body.putNull("balance_transaction");
        body.put("charge", Json.required(charge, "id"));
        body.put("created", created);
        body.put("currency", Json.required(charge, "currency"));
        ObjectNode destination = body.putObject("destination_details");
        destination.putObject("card").put("type", "refund");
        destination.put("type", "card");
        Json.put(body, "metadata", metadata);
        body.put("payment_intent", Json.text(charge, "payment_intent"));
        body.put("reason", reason);
        body.putNull("receipt_number");
        body.putNull("source_transfer_reversal");
        body.put("status", status);
        body.putNull("transfer_reversal");
        return body;
    }

    static ObjectNode dispute(
            long created,
            long evidenceDue,
            ObjectNode charge,
            long amount,
            String reason,
            boolean inquiry) {
        ObjectNode body = Json.object();
        body.put("id", Ids.next("dp_"));
        body.put("object", "dispute");
        body.put("amount", amount);
        body.putArray("balance_transactions");
        body.put("charge", Json.required(charge, "id"));
        body.put("created", created);
        body.put("currency", Json.required(charge, "currency"));
        body.putObject("evidence");
        ObjectNode details = body.putObject("evidence_details");
        details.put("due_by", evidenceDue);
        details.put("has_evidence", false);
        details.put("past_due", false);
        details.put("submission_count", 0);
        body.put("is_charge_refundable", inquiry);
        body.put("livemode", false);
        body.putObject("metadata");
        body.put("payment_intent", Json.text(charge, "payment_intent"));
        ObjectNode method = body.putObject("payment_method_details");
        ObjectNode card = method.putObject("card");
        card.put("brand", "visa");
        card.put("case_type", inquiry ? "inquiry" : "chargeback");
        card.put("network_reason_code", "10.4");
        method.put("type", "card");
        body.put("reason", reason);
        body.put("status", inquiry ? "warning_needs_response" : "needs_response");
        return body;
    }

    /** What {@code last_payment_error} and an error answer say about a declined attempt. */
    static ObjectNode decline(
            TestMethod.Decline decline, @Nullable String chargeId, boolean ofCard) {
        ObjectNode error = Json.object();
        if (chargeId != null) {
            error.put("charge", chargeId);
        }
        error.put("code", decline.code());
        if (decline.declineCode() != null) {
            error.put("decline_code", decline.declineCode());
        }
        error.put("message", decline.message());
        error.put("type", ofCard ? "card_error" : "invalid_request_error");
        return error;
    }
}
