package io.truebook.api.simulator;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Does what the provider promised to do by itself, at its time: a debit settles, a fee appears, a
 * refund comes back. A promise is a row; it is deleted in the transaction that keeps it, so a crash
 * repeats or keeps it, never loses it.
 */
final class DueWork {
    private static final Logger log = LoggerFactory.getLogger(DueWork.class);
    private static final int AT_ONCE = 100;
    private static final long RETRY_MILLIS = 1_000;

    /** One kind of work, on one object. */
    @FunctionalInterface
    interface Task {
        void run(Effects effects, String objectId);
    }

    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicLong nextDue = new AtomicLong(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final Thread thread =
            Thread.ofVirtual().name("simulator-due-work").unstarted(this::run);
    private Map<String, Task> tasks = Map.of();
    private java.util.function.Consumer<Effects> commit = _ -> {};
    private volatile boolean stopped;

    DueWork(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void start(Map<String, Task> known, java.util.function.Consumer<Effects> committing) {
        tasks = Map.copyOf(known);
        commit = committing;
        thread.start();
    }

    void stop() throws InterruptedException {
        stopped = true;
        wake();
        thread.join();
    }

    /** A promise has been committed: the next look may have to be sooner. */
    void note(Effects.Promise promise) {
        if (promise.dueMillis() < nextDue.getAndAccumulate(promise.dueMillis(), Math::min)) {
            wake();
        }
    }

    /** Never by an interrupt: that would close the connection it may be using. */
    private void wake() {
        lock.lock();
        try {
            earlier.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                long wait = nextDue.get() - clock.millis();
                if (wait > 0) {
                    await(wait);
                } else {
                    nextDue.set(Long.MAX_VALUE);
                    doDue();
                    nextDue.accumulateAndGet(earliest(), Math::min);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.warn(
                        "The simulator could not do its due work, and tries again: {}",
                        e.getMessage());
                nextDue.set(clock.millis() + RETRY_MILLIS);
            }
        }
    }

    private void await(long millis) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(Math.min(millis, RETRY_MILLIS));
            while (nanos > 0 && !stopped && nextDue.get() > clock.millis()) {
                nanos = earlier.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private long earliest() {
        return jdbc.sql("select coalesce(min(due_ms), ?) from due_work")
                .param(Long.MAX_VALUE)
                .query(Long.class)
                .single();
    }

    private void doDue() {
        List<Effects.Promise> due =
                jdbc.sql(
                                "select id, due_ms, task, object_id from due_work where due_ms <= ?"
                                        + " order by due_ms limit ?")
                        .params(clock.millis(), AT_ONCE)
                        .query((row, _) ->
                                new Effects.Promise(
                                        row.getString("id"),
                                        row.getLong("due_ms"),
                                        row.getString("task"),
                                        row.getString("object_id")))
                        .list();
        due.forEach(this::keep);
    }

    private void keep(Effects.Promise promise) {
        Effects effects = Effects.ofProvider();
        try {
            Task task = tasks.get(promise.task());
            if (task != null) {
                task.run(effects, promise.objectId());
            }
            effects.keepPromise(promise.id());
            commit.accept(effects);
        } catch (Refusal e) {
            // The world moved on (a payment was canceled, say): the promise is void, not late.
            log.debug("Due work {} has nothing left to do: {}", promise.task(), e.getMessage());
            Effects done = Effects.ofProvider();
            done.keepPromise(promise.id());
            commit.accept(done);
        } finally {
            effects.release();
        }
    }
}
