package io.truebook.api.provider.stripe;

import io.truebook.api.provider.Redaction;
import java.util.Set;

/**
 * Takes everything out of Stripe's messages that is not known to be free of personal data.
 *
 * <p>What stays is named here: ids, states, amounts, times and codes, which is all that is ever
 * read of a message. So a redacted one can still be worked, and a field that Stripe adds is gone.
 */
final class StripeRedaction {

    /** Values that are no text of a person's. */
    private static final Set<String> KEPT =
            Set.of(
                    "id",
                    "object",
                    "type",
                    "status",
                    "created",
                    "api_version",
                    "account",
                    "livemode",
                    "idempotency_key",
                    "amount",
                    "amount_captured",
                    "amount_refunded",
                    "amount_received",
                    "amount_capturable",
                    "currency",
                    "captured",
                    "refunded",
                    "paid",
                    "disputed",
                    "payment_intent",
                    "charge",
                    "latest_charge",
                    "balance_transaction",
                    "source",
                    "fee",
                    "net",
                    "exchange_rate",
                    "available_on",
                    "canceled_at",
                    "due_by",
                    "arrival_date",
                    "reporting_category",
                    "failure_balance_transaction",
                    "cancellation_reason",
                    "capture_method",
                    "reason",
                    "code",
                    "decline_code",
                    "failure_code",
                    "failure_reason",
                    "network_status",
                    "risk_level",
                    "is_charge_refundable",
                    StripeRequests.OPERATION,
                    StripeRequests.TRANSACTION);

    /** What may hold more of the same. */
    private static final Set<String> ENTERED =
            Set.of(
                    "data",
                    "object",
                    "request",
                    "outcome",
                    "metadata",
                    "payment_intent",
                    "charge",
                    "latest_charge",
                    "balance_transaction",
                    "balance_transactions",
                    "failure_balance_transaction",
                    "evidence_details",
                    "last_payment_error",
                    "refunds",
                    "source");

    private static final Redaction REDACTION = new Redaction(KEPT, ENTERED);

    private StripeRedaction() {}

    /** The message without personal data; what cannot be read at all becomes an empty object. */
    static byte[] of(byte[] body) {
        return REDACTION.of(body);
    }
}
