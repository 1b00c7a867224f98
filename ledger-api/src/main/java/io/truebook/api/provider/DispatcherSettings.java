package io.truebook.api.provider;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How calls to providers are paced.
 *
 * @param pollInterval how long an open operation can go unseen when no commit announces it
 * @param callsPerConnection under way at once, at most
 * @param keyWindow how long after the first attempt a request may be sent again under its key
 * @param schedule when to ask about an operation that is unknown or pending, one pause after the
 *     other; the last one repeats for ever
 * @param backoffBase of a request that provably had no effect: pauses are drawn between nothing and
 *     the base doubled each time
 * @param backoffCap no pause is drawn above this
 */
public record DispatcherSettings(
        Duration pollInterval,
        int callsPerConnection,
        Duration keyWindow,
        List<Duration> schedule,
        Duration backoffBase,
        Duration backoffCap) {

    public static final DispatcherSettings STANDARD =
            new DispatcherSettings(
                    Duration.ofMillis(500),
                    32,
                    Duration.ofHours(23),
                    List.of(
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(10),
                            Duration.ofHours(1),
                            Duration.ofHours(6),
                            Duration.ofHours(20),
                            Duration.ofDays(1)),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(60));

    public DispatcherSettings {
        schedule = List.copyOf(schedule);
        if (schedule.isEmpty() || callsPerConnection < 1) {
            throw new IllegalArgumentException("A schedule and at least one call are needed");
        }
    }

    /** The pause before asking again, after this many answers that left it open. */
    Duration nextQuestion(int unsettled) {
        return schedule.get(Math.min(unsettled, schedule.size() - 1));
    }

    /** Full jitter: many that failed together do not come back together. */
    Duration backoff(int failures, RandomGenerator random) {
        long doubled = backoffBase.toMillis() << Math.min(failures, 20);
        long bound = Math.min(doubled, backoffCap.toMillis());
        return Duration.ofMillis(random.nextLong(bound + 1));
    }
}
