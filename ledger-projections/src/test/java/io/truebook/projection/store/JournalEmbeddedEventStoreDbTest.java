package io.truebook.projection.store;

import org.axonframework.eventsourcing.eventstore.EmbeddedEventStoreTest;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Axon's own suite for its event store, which tails and streams what our engine holds. */
@Tag("database")
class JournalEmbeddedEventStoreDbTest extends EmbeddedEventStoreTest {

    private final StoreFixture store = new StoreFixture();

    @AfterEach
    void drop() {
        store.close();
    }

    @Override
    public EventStorageEngine createStorageEngine() {
        return AxonEngines.over(store).build();
    }
}
