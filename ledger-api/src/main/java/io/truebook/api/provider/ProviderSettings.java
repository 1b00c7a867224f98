package io.truebook.api.provider;

import jakarta.validation.Valid;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The provider accounts of this installation, by the name that the API and the webhooks' path use.
 *
 * @param providers empty means one account of each kind that the simulator can play, called as it
 */
@Validated
@ConfigurationProperties("truebook")
public record ProviderSettings(@DefaultValue Map<String, @Valid Account> providers) {

    public static final String STRIPE = "stripe";
    public static final String ADYEN = "adyen";

    /**
     * One account; a brand reads what it has a use for.
     *
     * @param type the provider's name; unset: the account's own name
     * @param apiKey unset: this account only receives webhooks, unless the simulator plays it
     * @param apiBase unset: the provider's public address
     * @param merchantAccount the account's name at the provider, where a key may serve several
     * @param webhookSecrets each may sign, as while a secret is being rolled
     * @param hmacKeys the same by the name that Adyen has for it
     * @param webhookLogin asked for beside the signature, where the provider can send one
     * @param keyWindow sends no request again after this long, where that is shorter than what the
     *     provider allows
     * @param reportBase where reports are downloaded; unset: the provider's public address
     * @param reportLogin whom reports are given to; unset: they are uploaded
     * @param live whether it is a live account, where its address does not say so
     */
    public record Account(
            @Nullable String type,
            @Nullable String apiKey,
            @Nullable URI apiBase,
            @Nullable String merchantAccount,
            @DefaultValue List<String> webhookSecrets,
            @DefaultValue List<String> hmacKeys,
            @Nullable Login webhookLogin,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("20s") Duration readTimeout,
            @Nullable Duration keyWindow,
            @Nullable URI reportBase,
            @Nullable Login reportLogin,
            @Nullable Boolean live) {

        /** A user's name and password. */
        public record Login(String user, String password) {
            @Override
            public String toString() {
                return "Login of " + user; // Never the password: this ends up in logs.
            }
        }

        public Account {
            webhookSecrets = List.copyOf(webhookSecrets);
            hmacKeys = List.copyOf(hmacKeys);
        }

        static Account simulated() {
            return new Account(
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    null,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8),
                    null,
                    null,
                    null,
                    null);
        }

        /** By each of these a callback may be signed. */
        public List<String> secrets() {
            return Stream.of(webhookSecrets, hmacKeys).flatMap(List::stream).toList();
        }

        /** The same account, called elsewhere. */
        public Account at(URI base, String key) {
            return new Account(
                    type,
                    key,
                    base,
                    merchantAccount,
                    webhookSecrets,
                    hmacKeys,
                    webhookLogin,
                    connectTimeout,
                    readTimeout,
                    keyWindow,
                    reportBase,
                    reportLogin,
                    live);
        }

        /** The same account, whose callbacks are signed by one of these. */
        public Account signedWith(List<String> secrets) {
            return new Account(
                    type,
                    apiKey,
                    apiBase,
                    merchantAccount,
                    secrets,
                    List.of(),
                    webhookLogin,
                    connectTimeout,
                    readTimeout,
                    keyWindow,
                    reportBase,
                    reportLogin,
                    live);
        }

        /** The same account under the name it has at the provider. */
        public Account known(String merchant) {
            return new Account(
                    type,
                    apiKey,
                    apiBase,
                    merchant,
                    webhookSecrets,
                    hmacKeys,
                    webhookLogin,
                    connectTimeout,
                    readTimeout,
                    keyWindow,
                    reportBase,
                    reportLogin,
                    live);
        }

        /** The same account, whose reports are downloaded elsewhere. */
        public Account reportedAt(URI base, Login login) {
            return new Account(
                    type,
                    apiKey,
                    apiBase,
                    merchantAccount,
                    webhookSecrets,
                    hmacKeys,
                    webhookLogin,
                    connectTimeout,
                    readTimeout,
                    keyWindow,
                    base,
                    login,
                    live);
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
                providers.isEmpty()
                        ? Map.of(STRIPE, Account.simulated(), ADYEN, Account.simulated())
                        : Map.copyOf(providers);
    }

    /** Whether some account can be called with a key of its own. */
    public boolean hasKey() {
        return providers.values().stream().anyMatch(account -> account.apiKey() != null);
    }
}
