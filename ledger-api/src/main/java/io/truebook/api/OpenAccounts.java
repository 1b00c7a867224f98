package io.truebook.api;

import io.truebook.api.provider.ProviderAccess;
import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.ProviderSettings.Account;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.ledger.provider.PaymentProvider;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every configured provider account, ready for use; the simulator's are called at the simulator.
 */
record OpenAccounts(List<ProviderAccount> all) {

    OpenAccounts {
        all = List.copyOf(all);
    }

    /**
     * @param simulator null when it does not run in this process: what it would play cannot be
     *     called
     */
    static OpenAccounts of(
            ProviderSettings settings,
            SimulatorSwitch simulation,
            @Nullable SimulatorServer simulator,
            ProviderAccess access,
            Clock clock) {
        var played = simulation.playedAccounts(settings);
        return new OpenAccounts(
                settings.providers().entrySet().stream()
                        .map(entry -> {
                            var name = entry.getKey();
                            var account = entry.getValue().signedWith(access.secretsOf(name));
                            if (simulator != null && played.contains(name)) {
                                account = played(name, account, simulator);
                            }
                            return ProviderBrands.KNOWN.open(name, account, clock);
                        })
                        .toList());
    }

    private static Account played(String name, Account account, SimulatorServer simulator) {
        return ProviderBrands.KNOWN
                .simulation(account.type(name))
                .orElseThrow()
                .playedBy(account, simulator.baseUri(), simulator.apiKey());
    }

    /** What each account that has one offers. */
    <T> List<T> each(Function<ProviderAccount, Optional<T>> offer) {
        return all.stream().map(offer).flatMap(Optional::stream).toList();
    }

    /** An account that has a key, or is played. */
    PaymentProvider provider(String name) {
        return all.stream()
                .filter(account -> account.connection().equals(name))
                .map(ProviderAccount::callable)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " cannot be called"));
    }
}
