package io.truebook.api.provider;

import jakarta.validation.Valid;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The provider accounts of this installation, by the name that the API and the webhooks' path use.
 *
 * @param providers empty means one Stripe account called {@code stripe}, played by the simulator
 */
@Validated
@ConfigurationProperties("truebook")
public record ProviderSettings(@DefaultValue Map<String, @Valid Account> providers) {

    public static final String STRIPE = "stripe";

    /**
     * One account.
     *
     * @param type the provider's name; unset: the account's own name
     * @param apiKey unset: this account only receives webhooks, unless the simulator plays it
     * @param apiBase unset: the provider's public address
     * @param webhookSecrets each may sign, as while a secret is being rolled
     */
    public record Account(
            @Nullable String type,
            @Nullable String apiKey,
            @Nullable URI apiBase,
            @DefaultValue List<String> webhookSecrets,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("20s") Duration readTimeout) {

        public Account {
            webhookSecrets = List.copyOf(webhookSecrets);
        }

        static Account simulated() {
            return new Account(
                    null, null, null, List.of(), Duration.ofSeconds(2), Duration.ofSeconds(8));
        }

        /** The longest one exchange may take. */
        public Duration deadline() {
            return connectTimeout.plus(readTimeout);
        }

        public String type(String name) {
            return type == null ? name : type;
        }

        @Override
        public String toString() {
            return "Account of " + type; // Never a key or a secret: this ends up in logs.
        }
    }

    public ProviderSettings {
        providers =
                providers.isEmpty() ? Map.of(STRIPE, Account.simulated()) : Map.copyOf(providers);
    }

    /** Whether some account can be called with a key of its own. */
    public boolean hasKey() {
        return providers.values().stream().anyMatch(account -> account.apiKey() != null);
    }
}
