package io.truebook.api.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that never goes back: where the one behind it does, it goes on from what it last said.
 *
 * <p>For pauses and paces only, which a corrected host clock would otherwise stretch by the
 * correction. What is written down takes the other clock.
 */
final class SteadyClock extends Clock {

    private final Clock clock;
    private Duration ahead = Duration.ZERO;
    private Instant seen = Instant.MIN;

    SteadyClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Instant instant() {
        var now = clock.instant();
        if (now.isBefore(seen)) {
            ahead = ahead.plus(Duration.between(now, seen));
        }
        seen = now;
        return now.plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteadyClock(clock.withZone(zone));
    }
}
