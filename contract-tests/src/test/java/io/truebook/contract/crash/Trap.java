package io.truebook.contract.crash;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Springs once, at its moment, on whichever connection comes first.
 *
 * <p>What it does runs at once, on the thread that saw the moment: nothing else happens on that
 * connection until it is done.
 */
final class Trap {

    private final Moment moment;
    private final Consumer<Link> action;
    private final AtomicBoolean armed = new AtomicBoolean(true);
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Trap(Moment moment, Consumer<Link> action) {
        this.moment = moment;
        this.action = action;
    }

    /** Whether the moment is this trap's and nobody was caught yet; from then on somebody is. */
    boolean catches(Moment seen) {
        return moment == seen && armed.compareAndSet(true, false);
    }

    void spring(Link link) {
        try {
            action.accept(link);
            done.complete(null);
        } catch (RuntimeException | Error failed) {
            done.completeExceptionally(failed);
        }
    }

    CompletableFuture<Void> done() {
        return done;
    }
}
