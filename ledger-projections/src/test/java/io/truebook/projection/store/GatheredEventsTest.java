package io.truebook.projection.store;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Announcements are put together, and none is lost. */
class GatheredEventsTest {

    /** A stream without events that says there are some. */
    private static final class Announcing implements BlockingStream<TrackedEventMessage<?>> {
        private @Nullable Runnable callback;

        void announce() {
            requireNonNull(callback).run();
        }

        @Override
        public boolean setOnAvailableCallback(Runnable told) {
            callback = told;
            return true;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) {
            return false;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() {
            throw new IllegalStateException("There is none");
        }

        @Override
        public void close() {}
    }

    @Test
    void announcements_in_a_row_become_one_and_a_later_one_is_heard_again() throws Exception {
        var announcing = new Announcing();
        var heard = new Semaphore(0);
        var events = new GatheredEvents(_ -> announcing, Duration.ofMillis(200));

        assertThat(events.openStream(null).setOnAvailableCallback(heard::release)).isTrue();
        for (int i = 0; i < 1_000; i++) {
            announcing.announce();
        }

        assertThat(heard.tryAcquire(30, SECONDS)).as("the first").isTrue();
        assertThat(heard.availablePermits()).as("more for the same").isLessThan(10);
        heard.drainPermits();
        announcing.announce();
        assertThat(heard.tryAcquire(30, SECONDS)).as("the next").isTrue();
    }
}
