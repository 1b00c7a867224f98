package io.truebook.api.provider.adyen;

import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderBrand;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.ProviderSettings.Account;
import java.net.URI;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adyen, as the wiring knows it.
 *
 * <p>It has no list to read what was made.
 */
public final class AdyenBrand implements ProviderBrand {

    private static final URI TEST_PLATFORM = URI.create("https://checkout-test.adyen.com");
    private static final URI TEST_REPORTS = URI.create("https://ca-test.adyen.com");
    private static final URI LIVE_REPORTS = URI.create("https://ca-live.adyen.com");
    private static final String LIVE_HOST = "-checkout-live.adyenpayments.com";
    private static final String PLAYED_MERCHANT = "TruebookSimulator";
    private static final String PLAYED_LOGIN = "report";

    @Override
    public String type() {
        return ProviderSettings.ADYEN;
    }

    @Override
    public ProviderAccount open(String connection, Account settings, Clock clock) {
        return new ProviderAccount(
                connection,
                provider(connection, settings, clock),
                callbacks(connection, settings),
                null,
                reports(connection, settings));
    }

    private static @Nullable AdyenProvider provider(
            String connection, Account settings, Clock clock) {
        var key = settings.apiKey();
        if (key == null) {
            return null;
        }
        var merchant = settings.merchantAccount();
        if (merchant == null || merchant.contains(":")) {
            throw new IllegalArgumentException("merchant-account must be set, without a colon");
        }
        if (settings.secrets().isEmpty()) {
            throw new IllegalArgumentException(
                    "hmac-keys must be set: what becomes of a capture, void or refund is told by"
                            + " webhook alone");
        }
        return new AdyenProvider(
                connection,
                merchant,
                key,
                base(settings),
                settings.connectTimeout(),
                settings.readTimeout(),
                clock);
    }

    private static @Nullable AdyenCallbacks callbacks(String connection, Account settings) {
        var login = settings.webhookLogin();
        return settings.secrets().isEmpty()
                ? null
                : new AdyenCallbacks(
                        connection,
                        settings.secrets(),
                        settings.merchantAccount(),
                        login == null
                                ? null
                                : new AdyenCallbacks.Login(login.user(), login.password()),
                        isLive(settings));
    }

    /** One without a login still says how its files are read. */
    private static AdyenReports reports(String connection, Account settings) {
        var login = settings.reportLogin();
        var base = settings.reportBase();
        var usual = Boolean.TRUE.equals(isLive(settings)) ? LIVE_REPORTS : TEST_REPORTS;
        return new AdyenReports(
                connection,
                settings.merchantAccount(),
                base == null ? usual : base,
                login == null ? null : login.user(),
                login == null ? null : login.password(),
                settings.deadline());
    }

    /** Adyen's live addresses are each merchant's own, so only the test platform has a default. */
    private static URI base(Account settings) {
        var base = settings.apiBase();
        return base == null ? TEST_PLATFORM : base;
    }

    /**
     * Whether an account is a live one: as it is set, or by its address, which a proxy hides; null
     * when nobody says and it is never called.
     */
    private static @Nullable Boolean isLive(Account settings) {
        if (settings.live() != null) {
            return settings.live();
        }
        var host = String.valueOf(base(settings).getHost());
        return settings.apiKey() == null ? null : host.endsWith(LIVE_HOST);
    }

    @Override
    public Optional<Simulation> simulation() {
        return Optional.of(new Played());
    }

    private record Played() implements Simulation {

        @Override
        public Account playedBy(Account account, URI simulator, String apiKey) {
            var played =
                    account.at(simulator, apiKey)
                            .reportedAt(simulator, new Account.Login(PLAYED_LOGIN, apiKey));
            return played.merchantAccount() == null ? played.known(PLAYED_MERCHANT) : played;
        }

        @Override
        public String secret(byte[] random) {
            return HexFormat.of().formatHex(random);
        }
    }
}
