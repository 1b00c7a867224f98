package io.truebook.api;

import io.truebook.api.WebhookWiring.Dialects;
import io.truebook.api.http.BreakAnswers;
import io.truebook.api.provider.ProviderDispatcher;
import io.truebook.api.reconciliation.RepairWorker;
import io.truebook.api.reconciliation.Repairs;
import io.truebook.api.restore.RestoreGuard;
import io.truebook.api.webhook.ToldFacts;
import io.truebook.projection.balance.OpenItems;
import io.truebook.projection.outbox.BreakContributor;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.SuspenseQueries;
import java.time.Clock;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Breaks: what is decided about them, and the worker that repairs them. */
@Configuration(proxyBeanMethods = false)
class BreakWiring {

    @Bean
    BreakQueries breakQueries(DataSource pool) {
        return new BreakQueries(pool);
    }

    @Bean
    SuspenseQueries suspenseQueries(OpenItems items, DataSource pool) {
        return new SuspenseQueries(items, pool);
    }

    @Bean
    BreakCases breakCases(
            BreakQueries rows, PaymentQueries payments, EventStore events, DataSource pool) {
        return new BreakCases(rows, payments, events, pool);
    }

    /** Looked up when it rings: the worker needs the gateway, and that the journal first. */
    @Bean
    BreakContributor breakContributor(ObjectProvider<RepairWorker> worker) {
        return new BreakContributor(() -> worker.getObject().wake());
    }

    @Bean
    BreakAnswers breakAnswers() {
        return new BreakAnswers();
    }

    @Bean
    Repairs repairs(
            CommandGateway gateway,
            RestoreGuard guard,
            FoldedPayments payments,
            Dialects dialects,
            DataSource pool,
            ProviderDispatcher dispatcher) {
        var told = new ToldFacts(dialects.all(), pool);
        return new Repairs(gateway, guard, payments, told, dispatcher::askNow);
    }

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    RepairWorker repairWorker(BreakCases cases, Repairs repairs, Clock clock) {
        return new RepairWorker(cases, repairs, clock);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startRepairing(RepairWorker worker) {
        return _ -> worker.start();
    }
}
