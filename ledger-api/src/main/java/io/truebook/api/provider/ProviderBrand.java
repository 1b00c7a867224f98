package io.truebook.api.provider;

import io.truebook.api.provider.ProviderSettings.Account;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * A kind of payment provider: all that the rest of the application knows of it.
 *
 * <p>A brand is a package with one public class, this interface's implementation. Nothing outside
 * knows its names, its wire or its library. Proved by a subclass of {@code ProviderContract}.
 */
public interface ProviderBrand {

    /** As in {@code truebook.providers.<name>.type}. */
    String type();

    /**
     * Makes an account of this brand ready; nothing is called yet.
     *
     * @throws IllegalArgumentException when its settings cannot work, in words for who wrote them
     */
    ProviderAccount open(String connection, Account settings, Clock clock);

    /** Whether its accounts can be asked what they remember, once they have a key. */
    default boolean remembers() {
        return false;
    }

    /** How the simulator plays an account; empty where it does not speak this brand's language. */
    default Optional<Simulation> simulation() {
        return Optional.empty();
    }

    /** What an account without a key of its own becomes when the simulator plays it. */
    interface Simulation {

        /** The same account, to be called at the simulator. */
        Account playedBy(Account account, URI simulator, String apiKey);

        /** A secret to sign callbacks with, in the brand's form. */
        String secret(byte[] random);
    }
}
