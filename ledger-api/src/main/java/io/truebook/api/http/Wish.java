package io.truebook.api.http;

import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What a request with a transaction id wants, in the words {@link TransactionGate} needs.
 *
 * <p>It may be a command to an aggregate, or any other work that ends durable; what must happen at
 * most once has to carry the context into the journal, or be harmless to repeat.
 */
public interface Wish {

    /**
     * Makes the intent durable under the context's transaction id.
     *
     * <p>Refuses with {@link io.truebook.ledger.decision.CommandRejected}; the gate freezes those
     * that are to be frozen.
     */
    void execute(CommandContext context);

    /** The resource as it is now, while its outcome is open; never asked where none ever is. */
    default Reply current(Recorded open) {
        throw new IllegalStateException("It is answered at once: " + open);
    }

    /** The answer when executing registered nothing: there was nothing to do, or it is done. */
    Settled settled();

    /**
     * Whether the journal refuses to execute this twice under one transaction id, and changes
     * nothing when it does; then only what could not be executed is looked up.
     */
    default boolean isGuardedByJournal() {
        return false;
    }

    /** The resource as executing left it, its outcome open; empty where that is not known. */
    default Optional<Reply> left() {
        return Optional.empty();
    }

    /** Whether the outcome will not come within seconds, so that waiting for it is no use. */
    default boolean isPointlessToWait(Recorded open) {
        return false;
    }

    /**
     * A final answer to be registered.
     *
     * @param subjectId what the transaction is about
     * @param bodyAtPosition the body, given the journal position it shows
     */
    record Settled(String subjectId, int status, LongFunction<byte[]> bodyAtPosition) {}
}
