package io.truebook.api;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.truebook.api.operations.LedgerState;
import io.truebook.api.reconciliation.SagaCommands;
import io.truebook.api.reconciliation.SagaSettings;
import io.truebook.ledger.reconciliation.ReconciliationSaga;
import io.truebook.projection.saga.ReconciliationSagas;
import io.truebook.projection.saga.SagaClock;
import io.truebook.projection.store.EventsInWaves;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The sagas that follow operations until the provider agrees, and the clock they have. */
@Configuration(proxyBeanMethods = false)
class SagaWiring {

    /** Two can be worked on by two nodes. */
    private static final int SEGMENTS = 2;

    private static final int EVENTS_AT_ONCE = 1_000;

    /** What broke off is done again by whoever is next. */
    private static final Duration ENOUGH_TO_END = Duration.ofSeconds(10);

    /** Of a node that works on a task; one that misses some of them is dead, and others go on. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final int HEARTBEATS_MISSED = 5;

    /** Looked up when it is needed: the gateway comes after all that handles events. */
    @Bean
    ReconciliationSagas reconciliationSagas(
            DataSource pool, @Lazy CommandGateway gateway, SagaSettings settings) {
        return new ReconciliationSagas(pool, new SagaCommands(gateway), settings.deadlines());
    }

    @Bean
    ConfigurerModule reconciliationSagaProcessor(SagaSettings settings) {
        return configurer ->
                configurer
                        .eventProcessing()
                        .assignHandlerTypesMatching(
                                ReconciliationSaga.NAME, type -> type == ReconciliationSagas.class)
                        .registerPooledStreamingEventProcessor(
                                ReconciliationSaga.NAME,
                                axon -> new EventsInWaves(axon.eventStore(), settings.wave()),
                                (_, processor) ->
                                        processor
                                                .initialSegmentCount(SEGMENTS)
                                                .batchSize(EVENTS_AT_ONCE));
    }

    @Bean
    SagaClock sagaClock(
            DataSource pool,
            CommandGateway gateway,
            SagaSettings settings,
            Serializer general,
            Clock clock) {
        var state = new LedgerState(pool, general);
        return new SagaClock(
                pool,
                new SagaCommands(gateway),
                settings.deadlines(),
                () -> state.seenUntil(ReconciliationSaga.NAME, clock.instant()),
                () -> state.seenPosition(ReconciliationSaga.NAME).orElse(0L));
    }

    /** One recurring task, on whichever node is first; what is due is found by an index. */
    @Bean(destroyMethod = "stop")
    @DependsOnDatabaseInitialization
    Scheduler scheduler(DataSource pool, SagaClock clock, SagaSettings settings) {
        var sagas =
                Tasks.recurring(ReconciliationSaga.NAME, FixedDelay.of(settings.tick()))
                        .execute((_, _) -> clock.tick());
        return Scheduler.create(pool)
                .startTasks(sagas)
                .tableName("truebook.scheduled_task")
                .schedulerName(new SchedulerName.Fixed("node-" + UUID.randomUUID()))
                .pollingInterval(settings.tick())
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(HEARTBEATS_MISSED)
                .threads(1)
                .shutdownMaxWait(ENOUGH_TO_END)
                .build();
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> startTheClock(Scheduler scheduler) {
        return _ -> scheduler.start();
    }
}
