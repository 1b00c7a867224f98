package io.truebook.api.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.truebook.api.operations.LedgerState.Feed;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** How far what providers list of their events was read: the same on every node. */
public final class FeedMeters implements MeterBinder {

    private final LastLook state;
    private final Set<String> connections;

    public FeedMeters(LastLook state, Set<String> connections) {
        this.state = state;
        this.connections = Set.copyOf(connections);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        connections.forEach(connection -> bind(connection, registry));
    }

    private void bind(String connection, MeterRegistry registry) {
        Gauge.builder("truebook.feed.age", this, it -> it.number(connection, Feed::seconds))
                .description("Since everything was known that the provider lists of its events")
                .baseUnit("seconds")
                .tag("connection", connection)
                .register(registry);
        FunctionCounter.builder("truebook.feed.news", this, it -> it.number(connection, Feed::news))
                .description("Events in the provider's list that no webhook had brought")
                .tag("connection", connection)
                .register(registry);
    }

    private double number(String connection, ToDoubleFunction<Feed> which) {
        return state.seen()
                .map(seen -> seen.feeds().get(connection))
                .map(which::applyAsDouble)
                .orElse(Double.NaN);
    }
}
