package io.truebook.api;

import static java.util.Objects.requireNonNull;

import io.truebook.api.work.WorkLoop;
import io.truebook.ledger.reconciliation.ReconciliationSaga;
import io.truebook.projection.deadletter.CarefulHandling;
import io.truebook.projection.deadletter.DeadLetterQueues;
import io.truebook.projection.deadletter.DeadLetterRetries;
import io.truebook.projection.deadletter.DeadLetters;
import io.truebook.projection.deadletter.ParkingPolicy;
import io.truebook.projection.deadletter.SavepointTransactions;
import io.truebook.projection.payment.PaymentList;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A dead-letter queue behind every streaming processor, the job that tries its letters again, and
 * what persons do about them.
 *
 * <p>{@link AxonStorageCheck} refuses to start with a processor that is missing here.
 */
@Configuration(proxyBeanMethods = false)
class DeadLetterWiring {

    /** Add a streaming processor here and its events can be parked, listed and tried again. */
    static final List<String> PROCESSORS = List.of(PaymentList.NAME, ReconciliationSaga.NAME);

    /** What each processor's policy has counted, for the metrics. */
    record Policies(Map<String, ParkingPolicy> byProcessor) {
        ParkingPolicy of(String processor) {
            return requireNonNull(byProcessor.get(processor), processor);
        }
    }

    @Bean
    Policies parkingPolicies() {
        var policies = new TreeMap<String, ParkingPolicy>();
        PROCESSORS.forEach(name -> policies.put(name, new ParkingPolicy()));
        return new Policies(policies);
    }

    @Bean
    SavepointTransactions savepoints(ObjectProvider<PlatformTransactionManager> transactions) {
        return new SavepointTransactions(transactions::getObject);
    }

    @Bean
    CarefulHandling carefulHandling(SavepointTransactions savepoints) {
        return new CarefulHandling(savepoints);
    }

    @Bean
    ConfigurerModule parkedEvents(
            Policies policies,
            DeadLetterSettings settings,
            DataSource pool,
            SavepointTransactions savepoints) {
        return configurer ->
                PROCESSORS.forEach(name ->
                        park(
                                configurer.eventProcessing(),
                                name,
                                policies.of(name),
                                settings,
                                pool,
                                savepoints));
    }

    private static void park(
            EventProcessingConfigurer processing,
            String name,
            ParkingPolicy policy,
            DeadLetterSettings settings,
            DataSource pool,
            SavepointTransactions savepoints) {
        processing
                .registerDeadLetterQueue(
                        name,
                        axon ->
                                new DeadLetterQueues(
                                                new SpringDataSourceConnectionProvider(pool),
                                                axon.getComponent(TransactionManager.class),
                                                axon.getComponent(EventStorageEngine.class),
                                                axon.serializer(),
                                                settings.retries(),
                                                settings.payments(),
                                                settings.eventsOfPayment())
                                        .of(name))
                .registerDeadLetterPolicy(name, _ -> policy)
                .registerDeadLetteringEventHandlerInvokerConfiguration(
                        name,
                        (_, invoker) ->
                                invoker.enableSequenceIdentifierCache()
                                        .allowReset(true)
                                        .transactionManager(savepoints::startTransaction));
    }

    @Bean
    DeadLetterRetries deadLetterRetries(
            DataSource pool, org.axonframework.config.Configuration axon, Clock clock) {
        return new DeadLetterRetries(
                pool, axon.eventProcessingConfiguration()::sequencedDeadLetterProcessor, clock);
    }

    @Bean
    DeadLetters deadLetters(DataSource pool, Clock clock) {
        return new DeadLetters(pool, clock);
    }

    /** On every node: whoever sees a due letter first tries it. */
    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    WorkLoop deadLetterLoop(DeadLetterRetries retries, DeadLetterSettings settings) {
        return new WorkLoop("dead-letter-retries", settings.pollInterval(), retries::retryDue);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startRetrying(WorkLoop deadLetterLoop) {
        return _ -> deadLetterLoop.start();
    }
}
