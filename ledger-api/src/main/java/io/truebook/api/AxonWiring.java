package io.truebook.api;

import io.truebook.ledger.accountmovement.AccountMovementAggregate;
import io.truebook.ledger.books.BooksAggregate;
import io.truebook.ledger.merchantpayout.MerchantPayoutAggregate;
import io.truebook.ledger.payment.PaymentAggregate;
import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.ledger.providerobject.PayoutAggregate;
import io.truebook.ledger.reconciliation.BreakAggregate;
import io.truebook.projection.store.GatheredEvents;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.ExceptionUtils;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSqlSchema;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * Joins the domain's shells to Axon, so that the domain needs no Spring, and replaces the defaults
 * of Axon that a ledger cannot live with. {@link AxonStorageCheck} proves the result at every
 * start.
 */
@Configuration(proxyBeanMethods = false)
class AxonWiring {

    /** So much later a read model shows an event, and so much less often it commits. */
    private static final Duration READ_MODEL_PAUSE = Duration.ofMillis(20);

    private static final String UNIQUE_VIOLATION = "23505";

    @Bean
    ConfigurerModule aggregates() {
        var payments =
                AggregateConfigurer.defaultConfiguration(PaymentAggregate.class)
                        .configureCommandTargetResolver(_ -> AxonWiring::payment);
        return configurer ->
                configurer
                        .configureAggregate(payments)
                        .configureAggregate(PayoutAggregate.class)
                        .configureAggregate(AccountMovementAggregate.class)
                        .configureAggregate(BreakAggregate.class)
                        .configureAggregate(MerchantPayoutAggregate.class)
                        .configureAggregate(BooksAggregate.class);
    }

    /** Axon's own way looks through every method of the command for annotations, each time. */
    private static VersionedAggregateIdentifier payment(CommandMessage<?> command) {
        Object paymentId = ((PaymentCommand) command.getPayload()).paymentId();
        return new VersionedAggregateIdentifier(paymentId, null);
    }

    /** By default a projection that fails is logged and what it had written is committed. */
    @Bean
    ConfigurerModule eventProcessing() {
        return configurer ->
                configurer
                        .eventProcessing()
                        .usingPooledStreamingEventProcessors()
                        .configureDefaultStreamableMessageSource(
                                axon -> new GatheredEvents(axon.eventStore(), READ_MODEL_PAUSE))
                        .registerDefaultListenerInvocationErrorHandler(
                                _ -> PropagatingErrorHandler.instance());
    }

    /** Ends before the journal's writer does, so that no command is left waiting for a batch. */
    @Bean(destroyMethod = "close")
    @DependsOn("journalWriter")
    ExecutorService commandThreads() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("command-", 0).factory());
    }

    /**
     * A command runs on the thread that sends it, which has nothing to do but wait for it, or on
     * one of its own when that thread is in the middle of another message: it would become part of
     * that one's unit of work. No transaction is around it: the command waits for its batch, and a
     * transaction would hold a pooled connection while it waits.
     */
    @Bean
    @Qualifier("localSegment")
    CommandBus commandBus(
            @Qualifier("commandThreads") ExecutorService commandThreads,
            org.axonframework.config.Configuration axon) {
        var bus =
                AsynchronousCommandBus.builder()
                        .executor(command -> {
                            if (CurrentUnitOfWork.isStarted()) {
                                commandThreads.execute(command);
                            } else {
                                command.run();
                            }
                        })
                        .transactionManager(NoTransactionManager.INSTANCE)
                        .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                        .messageMonitor(axon.messageMonitor(CommandBus.class, "commandBus"))
                        .build();
        bus.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
        return bus;
    }

    @Bean
    CommandGateway commandGateway(CommandBus commandBus) {
        return DefaultCommandGateway.builder()
                .commandBus(commandBus)
                .retryScheduler(new ConflictRetry())
                .build();
    }

    /** Axon's own resolver does not know pgjdbc's exceptions. */
    @Bean
    PersistenceExceptionResolver duplicateKeys() {
        return failure ->
                ExceptionUtils.findException(failure, SQLException.class)
                        .filter(e -> UNIQUE_VIOLATION.equals(e.getSQLState()))
                        .isPresent();
    }

    /** Without it a processor that was reset can never read its token again. */
    @Bean
    Jackson3SerializerCustomizer axonTypesInTokens() {
        return json ->
                json.polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfSubType("org.axonframework.")
                                .build());
    }

    @Bean
    TokenSchema tokenSchema() {
        return TokenSchema.builder()
                .setTokenTable("axon_token")
                .setProcessorNameColumn("processor_name")
                .setSegmentColumn("segment")
                .setTokenColumn("token")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("updated_at")
                .setOwnerColumn("owner")
                .build();
    }

    /** Locks a saga while it is worked on: another node waits instead of overwriting. */
    @Bean
    SagaSqlSchema sagaSchema() {
        var schema =
                new PostgresSagaSqlSchema(
                        SagaSchema.builder()
                                .sagaEntryTable("axon_saga")
                                .revisionColumn("revision")
                                .serializedSagaColumn("serialized_saga")
                                .associationValueEntryTable("axon_saga_association")
                                .associationKeyColumn("association_key")
                                .associationValueColumn("association_value")
                                .sagaIdColumn("saga_id")
                                .sagaTypeColumn("saga_type")
                                .build());
        schema.setExclusiveLoad(true);
        return schema;
    }
}
