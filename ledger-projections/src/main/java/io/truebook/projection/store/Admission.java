package io.truebook.projection.store;

/** What the register says to a request before anything is done for it. */
public sealed interface Admission {

    /**
     * The id is new and belongs to this request until it is closed: send the command.
     *
     * <p>Close it when the intent is durable or has failed; others with the same id wait for that.
     */
    record First(Runnable release) implements Admission, AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /** The same request was made before. */
    record Repeat(Recorded recorded) implements Admission {}

    /** Another request used this id. The field is the first in which they differ. */
    record Reused(String field) implements Admission {}

    /** The same request is under way and its intent was not durable in time. */
    record InProgress() implements Admission {}
}
