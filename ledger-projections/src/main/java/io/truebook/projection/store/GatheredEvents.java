package io.truebook.projection.store;

import java.time.Duration;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * Events for streaming processors, announced a moment after the first of them: so that a processor
 * works on what came meanwhile in one transaction, and not on each event in one of its own.
 *
 * <p>Between the batches of a busy journal such transactions would cost as much as the journal.
 */
public final class GatheredEvents extends ForwardedEvents {

    private final Duration pause;

    /**
     * @param pause how long others are waited for; it adds to the lag of every read model
     */
    public GatheredEvents(StreamableMessageSource<TrackedEventMessage<?>> events, Duration pause) {
        super(events);
        this.pause = pause;
    }

    @Override
    ForwardedStream forwarded(BlockingStream<TrackedEventMessage<?>> stream) {
        return new ForwardedStream(stream) {
            @Override
            long pauseNanos() {
                return pause.toNanos();
            }
        };
    }
}
