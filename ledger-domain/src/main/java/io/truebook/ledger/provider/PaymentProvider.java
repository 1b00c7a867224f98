package io.truebook.ledger.provider;

import io.truebook.ledger.money.Currency;
import java.time.Duration;
import java.time.Instant;

/**
 * A provider account the ledger can call.
 *
 * <p>Every method may block on the network but {@link #amountStep}, {@link #keyWindow} and {@link
 * #freeze}, which are pure. None throws for what a provider or a network does: that is an {@link
 * Outcome}.
 */
public interface PaymentProvider {

    /**
     * The exact bytes of a request, fixed before the first attempt and sent unchanged ever after.
     */
    record FrozenRequest(String path, String body) {}

    /** The name of the connection, as in the API's {@code provider} field. */
    String connection();

    /**
     * The smallest step, in our minor units, that the provider can express in a currency.
     *
     * @return 1 where every minor unit works, 0 where the provider does not take the currency
     */
    long amountStep(Currency currency);

    /**
     * How long after its first attempt a request may be sent again under its key.
     *
     * <p>Shorter than the provider keeps keys: beyond that a repeat would be a second effect, and
     * clocks differ.
     */
    Duration keyWindow();

    /** The request of a call; the same call always gives the same request. */
    FrozenRequest freeze(ProviderCall call);

    /**
     * Sends a frozen request under its idempotency key, once.
     *
     * <p>A repeat within the provider's key window has no second effect.
     */
    Outcome send(ProviderCall call, FrozenRequest request, String idempotencyKey);

    /**
     * Asks what became of a call, without any effect.
     *
     * <p>{@link Outcome.NotExecuted} means that the provider knows nothing of it: no proof by
     * itself that it never will, for a request may still be under way there.
     *
     * @param sentSince when the request was first sent, so that nothing older needs to be searched
     */
    Outcome lookUp(ProviderCall call, Instant sentSince);
}
