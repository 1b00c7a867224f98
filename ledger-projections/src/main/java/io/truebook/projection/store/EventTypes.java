package io.truebook.projection.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of event types: what is stored by name, and which class it is here and now. */
public final class EventTypes {

    private final List<EventType> all;
    private final Map<String, EventType> byName = new HashMap<>();
    private final Map<Class<?>, EventType> byClass = new HashMap<>();

    public EventTypes(List<EventType> all) {
        this.all = List.copyOf(all);
        for (var type : all) {
            if (byName.put(type.name(), type) != null || byClass.put(type.event(), type) != null) {
                throw new IllegalArgumentException("Named twice: " + type);
            }
        }
    }

    public List<EventType> all() {
        return all;
    }

    public Optional<EventType> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<EventType> of(Class<?> event) {
        return Optional.ofNullable(byClass.get(event));
    }
}
