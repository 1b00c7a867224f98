package io.truebook.api;

import io.truebook.api.provider.ProviderSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import java.util.TreeMap;
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

    /** The accounts it plays: of each type the one called so, or the first without a key. */
    Set<String> playedAccounts(ProviderSettings providers) {
        if (!isOn(providers)) {
            return Set.of();
        }
        var byType = new TreeMap<String, String>();
        providers
                .providers()
                .forEach((name, account) -> {
                    var type = account.type(name);
                    if (account.apiKey() == null
                            && ProviderBrands.KNOWN.simulation(type).isPresent()) {
                        byType.merge(type, name, (one, other) -> first(type, one, other));
                    }
                });
        return Set.copyOf(byType.values());
    }

    private static String first(String type, String one, String other) {
        if (one.equals(type) || other.equals(type)) {
            return type;
        }
        return one.compareTo(other) < 0 ? one : other;
    }
}
