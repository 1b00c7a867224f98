package io.truebook.api.provider;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How calls to providers are paced.
 *
 * @param paused starts without making calls; operations are kept until it is resumed
 * @param pollInterval how long an open operation can go unseen when no commit announces it
 * @param callsPerConnection under way at once, at most
 * @param callsPerSecond to one connection, at most; 0 for as many as the provider takes
 * @param waiting how long somebody is taken to wait for what they have asked for
 * @param schedule when to ask about an operation that is unknown or pending, one pause after the
 *     other; the last one repeats for ever
 * @param backoffBase of a request that provably had no effect: pauses are drawn between nothing and
 *     the base doubled each time
 * @param backoffCap no pause is drawn above this
 */
@ConfigurationProperties("truebook.dispatcher")
public record DispatcherSettings(
        boolean paused,
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("32") int callsPerConnection,
        @DefaultValue("0") int callsPerSecond,
        @DefaultValue("30s") Duration waiting,
        @DefaultValue({"30s", "2m", "10m", "1h", "6h", "20h", "1d"}) List<Duration> schedule,
        @DefaultValue("250ms") Duration backoffBase,
        @DefaultValue("60s") Duration backoffCap) {

    public DispatcherSettings {
        schedule = List.copyOf(schedule);
        if (schedule.isEmpty() || callsPerConnection < 1 || callsPerSecond < 0) {
            throw new IllegalArgumentException("A schedule and at least one call are needed");
        }
    }

    /**
     * The pause before asking again, after this many answers that left it open; up to a quarter
     * longer, for those that became unknown together.
     */
    Duration nextQuestion(int unsettled, RandomGenerator random) {
        var pause = schedule.get(Math.min(unsettled, schedule.size() - 1));
        return pause.plusMillis(random.nextLong(pause.toMillis() / 4 + 1));
    }

    /** Full jitter: many that failed together do not come back together. */
    Duration backoff(int failures, RandomGenerator random) {
        long doubled = backoffBase.toMillis() << Math.min(failures, 20);
        long bound = Math.min(doubled, backoffCap.toMillis());
        return Duration.ofMillis(random.nextLong(bound + 1));
    }
}
