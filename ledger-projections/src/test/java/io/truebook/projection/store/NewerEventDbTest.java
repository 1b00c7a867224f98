package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.store.Parcels.FirstSent;
import io.truebook.projection.store.Parcels.Lost;
import io.truebook.projection.store.Parcels.ParcelEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A streaming processor waits before what it cannot read; a newer node goes on from there. */
@Tag("database")
class NewerEventDbTest {

    /** A read model, as far as it matters here. */
    static final class Shelf {

        /** Of each event that was about to be handled, aggregate and sequence number. */
        final List<String> reached = new CopyOnWriteArrayList<>();

        final List<String> handled = new CopyOnWriteArrayList<>();

        @EventHandler
        void on(ParcelEvent event) {
            handled.add(event.parcelId() + "/" + event.getClass().getSimpleName());
        }
    }

    private final StoreFixture store = new StoreFixture();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final InMemoryTokenStore tokens = new InMemoryTokenStore();
    private final List<EmbeddedEventStore> opened = new ArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
        opened.forEach(EmbeddedEventStore::shutDown);
        store.close();
    }

    @Test
    void a_processor_waits_before_a_newer_event_and_a_newer_node_goes_on_with_it() {
        append(Parcels.THIRD, 0, new FirstSent("p-1", 100, null));
        append(Parcels.PRESENT, 1, new Lost("p-1"));
        append(Parcels.THIRD, 2, new FirstSent("p-1", 300, null));
        for (int other = 2; other < 10; other++) {
            append(Parcels.THIRD, 0, new FirstSent("p-" + other, 100, null));
        }

        var old = new Shelf();
        var processor = processor(Parcels.THIRD, old);
        await(() -> old.reached.contains("p-1/1") && old.handled.size() > 3);
        processor.shutDown();

        assertThat(old.handled)
                .filteredOn(handled -> handled.startsWith("p-1"))
                .as("the events of that parcel before the newer one, and none after")
                .containsExactly("p-1/FirstSent");

        var present = new Shelf();
        var newer = processor(Parcels.PRESENT, present);
        await(() -> present.handled.contains("p-1/Sent"));
        newer.shutDown();

        assertThat(present.handled).contains("p-1/Lost");
        assertThat(old.handled.size() + present.handled.size()).as("none twice").isEqualTo(11);
    }

    private PooledStreamingEventProcessor processor(EventTypes types, Shelf shelf) {
        var events = EmbeddedEventStore.builder().storageEngine(engine(types)).build();
        opened.add(events);
        var processor =
                PooledStreamingEventProcessor.builder()
                        .name("shelf")
                        .eventHandlerInvoker(
                                SimpleEventHandlerInvoker.builder()
                                        .eventHandlers(shelf)
                                        .listenerInvocationErrorHandler(
                                                PropagatingErrorHandler.instance())
                                        .build())
                        .errorHandler(PropagatingErrorHandler.instance())
                        .messageSource(events)
                        .tokenStore(tokens)
                        .transactionManager(NoTransactionManager.INSTANCE)
                        .coordinatorExecutor(threads)
                        .workerExecutor(threads)
                        .initialSegmentCount(2)
                        .batchSize(1)
                        .initialToken(source -> source.createTailToken())
                        .build();
        var _ =
                processor.registerHandlerInterceptor((unit, chain) -> {
                    var event = (DomainEventMessage<?>) unit.getMessage();
                    shelf.reached.add(
                            event.getAggregateIdentifier() + "/" + event.getSequenceNumber());
                    return chain.proceed();
                });
        processor.start();
        return processor;
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private JournalEventStorageEngine engine(EventTypes types) {
        var json = new EventJson(types);
        var builder =
                JournalEventStorageEngine.builder()
                        .writer(store.writer)
                        .dataSource(store.database.dataSource());
        builder.eventSerializer(json).snapshotSerializer(json);
        return builder.build();
    }

    private void append(EventTypes types, long sequence, ParcelEvent event) {
        engine(types)
                .appendEvents(
                        new GenericDomainEventMessage<>(
                                "parcel", event.parcelId(), sequence, event));
    }
}
