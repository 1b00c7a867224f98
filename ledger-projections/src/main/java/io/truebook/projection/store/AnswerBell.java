package io.truebook.projection.store;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes whoever waits for the final answer of a transaction.
 *
 * <p>It carries no answer: who is woken looks it up. So a ring too many does no harm.
 */
final class AnswerBell {

    private final ConcurrentHashMap<TransactionKey, CompletableFuture<Void>> waiting =
            new ConcurrentHashMap<>();

    /** Completes at the next ring for the key; ask for it before looking the answer up. */
    CompletableFuture<Void> next(TransactionKey key) {
        return waiting.computeIfAbsent(key, _ -> new CompletableFuture<>());
    }

    /**
     * Takes back what was asked for, so that nothing is kept for those who gave up. Others who wait
     * for the same ring are rung: they look again and ask anew.
     */
    void leave(TransactionKey key, CompletableFuture<Void> ring) {
        if (waiting.remove(key, ring)) {
            ring.complete(null);
        }
    }

    boolean isAwaited(TransactionKey key) {
        return waiting.containsKey(key);
    }

    void ring(Collection<TransactionKey> keys) {
        if (waiting.isEmpty()) {
            return;
        }
        for (var key : keys) {
            var future = waiting.remove(key);
            if (future != null) {
                future.complete(null);
            }
        }
    }

    /** Rings for everybody: another node has answered something. */
    void ringAll() {
        ring(Set.copyOf(waiting.keySet()));
    }
}
