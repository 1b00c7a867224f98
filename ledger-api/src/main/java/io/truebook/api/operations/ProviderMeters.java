package io.truebook.api.operations;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.truebook.api.provider.CallGate;
import io.truebook.api.provider.ProviderDispatcher;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * How each provider connection is doing, as this node sees it.
 *
 * <p>None of it is part of readiness: a provider that is away is no reason to take the ledger away
 * as well.
 */
public final class ProviderMeters implements MeterBinder {

    private static final List<State> STATES = List.of(State.CLOSED, State.HALF_OPEN, State.OPEN);

    private final ProviderDispatcher dispatcher;

    public ProviderMeters(ProviderDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        dispatcher.gates().forEach(gate -> bind(gate, registry));
    }

    private static void bind(CallGate gate, MeterRegistry registry) {
        for (var state : STATES) {
            Gauge.builder("truebook.provider.breaker", gate, it -> it.state() == state ? 1 : 0)
                    .description("1 at the state that the connection's circuit breaker is in")
                    .tag("connection", gate.connection())
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("truebook.provider.calls", gate, CallGate::underWay)
                .description("Calls under way")
                .tag("connection", gate.connection())
                .register(registry);
        Gauge.builder("truebook.provider.pace", gate, CallGate::perSecond)
                .description("Calls a second that are allowed now; +Inf where nothing limits them")
                .tag("connection", gate.connection())
                .register(registry);
        counter(
                registry,
                "truebook.provider.throttled",
                "Answers that there are too many calls",
                gate,
                gate.throttledCount());
        counter(
                registry,
                "truebook.provider.retries",
                "Requests that were sent again under their key",
                gate,
                gate.sentAgainCount());
    }

    private static void counter(
            MeterRegistry registry,
            String name,
            String description,
            CallGate gate,
            LongAdder count) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .tag("connection", gate.connection())
                .register(registry);
    }
}
