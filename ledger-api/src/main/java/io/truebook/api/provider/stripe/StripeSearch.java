package io.truebook.api.provider.stripe;

import io.truebook.ledger.provider.Strain;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds at Stripe what carries our operation id, where no answer has told us Stripe's.
 *
 * <p>Stripe's search lags behind by about a minute, so what it does not find is looked for in the
 * list of what was made since the request was first sent.
 */
final class StripeSearch {

    /** What a search has led to. */
    sealed interface Found {
        record Object(JsonNode object) implements Found {}

        record Nothing() implements Found {}

        record NoIdea(String detail, Strain strain) implements Found {}
    }

    private static final int PAGES_MAX = 20;
    private static final String EXPAND = "&expand[]=data.latest_charge.balance_transaction";

    private final StripeApi api;

    StripeSearch(StripeApi api) {
        this.api = api;
    }

    Found payment(String operationId, Instant since) {
        var query = "metadata['" + StripeRequests.OPERATION + "']:'" + operationId + "'";
        var path = "/v1/payment_intents/search?limit=10&query=" + StripeRequests.encode(query);
        if (api.get(path + EXPAND) instanceof StripeReply.Answered answered
                && answered.isSuccess()) {
            var match = in(answered.body(), operationId);
            if (match.isPresent()) {
                return new Found.Object(match.get());
            }
        }
        // Clocks differ a little; what is older than that cannot be ours.
        long from = since.minusSeconds(300).getEpochSecond();
        return list("/v1/payment_intents?limit=100&created[gte]=" + from + EXPAND, operationId);
    }

    Found refund(String operationId, String paymentReference) {
        var parent = StripeRequests.isCharge(paymentReference) ? "charge" : "payment_intent";
        return list(
                "/v1/refunds?limit=100&"
                        + parent
                        + "="
                        + StripeRequests.encode(paymentReference)
                        + "&expand[]=data.balance_transaction",
                operationId);
    }

    private Found list(String path, String operationId) {
        var after = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            var reply = api.get(path + after);
            if (!(reply instanceof StripeReply.Answered answered)
                    || !answered.isSuccess()
                    || !answered.body().path("data").isArray()) {
                return new Found.NoIdea("The list could not be read", reply.strain());
            }
            var match = in(answered.body(), operationId);
            if (match.isPresent()) {
                return new Found.Object(match.get());
            }
            var data = answered.body().path("data");
            if (!answered.body().path("has_more").asBoolean(false) || data.isEmpty()) {
                return new Found.Nothing();
            }
            var last = Fields.text(data.get(data.size() - 1), "id");
            after = "&starting_after=" + StripeRequests.encode(last);
        }
        // Further back is not looked: within the key's window sending again has no second effect,
        // and
        // past it nothing is sent that may have arrived.
        return new Found.Nothing();
    }

    private static Optional<JsonNode> in(JsonNode page, String operationId) {
        for (var object : page.path("data")) {
            if (operationId.equals(StripeFacts.operationOf(object))) {
                return Optional.of(object);
            }
        }
        return Optional.empty();
    }
}
