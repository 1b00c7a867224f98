package io.truebook.api;

import static java.util.stream.Collectors.joining;

import io.truebook.api.operations.StartRefused;
import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderBrand;
import io.truebook.api.provider.ProviderBrand.Simulation;
import io.truebook.api.provider.ProviderSettings.Account;
import io.truebook.api.provider.adyen.AdyenBrand;
import io.truebook.api.provider.stripe.StripeBrand;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The kinds of providers there are: a new one is a package of its own and a word in this list. */
record ProviderBrands(List<ProviderBrand> all) {

    static final ProviderBrands KNOWN =
            new ProviderBrands(List.of(new StripeBrand(), new AdyenBrand()));

    ProviderBrands {
        all = List.copyOf(all);
    }

    /** Whether the simulator could play an account of this type. */
    Optional<Simulation> simulation(String type) {
        return find(type).flatMap(ProviderBrand::simulation);
    }

    /** Whether an account of this type can be asked what it remembers. */
    boolean remembers(String type) {
        return find(type).filter(ProviderBrand::remembers).isPresent();
    }

    /** Makes an account ready, or says to whoever starts Truebook what is wrong with it. */
    ProviderAccount open(String name, Account account, Clock clock) {
        var setting = "truebook.providers." + name;
        var brand =
                find(account.type(name))
                        .orElseThrow(() ->
                                new StartRefused(
                                        setting + " is of an unknown type.",
                                        "Set %s.type to %s.".formatted(setting, types())));
        try {
            return brand.open(name, account, clock);
        } catch (IllegalArgumentException unusable) {
            throw new StartRefused(
                    setting + " cannot be used: " + unusable.getMessage(),
                    "Correct the settings under " + setting + ".",
                    unusable);
        }
    }

    private Optional<ProviderBrand> find(String type) {
        return all.stream().filter(brand -> brand.type().equals(type)).findFirst();
    }

    private String types() {
        return all.stream().map(ProviderBrand::type).collect(joining(" or "));
    }
}
