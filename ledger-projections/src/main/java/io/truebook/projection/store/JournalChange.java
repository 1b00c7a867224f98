package io.truebook.projection.store;

import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one command decided: its events, in order, and the state they lead to.
 *
 * @param command the command's payload; null when events are published without one
 * @param state of the aggregate after the events; null when the aggregate does not share it
 */
public record JournalChange(
        CommandContext context,
        @Nullable Object command,
        List<DomainEventMessage<?>> events,
        @Nullable Object state) {

    public JournalChange {
        events = List.copyOf(events);
    }
}
