package io.truebook.api.work;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.axonframework.common.ExceptionUtils;

/**
 * Writes for many callers at once: whatever waits when the last batch is written becomes the next.
 *
 * <p>A commit costs the same for one row and for a hundred, so under load each caller pays for a
 * hundredth, and alone it waits for nobody. Batches are written in the order of the calls. A batch
 * that fails for what is in it is written again one by one, so only the guilty caller hears of it;
 * one that only lost a race for locks is written again as it is.
 *
 * @param <T> what a caller hands in
 * @param <R> what it gets back
 */
public final class GroupWrite<T, R> implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    private record Waiting<T, R>(T item, CompletableFuture<R> result) {}

    private final Function<List<T>, List<R>> write;
    private final int most;
    private final Semaphore places;
    private final BlockingQueue<Optional<Waiting<T, R>>> queue = new LinkedBlockingQueue<>();
    private final Thread writer;

    private volatile boolean closed;

    /**
     * @param name of the writing thread
     * @param most items in one batch
     * @param mayWait items at most that wait to be written
     * @param write writes a batch in one transaction; a result for each item, in their order
     */
    public GroupWrite(String name, int most, int mayWait, Function<List<T>, List<R>> write) {
        this.most = most;
        this.places = new Semaphore(mayWait);
        this.write = write;
        this.writer = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /**
     * Returns at once; complete when the item's batch is committed.
     *
     * @throws RejectedExecutionException when too many wait, or it is closed
     */
    public CompletableFuture<R> submit(T item) {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("Too much waits to be written");
        }
        var waiting = new Waiting<T, R>(item, new CompletableFuture<>());
        var place = Optional.of(waiting);
        queue.add(place);
        if (closed && queue.remove(place)) {
            fail(waiting, new RejectedExecutionException("Closed"));
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

    /** Writes what waits, for a while, and takes nothing more. */
    @Override
    public void close() {
        closed = true;
        queue.add(Optional.empty());
        try {
            if (!writer.join(GRACE)) {
                writer.interrupt(); // It waits for a connection, or for a server that hangs.
            }
        } catch (InterruptedException stop) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Optional<Waiting<T, R>>>();
        boolean goOn = true;
        while (goOn) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, most - 1);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            goOn = batch.stream().allMatch(Optional::isPresent) && !writer.isInterrupted();
            write(batch.stream().flatMap(Optional::stream).toList(), 1);
            batch.clear();
        }
        for (var late = queue.poll(); late != null; late = queue.poll()) {
            late.ifPresent(one -> fail(one, new RejectedExecutionException("Closed")));
        }
    }

    /** Whatever goes wrong, each caller hears of it and the thread lives. */
    private void write(List<Waiting<T, R>> batch, int tried) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            var results = write.apply(batch.stream().map(Waiting::item).toList());
            for (int i = 0; i < batch.size(); i++) {
                places.release();
                batch.get(i).result().complete(results.get(i));
            }
        } catch (RuntimeException | Error failure) {
            if (tried < TRIES && hasState(failure, "40")) {
                write(batch, tried + 1);
            } else if (batch.size() > 1 && isAboutARow(failure)) {
                batch.forEach(one -> write(List.of(one), 1));
            } else {
                batch.forEach(one -> fail(one, failure));
            }
        }
    }

    private void fail(Waiting<T, R> waiting, Throwable why) {
        places.release();
        waiting.result().completeExceptionally(why);
    }

    /** Data that does not fit, or that a constraint or a limit of the server refuses. */
    public static boolean isAboutARow(Throwable failure) {
        return hasState(failure, "22") || hasState(failure, "23") || hasState(failure, "54");
    }

    private static boolean hasState(Throwable failure, String sqlClass) {
        return ExceptionUtils.findException(failure, SQLException.class)
                .map(SQLException::getSQLState)
                .filter(state -> state.startsWith(sqlClass))
                .isPresent();
    }
}
