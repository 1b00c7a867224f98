package io.truebook.api.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that looks for work: at once when the bell rings, and after a pause in any case, because
 * a bell may have rung on another node.
 *
 * <p>A look that fails is logged and repeated after the pause. Work that others must not wait for
 * belongs on other threads.
 */
public final class WorkLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String name;
    private final Duration pause;
    private final Runnable look;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;

    private volatile boolean stopping;

    /**
     * @param name of the thread and in the log
     * @param look takes what there is to do and returns soon
     */
    public WorkLoop(String name, Duration pause, Runnable look) {
        this.name = name;
        this.pause = pause;
        this.look = look;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /**
     * The same for work that is done where it is found, one piece after the other.
     *
     * @param next does one piece; false when there was none
     */
    public static WorkLoop oneByOne(String name, Duration pause, BooleanSupplier next) {
        return new WorkLoop(
                name,
                pause,
                () -> {
                    while (!Thread.currentThread().isInterrupted() && next.getAsBoolean()) {
                        // Another piece may be due.
                    }
                });
    }

    public WorkLoop start() {
        thread.start();
        return this;
    }

    /** Has it look now instead of after the pause. Never blocks. */
    public void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** Looks no more; waits a while for the look under way. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(GRACE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                look.run();
            } catch (RuntimeException e) {
                if (!stopping) {
                    log.warn("{} could not look for work; nothing is lost: {}", name, e.toString());
                }
            } catch (OutOfMemoryError somebodys) {
                // Whoever took the memory may have given it back; a loop that ends is missed by
                // nobody until the next start.
                log.error("{} had no memory to look for work", name, somebodys);
            }
            waitForBell();
        }
    }

    private void waitForBell() {
        try {
            if (bell.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
