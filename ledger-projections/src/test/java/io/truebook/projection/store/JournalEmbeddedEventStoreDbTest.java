package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.eventsourcing.utils.EventStoreTestUtils.createEvent;

import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStoreTest;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Axon's own suite for its event store, which tails and streams what our engine holds. */
@Tag("database")
@ExtendWith(JournalEmbeddedEventStoreDbTest.WithoutStopwatch.class)
class JournalEmbeddedEventStoreDbTest extends EmbeddedEventStoreTest {

    private static final int AN_HOUR_MILLIS = 3_600_000;

    private static final String TIMED =
            "eventPublishedAfterOpeningStreamIsPassedToReaderImmediately";

    private final StoreFixture store = new StoreFixture();

    @AfterEach
    void drop() {
        store.close();
    }

    @Override
    public EventStorageEngine createStorageEngine() {
        return AxonEngines.over(store).build();
    }

    /** Only word of the commit can bring it: the next look of its own is an hour away. */
    @Test
    @Timeout(60)
    void an_event_published_later_reaches_an_open_stream_without_its_looking() throws Exception {
        var events =
                EmbeddedEventStore.builder()
                        .storageEngine(createStorageEngine())
                        .fetchDelay(AN_HOUR_MILLIS)
                        .build();
        try (var stream = events.openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
            var event = createEvent();
            events.publish(event);

            assertThat(stream.nextAvailable().getIdentifier()).isEqualTo(event.getIdentifier());
        } finally {
            events.shutDown();
        }
    }

    /**
     * Leaves out the one test that Axon gives a tenth of a second, connections and first use of
     * classes included: the test above asks for the same without a stopwatch.
     */
    static final class WithoutStopwatch implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean timed =
                    context.getTestMethod().filter(m -> TIMED.equals(m.getName())).isPresent();
            return timed
                    ? ConditionEvaluationResult.disabled("measures the machine")
                    : ConditionEvaluationResult.enabled("not timed");
        }
    }
}
