package io.truebook.projection.store;

/**
 * How one class of events is called in the journal, for ever.
 *
 * @param name {@code charge-captured}; never a Java name
 * @param revision of its fields, from 1
 */
public record EventType(String name, int revision, Class<?> event) {
    public EventType {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || revision < 1) {
            throw new IllegalArgumentException("Not the name of an event: " + name);
        }
    }
}
