package io.truebook.api.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.truebook.api.webhook.UnprovenCallbacks;
import io.truebook.api.webhook.UnprovenCallbacks.Tally;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What was refused for want of a proof, and whether it looks as if our clock were wrong.
 *
 * <p>Never a reason to be down: a stranger could bring that about.
 */
public final class CallbackMeters implements MeterBinder, HealthIndicator {

    private final UnprovenCallbacks unproven;

    public CallbackMeters(UnprovenCallbacks unproven) {
        this.unproven = unproven;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        unproven.tallies().forEach((connection, tally) -> bind(connection, tally, registry));
    }

    private static void bind(String connection, Tally tally, MeterRegistry registry) {
        refused(connection, "forged", tally.forged(), registry);
        refused(connection, "untimely", tally.untimely(), registry);
        FunctionCounter.builder("truebook.webhook.hints", tally.asked(), LongAdder::sum)
                .description("Refused callbacks that had the provider asked sooner")
                .tag("connection", connection)
                .register(registry);
        Gauge.builder("truebook.webhook.clocks.apart", tally, it -> it.clocksApart().toSeconds())
                .description("How far our clock and the provider's seem to be apart")
                .baseUnit("seconds")
                .tag("connection", connection)
                .register(registry);
    }

    private static void refused(
            String connection, String reason, LongAdder count, MeterRegistry registry) {
        FunctionCounter.builder("truebook.webhook.refused", count, LongAdder::sum)
                .description("Callbacks whose signature does not hold")
                .tag("connection", connection)
                .tag("reason", reason)
                .register(registry);
    }

    @Override
    public Health health() {
        var health = Health.up();
        unproven.tallies()
                .forEach((connection, tally) -> {
                    if (!tally.clocksApart().isZero()) {
                        health.withDetail(
                                connection,
                                "signatures are %d s away from now: is our clock right?"
                                        .formatted(tally.clocksApart().toSeconds()));
                    }
                });
        return health.build();
    }
}
