package io.truebook.api.provider;

import java.util.List;
import java.util.Map;

/**
 * How each provider account's callbacks are verified.
 *
 * @param webhookSecrets by account; an account without one cannot receive
 */
public record ProviderAccess(Map<String, List<String>> webhookSecrets) {

    public ProviderAccess {
        webhookSecrets = Map.copyOf(webhookSecrets);
    }

    /** None for an account that cannot receive. */
    public List<String> secretsOf(String account) {
        return webhookSecrets.getOrDefault(account, List.of());
    }

    @Override
    public String toString() {
        return webhookSecrets.keySet().toString(); // Never a secret: this ends up in logs.
    }
}
