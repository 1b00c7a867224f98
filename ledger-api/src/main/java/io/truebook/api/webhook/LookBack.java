package io.truebook.api.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * How far back to look for letters that are due.
 *
 * <p>What waits behind a letter in hand became due after it did, and what is new became due just
 * now. A look that begins there does not wade through thousands of rows that were settled since the
 * server last cleaned up. Whatever else is due, from a lease that ended or on another node, is
 * found by a look from the beginning, now and then.
 */
final class LookBack {

    /** Between the time a callback is given and its commit, and between the clocks of nodes. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Duration wholeEvery;
    private final TreeMap<Instant, Integer> inHand = new TreeMap<>();
    private long wholeAt;
    private boolean hasLooked;

    LookBack(Duration wholeEvery) {
        this.wholeEvery = wholeEvery;
    }

    /**
     * @param nanos of a clock that nobody sets
     */
    Instant since(Instant now, long nanos) {
        if (!hasLooked || nanos - wholeAt >= wholeEvery.toNanos()) {
            hasLooked = true;
            wholeAt = nanos;
            return Instant.EPOCH;
        }
        var oldest = inHand.isEmpty() || inHand.firstKey().isAfter(now) ? now : inHand.firstKey();
        return oldest.minus(SLACK);
    }

    void taken(List<Letter> letters) {
        letters.forEach(letter -> inHand.merge(letter.dueAt(), 1, Integer::sum));
    }

    void finished(Letter letter) {
        inHand.computeIfPresent(letter.dueAt(), (_, count) -> count == 1 ? null : count - 1);
    }
}
