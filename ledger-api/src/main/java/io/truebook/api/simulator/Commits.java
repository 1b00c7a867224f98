package io.truebook.api.simulator;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Makes effects durable and sets in motion what they promise: deliveries now, due work at its time.
 */
final class Commits {
    private final GroupWriter writer;
    private final Webhooks webhooks;
    private final DueWork dueWork;
    private volatile Consumer<List<Effects.Event>> audience = _ -> {};

    Commits(GroupWriter writer, Webhooks webhooks, DueWork dueWork) {
        this.writer = writer;
        this.webhooks = webhooks;
        this.dueWork = dueWork;
    }

    /** Hears of every event once it is durable, in the thread that made it so. */
    void tellAlso(Consumer<List<Effects.Event>> listener) {
        audience = listener;
    }

    /**
     * Returns when the effects are durable; nothing happened when it throws, unless the connection
     * was lost.
     */
    void commit(Effects effects) {
        if (effects.isEmpty()) {
            return;
        }
        try {
            writer.write(effects).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the books could not be written", e.getCause());
        }
        webhooks.take(effects);
        effects.promises().forEach(dueWork::note);
        if (!effects.events().isEmpty()) {
            audience.accept(effects.events());
        }
    }
}
