package io.truebook.contract.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Our own record: every request, its final answer, and everything that must not have happened. */
final class Notebook {

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    Entry write(Entry entry) {
        entries.add(entry);
        return entry;
    }

    List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    void wrong(String what) {
        wrongs.add(what);
    }

    List<String> wrongs() {
        return new ArrayList<>(wrongs);
    }

    /** What is wrong so far, once: for a run that lists it and goes on. */
    List<String> takeWrongs() {
        var taken = wrongs();
        wrongs.removeAll(taken);
        return taken;
    }

    void countAnswer() {
        answered.incrementAndGet();
    }

    /** A request whose connection broke: nobody told us what became of it. */
    void countSilence() {
        unanswered.incrementAndGet();
    }

    void countRefusal() {
        refused.incrementAndGet();
    }

    void countRepeat() {
        repeated.incrementAndGet();
    }

    /** Final answers so far, those to repeats included. */
    long answers() {
        return answered.get();
    }

    /** Answers that said: later. */
    long refusals() {
        return refused.get();
    }

    long silences() {
        return unanswered.get();
    }

    @Override
    public String toString() {
        return "%d requests, %d final answers, %d repeats, %d without an answer, %d times 503"
                .formatted(
                        entries.size(),
                        answered.get(),
                        repeated.get(),
                        unanswered.get(),
                        refused.get());
    }
}
