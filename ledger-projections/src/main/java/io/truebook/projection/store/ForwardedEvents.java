package io.truebook.projection.store;

import java.time.Duration;
import java.time.Instant;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** The events of another source and its places, by streams that tell of them in their own time. */
abstract class ForwardedEvents implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final StreamableMessageSource<TrackedEventMessage<?>> events;

    ForwardedEvents(StreamableMessageSource<TrackedEventMessage<?>> events) {
        this.events = events;
    }

    abstract ForwardedStream forwarded(BlockingStream<TrackedEventMessage<?>> stream);

    @Override
    public final BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return forwarded(events.openStream(token));
    }

    @Override
    public final @Nullable TrackingToken createTailToken() {
        return events.createTailToken();
    }

    @Override
    public final @Nullable TrackingToken createHeadToken() {
        return events.createHeadToken();
    }

    @Override
    public final @Nullable TrackingToken createTokenAt(Instant dateTime) {
        return events.createTokenAt(dateTime);
    }

    @Override
    public final @Nullable TrackingToken createTokenSince(Duration duration) {
        return events.createTokenSince(duration);
    }
}
