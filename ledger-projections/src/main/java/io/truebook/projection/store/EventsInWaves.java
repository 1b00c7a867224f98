package io.truebook.projection.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * Events for a processor that is in no hurry: those that are there when a wave begins, and the next
 * ones with the next wave. So what belongs together is mostly in one batch.
 *
 * <p>Who has to catch up is not held up: everything older than the wave belongs to it.
 */
public final class EventsInWaves extends ForwardedEvents {

    private final Duration apart;

    public EventsInWaves(StreamableMessageSource<TrackedEventMessage<?>> events, Duration apart) {
        super(events);
        this.apart = apart;
    }

    @Override
    ForwardedStream forwarded(BlockingStream<TrackedEventMessage<?>> stream) {
        return new Waves(stream);
    }

    private final class Waves extends ForwardedStream {

        private volatile long lastBegun = System.nanoTime() - apart.toNanos();
        private boolean flowing = true;

        Waves(BlockingStream<TrackedEventMessage<?>> stream) {
            super(stream);
        }

        /** Until the next wave. */
        @Override
        long pauseNanos() {
            return apart.toNanos() - (System.nanoTime() - lastBegun);
        }

        /** Between two waves nothing is there; whoever asks hears of the next one. */
        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            if (!flowing && pauseNanos() <= 0) {
                flowing = true;
                lastBegun = System.nanoTime();
            }
            if (!flowing) {
                tellIn(pauseNanos());
                return Optional.empty();
            }
            var next = super.peek();
            flowing = next.isPresent();
            return next;
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) {
            return peek().isPresent();
        }
    }
}
