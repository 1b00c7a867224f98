package io.truebook.api.provider.adyen;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.Strain;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * An Adyen merchant account the ledger can call.
 *
 * <p>Adyen answers no question about a payment: the only one there is, is to send the same request
 * again under the same idempotency key, which has no second effect for at least seven days. Source:
 * decision 0020; Adyen Checkout API 71, "API idempotency" (read 2026-11).
 */
public final class AdyenProvider implements PaymentProvider {

    /** A day less than Adyen keeps keys at the least, for clocks differ. */
    private static final Duration KEY_WINDOW = Duration.ofDays(6);

    private final String connection;
    private final Clock clock;
    private final AdyenApi api;
    private final AdyenRequests requests;
    private final AdyenOutcomes outcomes;

    public AdyenProvider(
            String connection,
            String merchantAccount,
            String apiKey,
            URI apiBase,
            Duration connectTimeout,
            Duration readTimeout,
            Clock clock) {
        this.connection = connection;
        this.clock = clock;
        this.api = new AdyenApi(apiKey, apiBase, connectTimeout, readTimeout);
        this.requests = new AdyenRequests(merchantAccount);
        this.outcomes = new AdyenOutcomes(connection);
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public long amountStep(Currency currency) {
        return AdyenCurrencies.step(currency);
    }

    @Override
    public Duration keyWindow() {
        return KEY_WINDOW;
    }

    @Override
    public FrozenRequest freeze(ProviderCall call) {
        return requests.freeze(call);
    }

    @Override
    public Outcome send(ProviderCall call, FrozenRequest request, String idempotencyKey) {
        var reply = api.post(request.path(), request.body(), idempotencyKey);
        return outcomes.ofAnswer(call, reply, clock.instant());
    }

    /** Has whoever asks send the request again: within the key's window that is the question. */
    @Override
    public Outcome lookUp(ProviderCall call, Instant sentSince) {
        return new Outcome.NotExecuted(
                "Adyen tells only who sends the same request again", new Strain.Unseen());
    }
}
