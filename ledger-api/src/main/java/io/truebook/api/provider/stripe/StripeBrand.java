package io.truebook.api.provider.stripe;

import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderBrand;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.ProviderSettings.Account;
import java.net.URI;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stripe, as the wiring knows it. */
public final class StripeBrand implements ProviderBrand {

    private static final URI PUBLIC = URI.create("https://api.stripe.com");

    @Override
    public String type() {
        return ProviderSettings.STRIPE;
    }

    @Override
    public ProviderAccount open(String connection, Account settings, Clock clock) {
        var provider = provider(connection, settings, clock);
        return new ProviderAccount(
                connection,
                provider,
                callbacks(connection, settings, provider),
                provider == null ? null : provider.history(),
                reports(connection, settings, clock));
    }

    private static @Nullable StripeProvider provider(
            String connection, Account settings, Clock clock) {
        var key = settings.apiKey();
        return key == null
                ? null
                : new StripeProvider(
                        connection,
                        key,
                        base(settings),
                        settings.connectTimeout(),
                        settings.readTimeout(),
                        clock);
    }

    private static @Nullable StripeCallbacks callbacks(
            String connection, Account settings, @Nullable StripeProvider provider) {
        return settings.secrets().isEmpty()
                ? null
                : new StripeCallbacks(connection, settings.secrets(), provider, isLive(settings));
    }

    /** One without a key still says how its files count money. */
    private static StripeReports reports(String connection, Account settings, Clock clock) {
        var key = settings.apiKey();
        return new StripeReports(
                connection,
                key == null ? "" : key,
                base(settings),
                settings.connectTimeout(),
                settings.readTimeout(),
                clock);
    }

    private static URI base(Account settings) {
        var base = settings.apiBase();
        return base == null ? PUBLIC : base;
    }

    /** Whether an account is a live one, by its key; null when it has none to tell. */
    private static @Nullable Boolean isLive(Account settings) {
        var key = settings.apiKey();
        return key == null ? null : key.startsWith("sk_live_") || key.startsWith("rk_live_");
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public Optional<Simulation> simulation() {
        return Optional.of(new Played());
    }

    private record Played() implements Simulation {

        @Override
        public Account playedBy(Account account, URI simulator, String apiKey) {
            return account.at(simulator, apiKey);
        }

        @Override
        public String secret(byte[] random) {
            return "whsec_" + HexFormat.of().formatHex(random);
        }
    }
}
