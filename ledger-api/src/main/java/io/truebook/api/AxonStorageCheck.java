package io.truebook.api;

import io.truebook.api.operations.StartRefused;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalEventStorageEngine;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.SubscribingEventProcessor;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Refuses to start on parts that keep money in memory.
 *
 * <p>Axon falls back to those silently whenever it overlooks the database, and everything would
 * seem to work until the first restart.
 */
@Component
final class AxonStorageCheck implements SmartInitializingSingleton {

    private final Configuration axon;

    AxonStorageCheck(Configuration axon) {
        this.axon = axon;
    }

    @Override
    public void afterSingletonsInstantiated() {
        check(axon);
    }

    static void check(Configuration axon) {
        require("event store", axon.getComponent(EventBus.class), EmbeddedEventStore.class);
        require("command bus", axon.getComponent(CommandBus.class), AsynchronousCommandBus.class);
        require(
                "transaction manager",
                axon.getComponent(TransactionManager.class),
                SpringTransactionManager.class);
        require("token store", axon.getComponent(TokenStore.class), JdbcTokenStore.class);
        require("saga store", axon.getComponent(SagaStore.class), JdbcSagaStore.class);
        require(
                "event storage engine",
                axon.getComponent(EventStorageEngine.class),
                JournalEventStorageEngine.class);
        require("event serializer", axon.eventSerializer(), EventJson.class);
        require("serializer", axon.serializer(), Jackson3Serializer.class);
        require("message serializer", axon.messageSerializer(), Jackson3Serializer.class);
        var processing = axon.eventProcessingConfiguration();
        processing.eventProcessors().forEach(AxonStorageCheck::streaming);
        processing
                .eventProcessors()
                .keySet()
                .forEach(name ->
                        require(
                                "dead-letter queue of " + name,
                                processing.deadLetterQueue(name).orElse(null),
                                JdbcSequencedDeadLetterQueue.class));
    }

    private static void streaming(String name, Object processor) {
        if (processor instanceof SubscribingEventProcessor) {
            throw refused(
                    "Event processor "
                            + name
                            + " is a subscribing one: it would run after the"
                            + " events are durable and outside their transaction.");
        }
    }

    private static void require(String part, @Nullable Object found, Class<?> wanted) {
        if (!wanted.isInstance(found)) {
            var name = found == null ? "nothing" : "a " + found.getClass().getName();
            throw refused(
                    "Axon's %s is %s instead of a %s."
                            .formatted(part, name, wanted.getSimpleName()));
        }
    }

    private static StartRefused refused(String problem) {
        return new StartRefused(
                problem, "Compare AxonWiring and AxonBoot4Ordering with the versions in the pom.");
    }
}
