package io.truebook.api.simulator;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What the simulated provider is started with.
 *
 * <p>{@code port}: 0 takes any free one. The database is PostgreSQL; its user needs the schema
 * {@code simulator}, or the right to create it. {@code feeBasisPoints} and {@code feeFixedMinor}
 * are the provider's fee on a charge, the fixed part in minor units of the charge's currency. The
 * seed decides every fault that happens by chance.
 */
public record SimulatorSettings(
        int port,
        DataSource database,
        String apiKey,
        List<WebhookEndpoint> endpoints,
        long seed,
        int feeBasisPoints,
        long feeFixedMinor,
        Clock clock) {

    /** Accepted when nothing else is configured; it opens nothing but the simulator. */
    public static final String DEFAULT_API_KEY = "sk_test_truebook_simulator";

    public static final int DEFAULT_PORT = 12111;

    public SimulatorSettings {
        endpoints = List.copyOf(endpoints);
    }

    /** {@code jdbcUrl} may carry options, such as the role to work as. */
    public static SimulatorSettings of(String jdbcUrl, String user, String password) {
        var database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        database.setUser(user);
        database.setPassword(password);
        return of(database);
    }

    public static SimulatorSettings of(DataSource database) {
        return new SimulatorSettings(
                0, database, DEFAULT_API_KEY, List.of(), 1, 290, 30, Clock.systemUTC());
    }

    public SimulatorSettings withPort(int newPort) {
        return new SimulatorSettings(
                newPort, database, apiKey, endpoints, seed, feeBasisPoints, feeFixedMinor, clock);
    }

    public SimulatorSettings withApiKey(String newKey) {
        return new SimulatorSettings(
                port, database, newKey, endpoints, seed, feeBasisPoints, feeFixedMinor, clock);
    }

    public SimulatorSettings withEndpoints(List<WebhookEndpoint> newEndpoints) {
        return new SimulatorSettings(
                port, database, apiKey, newEndpoints, seed, feeBasisPoints, feeFixedMinor, clock);
    }

    public SimulatorSettings withSeed(long newSeed) {
        return new SimulatorSettings(
                port, database, apiKey, endpoints, newSeed, feeBasisPoints, feeFixedMinor, clock);
    }

    public SimulatorSettings withClock(Clock newClock) {
        return new SimulatorSettings(
                port, database, apiKey, endpoints, seed, feeBasisPoints, feeFixedMinor, newClock);
    }

    /**
     * Where events of a dialect go, and the secrets they are signed with: at Stripe one signature
     * per secret, as while a secret is being rolled; at Adyen the first key, hexadecimal. {@code
     * credentials} are {@code user:password} for basic authentication. The id must stay the same
     * over restarts, because deliveries still owed are kept under it.
     */
    public record WebhookEndpoint(
            String id,
            Dialect dialect,
            URI url,
            List<String> secrets,
            List<String> oldSecrets,
            @Nullable String credentials,
            Duration firstRetry) {
        public static final Duration FIRST_RETRY = Duration.ofSeconds(1);

        public WebhookEndpoint {
            secrets = List.copyOf(secrets);
            oldSecrets = List.copyOf(oldSecrets);
        }

        /** Receives Stripe's events. */
        public WebhookEndpoint(String id, URI url, List<String> secrets, Duration firstRetry) {
            this(id, Dialect.STRIPE, url, secrets, List.of(), null, firstRetry);
        }

        /** Receives Adyen's notifications, signed with this hexadecimal key. */
        public static WebhookEndpoint ofAdyen(
                String id, URI url, String hmacKey, @Nullable String credentials) {
            return new WebhookEndpoint(
                    id, Dialect.ADYEN, url, List.of(hmacKey), List.of(), credentials, FIRST_RETRY);
        }

        /** Takes the place of an endpoint: unless told, its old secrets are the ones replaced. */
        WebhookEndpoint replacing(@Nullable WebhookEndpoint before) {
            if (before == null || !oldSecrets.isEmpty() || before.secrets().equals(secrets)) {
                return this;
            }
            return new WebhookEndpoint(
                    id, dialect, url, secrets, before.secrets(), credentials, firstRetry);
        }

        public static WebhookEndpoint of(URI url, String... secrets) {
            return new WebhookEndpoint("we_ledger", url, List.of(secrets), FIRST_RETRY);
        }
    }
}
