package io.truebook.api;

import io.truebook.api.provider.DispatcherSettings;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.api.provider.ProviderAccess;
import io.truebook.api.provider.ProviderConnection;
import io.truebook.api.provider.ProviderDispatcher;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.simulator.SimulatorServer;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.outbox.OperationContributor;
import java.time.Clock;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The provider accounts that can be called, and the worker that calls them. */
@Configuration(proxyBeanMethods = false)
@Import(ProviderWiring.Accounts.class)
class ProviderWiring {

    @Bean
    FoldedPayments foldedPayments(EventStore events) {
        return new FoldedPayments(events);
    }

    @Bean
    OutcomeRecorder outcomeRecorder(CommandGateway gateway) {
        return new OutcomeRecorder(gateway);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    ProviderDispatcher providerDispatcher(
            ObjectProvider<PaymentProvider> accounts,
            ProviderSettings settings,
            DataSource pool,
            FoldedPayments payments,
            OutcomeRecorder recorder,
            DispatcherSettings pace,
            Clock clock) {
        var connections = accounts.stream().map(account -> connection(account, settings)).toList();
        return new ProviderDispatcher(connections, pool, payments::of, recorder, pace, clock);
    }

    private static ProviderConnection connection(
            PaymentProvider account, ProviderSettings settings) {
        var configured = settings.providers().get(account.connection());
        if (configured == null) {
            throw new IllegalStateException("Not configured: " + account.connection());
        }
        var window = configured.keyWindow();
        return new ProviderConnection(
                account, configured.deadline(), window == null ? account.keyWindow() : window);
    }

    /** Looked up when it rings: the dispatcher needs commands, and those need the journal first. */
    @Bean
    OperationContributor openOperations(ObjectProvider<ProviderDispatcher> dispatcher) {
        return new OperationContributor(() -> dispatcher.getObject().wake());
    }

    /** Only when everything is up: an answer is a command, and the simulator must be listening. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> startCalling(ProviderDispatcher dispatcher) {
        return _ -> dispatcher.start();
    }

    @Bean
    OpenAccounts openAccounts(
            ProviderSettings settings,
            SimulatorSwitch simulation,
            ObjectProvider<SimulatorServer> simulator,
            ProviderAccess access,
            Clock clock) {
        return OpenAccounts.of(settings, simulation, simulator.getIfAvailable(), access, clock);
    }

    /** One bean for each account that can be called. */
    static final class Accounts implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            var binder = Binder.get(environment);
            var settings = binder.bindOrCreate("truebook", ProviderSettings.class);
            var played =
                    binder.bindOrCreate("truebook.simulator", SimulatorSwitch.class)
                            .playedAccounts(settings);
            settings.providers()
                    .forEach((name, account) -> {
                        if (account.apiKey() != null || played.contains(name)) {
                            registry.registerBean(
                                    "provider-" + name,
                                    PaymentProvider.class,
                                    bean ->
                                            bean.supplier(context ->
                                                    context.bean(OpenAccounts.class)
                                                            .provider(name)));
                        }
                    });
        }
    }
}
