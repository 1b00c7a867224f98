package io.truebook.api;

import io.truebook.api.provider.ProviderSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whether the simulated provider runs beside the ledger.
 *
 * @param enabled unset: while no provider account has a key
 * @param port on loopback; 0: any free one
 */
@Validated
@ConfigurationProperties("truebook.simulator")
record SimulatorSwitch(
        @Nullable Boolean enabled, @Min(0) @Max(65535) @DefaultValue("12111") int port) {

    boolean isOn(ProviderSettings providers) {
        return enabled == null ? !providers.hasKey() : enabled;
    }

    /** The account it plays: the one called stripe, or the first of that type without a key. */
    Optional<String> playedAccount(ProviderSettings providers) {
        return isOn(providers)
                ? providers.providers().entrySet().stream()
                        .filter(account -> isPlayable(account.getKey(), account.getValue()))
                        .map(Map.Entry::getKey)
                        .min(
                                Comparator.comparing((String name) ->
                                                !name.equals(ProviderSettings.STRIPE))
                                        .thenComparing(Comparator.naturalOrder()))
                : Optional.empty();
    }

    private static boolean isPlayable(String name, ProviderSettings.Account account) {
        return account.apiKey() == null && account.type(name).equals(ProviderSettings.STRIPE);
    }
}
