package io.truebook.projection.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.serialization.UnknownSerializedType;

/**
 * The table of event types: what is stored by name, which class it is here and now, and how every
 * revision that was ever stored becomes the present one.
 *
 * <p>It does not come into being with a revision that has no way to the present.
 */
public final class EventTypes {

    private record Stored(String name, int revision) {}

    private final Class<?> family;
    private final List<EventType> all;
    private final List<Upcaster> upcasters;
    private final Map<String, EventType> byName = new HashMap<>();
    private final Map<Class<?>, EventType> byClass = new HashMap<>();
    private final Map<Stored, Upcaster> steps = new HashMap<>();

    /** Types of no common kind, each in its first revision. */
    public EventTypes(List<EventType> all) {
        this(UnknownSerializedType.class, all, List.of());
    }

    /**
     * @param family what handlers that take every one of these events take: what a newer version
     *     has added reaches them too, and is refused there
     */
    public EventTypes(Class<?> family, List<EventType> all, List<Upcaster> upcasters) {
        this.family = family;
        this.all = List.copyOf(all);
        this.upcasters = List.copyOf(upcasters);
        for (var type : all) {
            if (byName.put(type.name(), type) != null || byClass.put(type.event(), type) != null) {
                throw new IllegalArgumentException("Named twice: " + type);
            }
        }
        for (var step : upcasters) {
            if (steps.put(new Stored(step.type(), step.revision()), step) != null) {
                throw new IllegalArgumentException("Two ways from " + step);
            }
        }
        requireWays();
    }

    /** Every revision below a known one is known too, and each leads to a present type. */
    private void requireWays() {
        for (var type : all) {
            requireEarlier(type.name(), type.revision());
        }
        for (var step : upcasters) {
            requireEarlier(step.type(), step.revision());
            var present = byName.get(step.type());
            if (present != null && step.revision() >= present.revision()) {
                throw new IllegalArgumentException("Leads away from the present: " + step);
            }
            try {
                way(step.type(), step.revision());
            } catch (NewerEvent nowhere) {
                throw new IllegalArgumentException("Leads to no present type: " + step, nowhere);
            }
        }
    }

    private void requireEarlier(String name, int revision) {
        for (int earlier = 1; earlier < revision; earlier++) {
            if (!steps.containsKey(new Stored(name, earlier))) {
                throw new IllegalArgumentException(
                        "No upcaster from revision " + earlier + " of " + name);
            }
        }
    }

    public List<EventType> all() {
        return all;
    }

    /** Every step from an earlier revision; with the types, all that was ever stored. */
    public List<Upcaster> upcasters() {
        return upcasters;
    }

    Class<?> family() {
        return family;
    }

    public Optional<EventType> of(Class<?> event) {
        return Optional.ofNullable(byClass.get(event));
    }

    /** What a stored event is here and now, if this version knows its name at all. */
    Optional<EventType> present(String name, int revision) {
        try {
            return Optional.of(way(name, revision).present());
        } catch (NewerEvent newer) {
            return Optional.ofNullable(byName.get(name));
        }
    }

    /** What a stored event becomes, and by which steps. */
    record Way(List<Upcaster> steps, EventType present) {}

    /**
     * @throws NewerEvent when the name or the revision is not known
     */
    Way way(String name, int revision) {
        var present = byName.get(name);
        if (present != null && revision >= present.revision() && revision <= present.readable()) {
            return new Way(List.of(), present);
        }
        List<Upcaster> taken = new ArrayList<>();
        var at = new Stored(name, revision);
        while (present == null || at.revision() != present.revision()) {
            var step = steps.get(at);
            if (step == null || taken.size() > steps.size()) {
                throw new NewerEvent(name, revision);
            }
            taken.add(step);
            at = new Stored(step.becomes(), step.next());
            present = byName.get(at.name());
        }
        return new Way(List.copyOf(taken), present);
    }
}
