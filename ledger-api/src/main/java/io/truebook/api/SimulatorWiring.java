package io.truebook.api;

import io.truebook.api.operations.LedgerDatabase;
import io.truebook.api.operations.LedgerSettings;
import io.truebook.api.operations.PrivateFile;
import io.truebook.api.operations.StartRefused;
import io.truebook.api.operations.StartupNotice;
import io.truebook.api.provider.ProviderAccess;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.ProviderSettings.Account;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.api.simulator.SimulatorSettings;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The simulated provider in this process, and where its webhooks go. */
@Configuration(proxyBeanMethods = false)
class SimulatorWiring {

    /** The secrets of each account; the simulator's is generated when none is configured. */
    @Bean
    ProviderAccess providerAccess(
            ProviderSettings providers, SimulatorSwitch simulator, LedgerSettings settings)
            throws IOException {
        var secrets = new HashMap<String, List<String>>();
        var played = simulator.playedAccounts(providers);
        for (var entry : providers.providers().entrySet()) {
            var name = entry.getKey();
            var configured = entry.getValue().secrets();
            var type = entry.getValue().type(name);
            secrets.put(
                    name,
                    configured.isEmpty() && played.contains(name)
                            ? List.of(generated(settings, type))
                            : configured);
        }
        return new ProviderAccess(secrets);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(WhenOn.class)
    static class Running {

        /**
         * Events of work left over from before are owed from the first moment, to whichever port.
         */
        @Bean(destroyMethod = "close")
        @DependsOnDatabaseInitialization
        SimulatorServer simulatorServer(
                LedgerDatabase database,
                SimulatorSwitch simulator,
                ProviderSettings providers,
                ProviderAccess access,
                @Value("${server.port:8080}") int port) {
            var owed =
                    endpoints(
                            simulator.playedAccounts(providers),
                            Math.max(1, port),
                            providers,
                            access);
            try {
                return SimulatorServer.start(
                        SimulatorSettings.of(database.simulatorDataSource())
                                .withPort(simulator.port())
                                .withEndpoints(owed));
            } catch (IllegalStateException refused) {
                throw new StartRefused(
                        String.valueOf(refused.getMessage()),
                        "See truebook.simulator.port and truebook.simulator.enabled.",
                        refused);
            }
        }

        @Bean
        StartupNotice simulatorAddress(SimulatorServer server) {
            return () -> List.of("Simulator    " + server.baseUri() + "  (plays the provider)");
        }

        /** Only now is the ledger's own port known; what is still owed is delivered there too. */
        @Bean
        ApplicationListener<WebServerInitializedEvent> webhooksToThisLedger(
                SimulatorServer server,
                SimulatorSwitch simulator,
                ProviderSettings providers,
                ProviderAccess access) {
            return event -> {
                if (event.getApplicationContext().getServerNamespace() == null) {
                    int port = event.getWebServer().getPort();
                    var played = simulator.playedAccounts(providers);
                    server.deliverTo(endpoints(played, port, providers, access));
                }
            };
        }

        private static List<WebhookEndpoint> endpoints(
                Set<String> accounts, int port, ProviderSettings providers, ProviderAccess access) {
            return accounts.stream()
                    .map(name ->
                            endpoint(
                                    name,
                                    Objects.requireNonNull(providers.providers().get(name)),
                                    URI.create("http://localhost:" + port + "/webhooks/" + name),
                                    access.secretsOf(name).getFirst()))
                    .toList();
        }

        private static WebhookEndpoint endpoint(
                String name, Account account, URI url, String secret) {
            if (!account.type(name).equals("adyen")) {
                return WebhookEndpoint.of(url, secret);
            }
            var login = account.webhookLogin();
            return WebhookEndpoint.ofAdyen(
                    "we_" + name,
                    url,
                    secret,
                    login == null ? null : login.user() + ":" + login.password());
        }
    }

    private static String generated(LedgerSettings settings, String type) throws IOException {
        return PrivateFile.readOrWrite(settings.data(), secretFile(type), () -> newSecret(type))
                .strip();
    }

    private static String secretFile(String type) {
        return type.equals(ProviderSettings.STRIPE)
                ? "simulator-webhook.secret"
                : "simulator-webhook-" + type + ".secret";
    }

    private static String newSecret(String type) {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return ProviderBrands.KNOWN.simulation(type).orElseThrow().secret(bytes);
    }

    /** The same question as {@link SimulatorSwitch#isOn}, before there are beans. */
    static final class WhenOn extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(
                ConditionContext context, AnnotatedTypeMetadata metadata) {
            var binder = Binder.get(context.getEnvironment());
            boolean on =
                    binder.bindOrCreate("truebook.simulator", SimulatorSwitch.class)
                            .isOn(binder.bindOrCreate("truebook", ProviderSettings.class));
            return new ConditionOutcome(on, ConditionMessage.of("truebook.simulator is " + on));
        }
    }
}
