package io.truebook.api.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How each provider account's callbacks are verified.
 *
 * @param webhookSecrets by account; an account without one cannot receive
 */
public record ProviderAccess(Map<String, List<String>> webhookSecrets) {

    public ProviderAccess {
        webhookSecrets = Map.copyOf(webhookSecrets);
    }

    /** Empty for an account that does not exist. */
    public Optional<List<String>> secretsOf(String account) {
        return Optional.ofNullable(webhookSecrets.get(account));
    }

    @Override
    public String toString() {
        return webhookSecrets.keySet().toString(); // Never a secret: this ends up in logs.
    }
}
