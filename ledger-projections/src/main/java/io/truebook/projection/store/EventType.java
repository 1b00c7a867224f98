package io.truebook.projection.store;

/**
 * How one class of events is called in the journal, for ever.
 *
 * @param name {@code charge-captured}; never a Java name
 * @param revision of its fields, from 1: what this version writes
 * @param readable the newest revision this class also fits as it is; above {@code revision} in the
 *     release before the one that writes it, so that both can run side by side
 */
public record EventType(String name, int revision, int readable, Class<?> event) {
    public EventType {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || revision < 1 || readable < revision) {
            throw new IllegalArgumentException("Not the name of an event: " + name);
        }
    }

    /** Reads no newer revision than it writes. */
    public EventType(String name, int revision, Class<?> event) {
        this(name, revision, revision, event);
    }

    /** The same type, ready for what the next release will write. */
    public EventType readingUpTo(int newest) {
        return new EventType(name, revision, newest, event);
    }
}
