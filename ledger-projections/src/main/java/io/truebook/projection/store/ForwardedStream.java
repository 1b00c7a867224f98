package io.truebook.projection.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * Another stream, whose reader hears of what is there a while after it came, once for all that came
 * meanwhile.
 */
abstract class ForwardedStream implements BlockingStream<TrackedEventMessage<?>> {

    private final BlockingStream<TrackedEventMessage<?>> stream;
    private final AtomicBoolean isAwaited = new AtomicBoolean();
    private volatile Runnable reader = () -> {};

    ForwardedStream(BlockingStream<TrackedEventMessage<?>> stream) {
        this.stream = stream;
    }

    /** Has the reader told when so much time has passed, if nobody is about to. */
    final void tellIn(long nanos) {
        if (isAwaited.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(Math.max(0, nanos), TimeUnit.NANOSECONDS)
                    .execute(() -> {
                        isAwaited.set(false); // First: what comes from now on tells again.
                        tell();
                    });
        }
    }

    /** A processor that was stopped since has nobody left who waits. */
    private void tell() {
        try {
            reader.run();
        } catch (RejectedExecutionException _) {
            close();
        }
    }

    /** How long after something came the reader is told; at most 0 where that is at once. */
    abstract long pauseNanos();

    @Override
    public final boolean setOnAvailableCallback(Runnable callback) {
        reader = callback;
        return stream.setOnAvailableCallback(() -> tellIn(pauseNanos()));
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return stream.peek();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        return stream.hasNextAvailable(timeout, unit);
    }

    @Override
    public final TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        return stream.nextAvailable();
    }

    @Override
    public final void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
        stream.skipMessagesWithPayloadTypeOf(ignored);
    }

    @Override
    public final void close() {
        reader = () -> {};
        stream.close();
    }
}
