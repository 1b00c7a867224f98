package io.truebook.ledger.reconciliation;

import java.time.Duration;

/** How long something has been open, in the buckets of an ageing table. */
public enum AgeBucket {
    DAYS_0_1("0-1", 2),
    DAYS_2_3("2-3", 4),
    DAYS_4_7("4-7", 8),
    DAYS_8_30("8-30", 31),
    OVER_30_DAYS(">30", Long.MAX_VALUE);

    private final String label;
    private final long belowDays;

    AgeBucket(String label, long belowDays) {
        this.label = label;
        this.belowDays = belowDays;
    }

    static AgeBucket of(Duration age) {
        long days = age.toDays();
        for (var bucket : values()) {
            if (days < bucket.belowDays) {
                return bucket;
            }
        }
        return OVER_30_DAYS;
    }

    /** In days, as reports print it. */
    public String label() {
        return label;
    }
}
