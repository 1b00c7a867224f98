package io.truebook.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.operations.StartRefused;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;

class AxonStorageCheckTest {

    @Test
    void an_event_bus_that_stores_nothing_is_refused() {
        var axon = configurer().buildConfiguration();

        assertThatThrownBy(() -> AxonStorageCheck.check(axon))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("event store");
    }

    @Test
    void a_store_in_memory_is_refused() {
        var axon =
                configurer()
                        .configureEmbeddedEventStore(_ -> new InMemoryEventStorageEngine())
                        .buildConfiguration();

        assertThatThrownBy(() -> AxonStorageCheck.check(axon))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("Axon's");
    }

    private static Configurer configurer() {
        return DefaultConfigurer.defaultConfiguration()
                .configureSerializer(_ -> Jackson3Serializer.builder().build());
    }
}
