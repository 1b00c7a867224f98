package io.truebook.projection.store;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import org.axonframework.serialization.SerializationException;

/**
 * An event that a newer version has written: its name or revision is in no table of this one.
 *
 * <p>It is never skipped and never read as something else. A command or a query of that payment is
 * refused, a streaming processor stays before it, and a newer node does the work meanwhile.
 */
public final class NewerEvent extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final int revision;

    NewerEvent(String type, int revision) {
        super("Event " + type + " of revision " + revision + " was written by a newer version");
        this.type = type;
        this.revision = revision;
    }

    /** What to tell who wants something of this payment; nothing of it has happened. */
    CommandRejected refusal() {
        return new CommandRejected(
                Rejection.NEWER_VERSION_NEEDED,
                "It has an event %s of revision %d".formatted(type, revision));
    }
}
