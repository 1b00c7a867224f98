package io.truebook.api.operations;

import java.time.Clock;
import java.time.Duration;

/**
 * The system's time to the microsecond, as the journal keeps it: what is answered now and read
 * later are equal.
 */
public final class LedgerClock {

    private static final Duration AS_KEPT = Duration.ofNanos(1_000);

    private LedgerClock() {}

    /** In UTC; of the database's precision. */
    public static Clock system() {
        return Clock.tick(Clock.systemUTC(), AS_KEPT);
    }
}
