package io.truebook.projection.store;

import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Engines as Axon's suites want them: with a serializer for any class, and no contributors. */
final class AxonEngines {

    private AxonEngines() {}

    static JournalEventStorageEngine.Builder over(StoreFixture store) {
        Serializer anything = Jackson3Serializer.builder().build();
        var builder =
                JournalEventStorageEngine.builder()
                        .writer(store.writer)
                        .dataSource(store.database.dataSource());
        builder.eventSerializer(anything).snapshotSerializer(anything);
        return builder;
    }
}
