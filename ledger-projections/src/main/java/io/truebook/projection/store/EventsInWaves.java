package io.truebook.projection.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * Events for a processor that is in no hurry: those that are there when a wave begins, and the next
 * ones with the next wave. So what belongs together is mostly in one batch.
 *
 * <p>Who has to catch up is not held up: everything older than the wave belongs to it.
 */
public final class EventsInWaves implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final Duration apart;

    public EventsInWaves(StreamableMessageSource<TrackedEventMessage<?>> events, Duration apart) {
        this.events = events;
        this.apart = apart;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new Waves(events.openStream(token));
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return events.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return events.createHeadToken();
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant dateTime) {
        return events.createTokenAt(dateTime);
    }

    @Override
    public @Nullable TrackingToken createTokenSince(Duration duration) {
        return events.createTokenSince(duration);
    }

    private final class Waves implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final AtomicBoolean awaited = new AtomicBoolean();
        private volatile Runnable callback = () -> {};
        private long lastBegun = System.nanoTime() - apart.toNanos();
        private boolean flowing = true;

        Waves(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        /** Between two waves nothing is there; whoever asks hears of the next one. */
        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            long now = System.nanoTime();
            if (!flowing && now - lastBegun >= apart.toNanos()) {
                flowing = true;
                lastBegun = now;
            }
            if (!flowing) {
                announceNext();
                return Optional.empty();
            }
            var next = stream.peek();
            flowing = next.isPresent();
            return next;
        }

        private void announceNext() {
            if (awaited.compareAndSet(false, true)) {
                long left = Math.max(0, apart.toNanos() - (System.nanoTime() - lastBegun));
                after(left)
                        .execute(() -> {
                            awaited.set(false);
                            tell();
                        });
            }
        }

        /** A processor that was stopped since has nobody left who waits. */
        private void tell() {
            try {
                callback.run();
            } catch (RejectedExecutionException _) {
                close();
            }
        }

        private static Executor after(long nanos) {
            return CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public boolean setOnAvailableCallback(Runnable wanted) {
            callback = wanted;
            return stream.setOnAvailableCallback(this::announceNext);
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return peek().isPresent();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            callback = () -> {};
            stream.close();
        }
    }
}
