package io.truebook.projection.store;

import io.truebook.projection.store.Recorded.Refusal;

/** What became of an append, once that is certain. */
sealed interface AppendResult {

    /**
     * It is durable.
     *
     * @param firstIndex of its events; above {@code lastIndex} when it had none
     */
    record Appended(long firstIndex, long lastIndex) implements AppendResult {}

    /** Its transaction id was used before; nothing was written. */
    record Duplicate(Recorded recorded) implements AppendResult {}

    /** A limit refused it; the refusal is durable. */
    record Refused(Refusal refusal) implements AppendResult {}

    /** The place of one of its events is taken: somebody else has decided in the meantime. */
    record Conflict(int event) implements AppendResult {}

    /** The database refused its rows; nothing was written. */
    record Failed(Exception cause) implements AppendResult {}

    /** It was not taken: nothing has happened, it may be sent again. */
    record NotTaken(String why) implements AppendResult {}

    /**
     * The connection broke at the commit and the database cannot be asked: it may have happened.
     */
    record Unknown() implements AppendResult {}
}
