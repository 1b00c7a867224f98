package io.truebook.api.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Leaves a provider alone for a while when it keeps failing, then tries it with one call.
 *
 * <p>Nothing is lost by waiting: operations stay open and keep their keys.
 */
final class CircuitBreaker {

    private static final int FAILURES_TO_OPEN = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Clock clock;
    private int failures;
    private Duration pause = FIRST_PAUSE;
    private Instant closedUntil = Instant.EPOCH;

    CircuitBreaker(Clock clock) {
        this.clock = clock;
    }

    /** How many of the calls that could be made may be made. */
    synchronized int admit(int wanted) {
        if (failures < FAILURES_TO_OPEN) {
            return wanted;
        }
        return clock.instant().isBefore(closedUntil) ? 0 : Math.min(1, wanted);
    }

    synchronized void succeeded() {
        failures = 0;
        pause = FIRST_PAUSE;
    }

    synchronized void failed() {
        failures++;
        if (failures >= FAILURES_TO_OPEN) {
            closedUntil = clock.instant().plus(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_PAUSE;
        }
    }
}
