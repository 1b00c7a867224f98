package io.truebook.projection.store;

import java.time.Duration;

/** Told what the writer does, on threads that commands wait for: it has to return at once. */
public interface WriterObserver {

    /** Nobody looks. */
    WriterObserver NONE = new WriterObserver() {};

    /**
     * A batch is durable.
     *
     * @param took from asking for the lock on the head to the end of the commit
     */
    default void committed(int appends, Duration took) {}

    /** A command was not taken, because too many wait or the writer is closing. */
    default void refused() {}
}
