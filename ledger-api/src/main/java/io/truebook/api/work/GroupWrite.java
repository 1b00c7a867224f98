package io.truebook.api.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.axonframework.common.ExceptionUtils;

/**
 * Writes for many callers at once: whatever waits when the last batch is written becomes the next.
 *
 * <p>A commit costs the same for one row and for a hundred, so under load each caller pays for a
 * hundredth, and alone it waits for nobody. Batches are written in the order of the calls. A batch
 * that fails for what is in it is written again one by one, so only the guilty caller hears of it.
 *
 * @param <T> what a caller hands in
 * @param <R> what it gets back
 */
public final class GroupWrite<T, R> implements AutoCloseable {

    private record Waiting<T, R>(T item, CompletableFuture<R> result) {}

    private final Function<List<T>, List<R>> write;
    private final int most;
    private final BlockingQueue<Optional<Waiting<T, R>>> queue = new LinkedBlockingQueue<>();
    private final Thread writer;

    private volatile boolean closed;

    /**
     * @param name of the writing thread
     * @param most items in one batch
     * @param write writes a batch in one transaction; a result for each item, in their order
     */
    public GroupWrite(String name, int most, Function<List<T>, List<R>> write) {
        this.most = most;
        this.write = write;
        this.writer = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Returns at once; complete when the item's batch is committed. */
    public CompletableFuture<R> submit(T item) {
        var waiting = new Waiting<T, R>(item, new CompletableFuture<>());
        var place = Optional.of(waiting);
        queue.add(place);
        if (closed && queue.remove(place)) {
            waiting.result().completeExceptionally(new RejectedExecutionException("Closed"));
        }
        return waiting.result();
    }

    /** Returns when the item's batch is committed. Fails as that item fails. */
    public R apply(T item) {
        return await(submit(item));
    }

    /** The result of {@link #submit}; a failure of the write is thrown as it is. */
    public static <R> R await(CompletableFuture<R> submitted) {
        try {
            return submitted.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CompletionException(e.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("Interrupted while it was written", stop);
        }
    }

    /** Writes what waits, and takes nothing more. */
    @Override
    public void close() {
        closed = true;
        queue.add(Optional.empty());
        try {
            writer.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Optional<Waiting<T, R>>>();
        boolean goOn = true;
        while (goOn) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException unheardOf) {
                throw new IllegalStateException("Nobody has this thread", unheardOf);
            }
            queue.drainTo(batch, most - 1);
            goOn = batch.stream().allMatch(Optional::isPresent);
            write(batch.stream().flatMap(Optional::stream).toList());
            batch.clear();
        }
    }

    private void write(List<Waiting<T, R>> batch) {
        try {
            var results = write.apply(batch.stream().map(Waiting::item).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result().complete(results.get(i));
            }
        } catch (RuntimeException e) {
            if (batch.size() > 1 && isAboutARow(e)) {
                batch.forEach(one -> write(List.of(one)));
            } else {
                batch.forEach(one -> one.result().completeExceptionally(e));
            }
        }
    }

    /** Data that does not fit, or that a constraint or a limit of the server refuses. */
    private static boolean isAboutARow(RuntimeException failure) {
        return ExceptionUtils.findException(failure, SQLException.class)
                .map(SQLException::getSQLState)
                .filter(state ->
                        state.startsWith("22") || state.startsWith("23") || state.startsWith("54"))
                .isPresent();
    }
}
