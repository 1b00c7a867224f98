package io.truebook.api.operations;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How far the read models are and what could not be worked on: details for people. It is never a
 * reason to take a node away, for that would help nobody.
 */
public final class StreamingHealth implements HealthIndicator {

    private final LastLook state;

    public StreamingHealth(LastLook state) {
        this.state = state;
    }

    @Override
    public Health health() {
        var health = Health.up();
        state.seen()
                .ifPresent(seen -> {
                    var lags = new TreeMap<String, Map<String, Object>>();
                    seen.lags()
                            .forEach((name, lag) ->
                                    lags.put(
                                            name,
                                            Map.of(
                                                    "lag_events",
                                                    lag.events(),
                                                    "delay_seconds",
                                                    lag.seconds())));
                    health.withDetail("processors", lags)
                            .withDetail("dead_letters", seen.deadLetters())
                            .withDetail("webhook_inbox", seen.inboxDepth());
                });
        return health.build();
    }
}
