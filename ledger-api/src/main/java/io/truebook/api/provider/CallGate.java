package io.truebook.api.provider;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.Strain;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before one provider account: how many calls at once, how many a second, and whether
 * any at all.
 *
 * <p>Each account has its own, so a slow or broken one takes nothing from another. Waiting here
 * loses nothing: operations stay open and keep their keys. A failure is that the provider could not
 * be reached, did not answer in time or in its own words, or broke; a refusal is an answer, and
 * "too many calls" slows down instead.
 */
public final class CallGate {

    private static final Logger log = LoggerFactory.getLogger(CallGate.class);

    private static final int CALLS_LOOKED_AT = 20;
    private static final int LEAST_CALLS = 8;
    private static final int HALF_OPEN_CALLS = 2;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(1);

    private final String connection;
    private final Clock clock;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final Pace pace;
    private final LongAdder throttled = new LongAdder();
    private final LongAdder sentAgain = new LongAdder();

    CallGate(String connection, DispatcherSettings settings, Clock clock) {
        this.connection = connection;
        this.clock = new SteadyClock(clock);
        this.pace = new Pace(settings.callsPerSecond());
        this.bulkhead =
                Bulkhead.of(
                        connection,
                        BulkheadConfig.custom()
                                .maxConcurrentCalls(settings.callsPerConnection())
                                .maxWaitDuration(Duration.ZERO)
                                .build());
        this.breaker = CircuitBreaker.of(connection, breaking(this.clock));
        breaker.getEventPublisher()
                .onStateTransition(change -> heed(change.getStateTransition().getToState()));
    }

    private static CircuitBreakerConfig breaking(Clock clock) {
        return CircuitBreakerConfig.custom()
                .clock(clock)
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(CALLS_LOOKED_AT)
                .minimumNumberOfCalls(LEAST_CALLS)
                .failureRateThreshold(50)
                .permittedNumberOfCallsInHalfOpenState(HALF_OPEN_CALLS)
                // The second factor spreads the nodes, so that they do not knock together.
                .waitIntervalFunctionInOpenState(
                        IntervalFunction.ofExponentialRandomBackoff(
                                FIRST_WAIT, 2, 0.3, LONGEST_WAIT))
                .recordResult(result -> result instanceof Strain.Away)
                .build();
    }

    private void heed(CircuitBreaker.State state) {
        switch (state) {
            case OPEN -> log.warn("{} fails and is left alone for a while", connection);
            case CLOSED -> {
                pace.startSlowly(clock.instant());
                log.info("{} answers again and is called again, slowly at first", connection);
            }
            case HALF_OPEN, DISABLED, METRICS_ONLY, FORCED_OPEN -> {
                // Only a try, or nothing we ever ask for.
            }
        }
    }

    /** Permits for the calls that may be made now; each is used up or closed. */
    List<Permit> take(int wanted) {
        int free = Math.min(wanted, bulkhead.getMetrics().getAvailableConcurrentCalls());
        int paced = free == 0 ? 0 : pace.take(free, clock.instant());
        var permits = new ArrayList<Permit>();
        while (permits.size() < paced && bulkhead.tryAcquirePermission()) {
            if (!breaker.tryAcquirePermission()) {
                bulkhead.releasePermission();
                break;
            }
            permits.add(new Permit());
        }
        pace.giveBack(paced - permits.size());
        return permits;
    }

    /** Leave for one call. */
    final class Permit implements AutoCloseable {

        private boolean used;

        /**
         * The call was made; or its adapter knew the answer without one, which teaches nothing.
         *
         * @param again whether the request had gone out before
         */
        void answered(Outcome outcome, Duration took, boolean again) {
            var strain = outcome.strain();
            if (strain instanceof Strain.Unseen) {
                close();
                return;
            }
            used = true;
            bulkhead.onComplete();
            if (again) {
                sentAgain.increment();
            }
            if (strain instanceof Strain.Throttled) {
                throttled.increment();
                pace.slowDown(pauseOf(strain), clock.instant());
            }
            breaker.onResult(took.toNanos(), TimeUnit.NANOSECONDS, strain);
        }

        /** Without a call nothing was learned. */
        @Override
        public void close() {
            if (!used) {
                used = true;
                breaker.releasePermission();
                bulkhead.releasePermission();
                pace.giveBack(1);
            }
        }
    }

    /** A longer one is asked for again by the next call, one a minute. */
    private static Duration pauseOf(Strain strain) {
        var asked = strain.asked();
        if (asked.isZero()) {
            return Duration.ofMillis(
                    ThreadLocalRandom.current().nextLong(THROTTLED_PAUSE.toMillis() + 1));
        }
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }

    public String connection() {
        return connection;
    }

    /** Whether the provider is called at all; half-open: with a few calls, to see. */
    public CircuitBreaker.State state() {
        return breaker.getState();
    }

    /** Whether it is left alone. */
    boolean isOpen() {
        return state() == CircuitBreaker.State.OPEN;
    }

    /** Calls under way. */
    public int underWay() {
        var metrics = bulkhead.getMetrics();
        return metrics.getMaxAllowedConcurrentCalls() - metrics.getAvailableConcurrentCalls();
    }

    /** Calls a second that are allowed now; infinite where nothing limits them. */
    public double perSecond() {
        return pace.perSecond();
    }

    /** How often the provider has said that there are too many calls. */
    public LongAdder throttledCount() {
        return throttled;
    }

    /** How often a request was sent again under its key. */
    public LongAdder sentAgainCount() {
        return sentAgain;
    }
}
