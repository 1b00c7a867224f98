package io.truebook.api.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One movement on the provider's balance, of which fees, reports and payouts are made.
 *
 * <p>Amount and fee are minor units of the currency, signed as they change the balance: net =
 * amount - fee. A row is written once; only the payout that later contains it is added.
 */
record BalanceTransaction(
        String id,
        long created,
        long availableOn,
        String type,
        String reportingCategory,
        long amount,
        long fee,
        String currency,
        String source,
        @Nullable String charge,
        @Nullable String paymentIntent,
        @Nullable String payout,
        @Nullable String description) {

    long net() {
        return Math.subtractExact(amount, fee);
    }

    ObjectNode body(long nowSeconds) {
        ObjectNode body = Json.object();
        body.put("id", id);
        body.put("object", "balance_transaction");
        body.put("amount", amount);
        body.put("available_on", availableOn);
        body.put("balance_type", "payments");
        body.put("created", created);
        body.put("currency", currency);
        body.put("description", description);
        body.putNull("exchange_rate");
        body.put("fee", fee);
        var details = body.putArray("fee_details");
        if (fee != 0) {
            ObjectNode detail = details.addObject();
            detail.put("amount", fee);
            detail.putNull("application");
            detail.put("currency", currency);
            detail.put("description", "Stripe processing fees");
            detail.put("type", "stripe_fee");
        }
        body.put("net", net());
        body.put("reporting_category", reportingCategory);
        body.put("source", source);
        body.put("status", availableOn <= nowSeconds ? "available" : "pending");
        body.put("type", type);
        return body;
    }
}
