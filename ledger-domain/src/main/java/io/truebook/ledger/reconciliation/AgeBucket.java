package io.truebook.ledger.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** How long something has been open, in the buckets of an ageing table. */
public enum AgeBucket {
    DAYS_0_1("0-1", 0, 2),
    DAYS_2_3("2-3", 2, 4),
    DAYS_4_7("4-7", 4, 8),
    DAYS_8_30("8-30", 8, 31),
    OVER_30_DAYS(">30", 31, Integer.MAX_VALUE);

    private final String label;
    private final int fromDays;
    private final int belowDays;

    AgeBucket(String label, int fromDays, int belowDays) {
        this.label = label;
        this.fromDays = fromDays;
        this.belowDays = belowDays;
    }

    public static AgeBucket of(Duration age) {
        long days = age.toDays();
        for (var bucket : values()) {
            if (days < bucket.belowDays) {
                return bucket;
            }
        }
        return OVER_30_DAYS;
    }

    public static Optional<AgeBucket> find(String label) {
        return Arrays.stream(values()).filter(bucket -> bucket.label.equals(label)).findFirst();
    }

    /** The first moment that is in the bucket now; empty where there is none. */
    public Optional<Instant> oldest(Instant now) {
        return this == OVER_30_DAYS
                ? Optional.empty()
                : Optional.of(now.minus(Duration.ofDays(belowDays)).plusNanos(1));
    }

    /** The moment after the last one that is in the bucket now. */
    public Instant newest(Instant now) {
        // What is dated ahead of our clock is new, too.
        return this == DAYS_0_1
                ? now.plus(Duration.ofDays(366))
                : now.minus(Duration.ofDays(fromDays)).plusNanos(1);
    }

    /** In days, as reports print it. */
    public String label() {
        return label;
    }
}
