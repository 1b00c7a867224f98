package io.truebook.api;

import io.truebook.api.operations.LedgerDatabase;
import io.truebook.api.operations.LedgerMeters.Batches;
import io.truebook.ledger.payment.Payment;
import io.truebook.projection.balance.PostingContributor;
import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.seal.CheckpointFolder;
import io.truebook.projection.seal.VerifierKey;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.JournalEventStorageEngine;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.TransactionRegister;
import io.truebook.projection.store.WriterSettings;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/**
 * The journal: one writer of this node on a connection of its own, Axon's door to it, and
 * everything that is written in the same commit as an event.
 */
@Configuration(proxyBeanMethods = false)
class JournalWiring {

    /**
     * Closed before the database server it works on: it writes what waits and ends. Only then is
     * the last checkpoint signed.
     */
    @Bean(destroyMethod = "close")
    @DependsOn("checkpointPublisher")
    @DependsOnDatabaseInitialization
    JournalWriter journalWriter(LedgerDatabase database, Batches batches) {
        var writer =
                JournalWriter.start(
                        database.applicationDataSource(),
                        WriterSettings.of("node-" + UUID.randomUUID()),
                        batches);
        writer.sealTheRest();
        return writer;
    }

    @Bean
    TransactionRegister transactionRegister(DataSource pool, JournalWriter writer) {
        return new TransactionRegister(pool, writer);
    }

    @Bean
    @Qualifier("eventSerializer")
    EventJson eventSerializer() {
        return new EventJson(PaymentEvents.TYPES);
    }

    @Bean
    JournalContributor postings() {
        return new PostingContributor(PaymentEvents::booking);
    }

    @Bean
    JournalEventStorageEngine eventStorageEngine(
            JournalWriter writer,
            DataSource pool,
            ObjectProvider<JournalContributor> contributors,
            EventJson eventSerializer,
            Serializer general,
            org.axonframework.config.Configuration axon) {
        var engine =
                JournalEventStorageEngine.builder()
                        .writer(writer)
                        .dataSource(pool)
                        .contributors(contributors.orderedStream().toList())
                        .stateResource(Payment.RESOURCE)
                        .withoutSnapshots();
        engine.eventSerializer(eventSerializer)
                .snapshotSerializer(general)
                .upcasterChain(axon.upcasterChain())
                .snapshotFilter(axon.snapshotFilter());
        return engine.build();
    }

    /**
     * Not from the pool: it reads the whole journal, for longer than a pooled statement may take.
     */
    @Bean
    IntegrityCheck integrityCheck(
            LedgerDatabase database,
            EventJson eventSerializer,
            CheckpointFolder folder,
            VerifierKey key) {
        return new IntegrityCheck(
                        database.applicationDataSource(), eventSerializer, PaymentEvents::booking)
                .against(folder, key);
    }
}
