package io.truebook.contract.benchmark;

/**
 * How long requests took, in buckets that are at most 3 % wide: a fixed size, however many there
 * are.
 */
final class Latencies {

    private static final int STEPS = 32;

    private final long[] counts = new long[64 * STEPS];
    private long total;
    private long max;

    void add(long nanos) {
        counts[bucket(nanos)]++;
        total++;
        max = Math.max(max, nanos);
    }

    /** Bucket of a value: its highest bit, and the five bits after it. */
    private static int bucket(long nanos) {
        long value = Math.max(nanos, STEPS);
        int shift = 63 - Long.numberOfLeadingZeros(value) - 5;
        return shift * STEPS + (int) (value >>> shift);
    }

    private static long upperEnd(int bucket) {
        int shift = bucket / STEPS - 1;
        return (long) (bucket % STEPS + STEPS + 1) << shift;
    }

    long total() {
        return total;
    }

    double maxMillis() {
        return max / 1e6;
    }

    /** The time within which this share of the requests was answered, in milliseconds. */
    double millis(double share) {
        long left = (long) Math.ceil(total * share);
        for (int bucket = 0; bucket < counts.length; bucket++) {
            left -= counts[bucket];
            if (left <= 0) {
                return Math.min(max, upperEnd(bucket)) / 1e6;
            }
        }
        return 0;
    }
}
