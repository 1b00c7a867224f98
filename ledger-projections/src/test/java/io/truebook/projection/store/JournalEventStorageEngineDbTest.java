package io.truebook.projection.store;

import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngineTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Axon's own suite for storage engines: what every event store must do, ours does. */
@Tag("database")
class JournalEventStorageEngineDbTest
        extends BatchingEventStorageEngineTest<
                JournalEventStorageEngine, JournalEventStorageEngine.Builder> {

    private final StoreFixture store = new StoreFixture();

    @BeforeEach
    void prepare() {
        setTestSubject(createEngine());
    }

    @AfterEach
    void drop() {
        store.close();
    }

    @Override
    protected JournalEventStorageEngine createEngine(
            UnaryOperator<JournalEventStorageEngine.Builder> customization) {
        return customization.apply(AxonEngines.over(store)).build();
    }
}
