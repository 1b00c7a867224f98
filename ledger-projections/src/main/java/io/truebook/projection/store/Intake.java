package io.truebook.projection.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue before the writer: whatever waits becomes the next batch.
 *
 * <p>No timer holds a batch back: alone, a command is a batch of one; under load batches grow by
 * themselves while the one before commits. What settles the past goes before what is new, and has
 * room that new commands cannot take.
 */
final class Intake {

    /** A command that waits, and the place where its thread will find the result. */
    record Waiting(Append append, CompletableFuture<AppendResult> result) {
        Waiting(Append append) {
            this(append, new CompletableFuture<>());
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Waiting> urgent = new ArrayDeque<>();
    private final ArrayDeque<Waiting> rest = new ArrayDeque<>();
    private final WriterSettings settings;
    private boolean closed;

    Intake(WriterSettings settings) {
        this.settings = settings;
    }

    /** Queues a command, or says no because the queue is full or closed. */
    boolean offer(Waiting waiting) {
        lock.lock();
        try {
            var urgency = waiting.append().urgency();
            if (closed || waitingNow() >= urgency.room(settings.queueCapacity())) {
                return false;
            }
            (urgency.goesFirst() ? urgent : rest).addLast(waiting);
            if (waitingNow() == 1) {
                filled.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts back what must come first in the next batch, whatever the capacity. */
    void putBack(List<Waiting> first) {
        lock.lock();
        try {
            first.reversed().forEach(urgent::addFirst);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next batch; empty once the intake is closed and drained. */
    List<Waiting> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waitingNow() == 0 && !closed) {
                filled.await();
            }
            return drain();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting> drain() {
        List<Waiting> batch = new ArrayList<>(Math.min(waitingNow(), settings.maxAppends()));
        int rows = 0;
        while (waitingNow() > 0 && batch.size() < settings.maxAppends()) {
            var queue = urgent.isEmpty() ? rest : urgent;
            int weight = queue.getFirst().append().weight();
            if (!batch.isEmpty() && rows + weight > settings.maxRows()) {
                break;
            }
            rows += weight;
            batch.add(queue.removeFirst());
        }
        return batch;
    }

    /** Takes nothing new from now on; what waits is still handed out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waitingNow();
        } finally {
            lock.unlock();
        }
    }

    private int waitingNow() {
        return urgent.size() + rest.size();
    }
}
