package io.truebook.api.provider.stripe;

import io.truebook.api.provider.ProviderHistory;
import io.truebook.ledger.money.Currency;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Stripe account the ledger can call.
 *
 * <p>One PaymentIntent per charge, confirmed as it is made. Every request carries its own
 * idempotency key and leaves once; what its answer means is said by {@link StripeOutcomes}. Source:
 * Stripe API 2026-07-29.
 */
public final class StripeProvider implements PaymentProvider {

    /** Keys are kept for 24 hours at least, and a forgotten one charges again. */
    private static final Duration KEY_WINDOW = Duration.ofHours(23);

    private static final String EXPAND = "?expand[]=latest_charge.balance_transaction";

    private final String connection;
    private final Clock clock;
    private final StripeApi api;
    private final StripeSearch search;
    private final StripeOutcomes outcomes;

    public StripeProvider(
            String connection,
            String apiKey,
            URI apiBase,
            Duration connectTimeout,
            Duration readTimeout,
            Clock clock) {
        this.connection = connection;
        this.clock = clock;
        this.api = new StripeApi(apiKey, apiBase, connectTimeout, readTimeout);
        this.search = new StripeSearch(api);
        this.outcomes = new StripeOutcomes(connection);
    }

    @Override
    public String connection() {
        return connection;
    }

    /** What the account remembers by itself. */
    public ProviderHistory history() {
        return new StripeHistory(connection, api);
    }

    @Override
    public long amountStep(Currency currency) {
        return StripeCurrencies.step(currency);
    }

    @Override
    public Duration keyWindow() {
        return KEY_WINDOW;
    }

    @Override
    public FrozenRequest freeze(ProviderCall call) {
        return StripeRequests.freeze(call);
    }

    @Override
    public Outcome send(ProviderCall call, FrozenRequest request, String idempotencyKey) {
        if (!request.path().contains(StripeRequests.PAYMENT)) {
            return post(call, request.path(), request.body(), idempotencyKey);
        }
        // Frozen before anybody had named the payment.
        var cancel = (ProviderCall.Cancel) call;
        return switch (paymentOf(cancel, Instant.EPOCH)) {
            case StripeSearch.Found.Object(var payment) ->
                    post(
                            call,
                            request.path()
                                    .replace(StripeRequests.PAYMENT, Fields.text(payment, "id")),
                            request.body(),
                            idempotencyKey);
            case StripeSearch.Found.Nothing _ -> new Outcome.NotExecuted("No payment to cancel");
            case StripeSearch.Found.NoIdea(var detail, var strain) ->
                    new Outcome.NotExecuted(detail, strain);
        };
    }

    private Outcome post(ProviderCall call, String path, String body, String idempotencyKey) {
        return outcomes.ofAnswer(call, api.post(path, body, idempotencyKey), clock.instant());
    }

    @Override
    public Outcome lookUp(ProviderCall call, Instant sentSince) {
        var found =
                switch (call) {
                    case ProviderCall.Charge charge -> paymentOf(charge, sentSince);
                    case ProviderCall.Capture capture -> get(capture.paymentReference());
                    case ProviderCall.Cancel cancel -> paymentOf(cancel, sentSince);
                    case ProviderCall.Refund refund ->
                            search.refund(refund.operationId(), refund.paymentReference());
                };
        return switch (found) {
            case StripeSearch.Found.Object(var object) ->
                    outcomes.ofObject(call, object, clock.instant());
            case StripeSearch.Found.Nothing _ ->
                    new Outcome.NotExecuted("Stripe knows nothing of " + call.operationId());
            case StripeSearch.Found.NoIdea(var detail, var strain) ->
                    new Outcome.Unknown(detail, strain);
        };
    }

    private StripeSearch.Found paymentOf(ProviderCall.Charge charge, Instant since) {
        return charge.paymentReference() == null
                ? search.payment(charge.operationId(), since)
                : get(charge.paymentReference());
    }

    private StripeSearch.Found paymentOf(ProviderCall.Cancel cancel, Instant since) {
        var reference = cancel.paymentReference();
        return reference == null || StripeRequests.isCharge(reference)
                ? search.payment(cancel.chargeOperationId(), since)
                : get(reference);
    }

    private StripeSearch.Found get(String reference) {
        var id = StripeRequests.encode(reference);
        var path =
                StripeRequests.isCharge(reference)
                        ? "/v1/charges/" + id + "?expand[]=balance_transaction"
                        : "/v1/payment_intents/" + id + EXPAND;
        var reply = api.get(path);
        return object(reply)
                .<StripeSearch.Found>map(StripeSearch.Found.Object::new)
                .orElseGet(() ->
                        new StripeSearch.Found.NoIdea(
                                reference + " could not be read", reply.strain()));
    }

    /**
     * The fees Stripe took for an object, from its balance transactions; empty when they cannot be
     * had now.
     *
     * @param wholly whether one transaction holds all of it; a partial capture has a second
     */
    public Optional<List<ProviderFact>> fees(
            String transactionId, String objectId, @Nullable String payment, boolean wholly) {
        var facts = new StripeFacts(connection);
        if (wholly) {
            return read("/v1/balance_transactions/" + StripeRequests.encode(transactionId))
                    .map(transaction -> facts.ofBalanceTransaction(transaction, payment));
        }
        return read("/v1/balance_transactions?limit=100&source=" + StripeRequests.encode(objectId))
                .map(page -> {
                    var all = new ArrayList<ProviderFact>();
                    for (var transaction : page.path("data")) {
                        all.addAll(facts.ofBalanceTransaction(transaction, payment));
                    }
                    return List.copyOf(all);
                });
    }

    private Optional<JsonNode> read(String path) {
        return object(api.get(path));
    }

    private static Optional<JsonNode> object(StripeReply reply) {
        return reply instanceof StripeReply.Answered answered && answered.isSuccess()
                ? Optional.of(answered.body()).filter(JsonNode::isObject)
                : Optional.empty();
    }
}
