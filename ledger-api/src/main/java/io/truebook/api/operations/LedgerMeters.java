package io.truebook.api.operations;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.truebook.api.http.AdmissionGate;
import io.truebook.api.http.RequestClass;
import io.truebook.api.operations.LedgerState.Lag;
import io.truebook.api.operations.LedgerState.Seen;
import io.truebook.api.provider.ProviderDispatcher;
import io.truebook.projection.deadletter.DeadLetterRetries;
import io.truebook.projection.deadletter.ParkingPolicy;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.WriterObserver;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the ledger; docs/operations.md says what each means and which deserve an alert.
 *
 * <p>Gauges of the database's state are the same on every node; counters and the writer's meters
 * are this node's own. Tags have few values: processors, connections, outcomes, kinds of requests.
 */
public final class LedgerMeters implements MeterBinder {

    /** What the writer of this node has done; made before the writer, bound when it is there. */
    public static final class Batches implements WriterObserver {

        private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
        private static final Duration[] TIMES = {
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5)
        };

        private final LongAdder refused = new LongAdder();
        private volatile @Nullable DistributionSummary sizes;
        private volatile @Nullable Timer times;

        @Override
        public void committed(int appends, Duration took) {
            var size = sizes;
            var time = times;
            if (size != null && time != null) {
                size.record(appends);
                time.record(took);
            }
        }

        @Override
        public void refused() {
            refused.increment();
        }

        void bindTo(MeterRegistry registry) {
            sizes =
                    DistributionSummary.builder("truebook.journal.batch")
                            .description("Commands made durable by one commit")
                            .baseUnit("commands")
                            .serviceLevelObjectives(SIZES)
                            .register(registry);
            times =
                    Timer.builder("truebook.journal.commit")
                            .description("From asking for the lock on the head to the commit")
                            .serviceLevelObjectives(TIMES)
                            .register(registry);
            counter(
                    registry,
                    "truebook.journal.refused",
                    "Commands refused because too many waited for the writer",
                    refused,
                    LongAdder::sum);
        }
    }

    /** Everything of this node that counts. */
    public record Sources(
            JournalWriter writer,
            Batches batches,
            AdmissionGate gate,
            ProviderDispatcher dispatcher,
            DeadLetterRetries retries,
            Map<String, ParkingPolicy> processors) {}

    private final LastLook state;
    private final Sources sources;

    public LedgerMeters(LastLook state, Sources sources) {
        this.state = state;
        this.sources = sources;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        processors(registry);
        shared(registry);
        node(registry);
        requests(registry);
        attempts(registry);
    }

    private void processors(MeterRegistry registry) {
        sources.processors()
                .forEach((name, policy) -> {
                    String[] tag = {"processor", name};
                    gauge(
                            registry,
                            "truebook.processor.lag",
                            "events",
                            "Events a processor has not seen",
                            seen -> lag(seen, name).events(),
                            tag);
                    gauge(
                            registry,
                            "truebook.processor.delay",
                            "seconds",
                            "Age of the oldest event a processor has not seen",
                            seen -> lag(seen, name).seconds(),
                            tag);
                    gauge(
                            registry,
                            "truebook.dead.letters",
                            null,
                            "What could not be worked on and waits",
                            seen -> seen.deadLetters().getOrDefault(name, 0L),
                            "source",
                            name);
                    counter(
                            registry,
                            "truebook.processor.failures",
                            "Handling of events that failed, retries included",
                            policy,
                            ParkingPolicy::failures,
                            tag);
                    counter(
                            registry,
                            "truebook.processor.parked",
                            "Events that became dead letters",
                            policy,
                            ParkingPolicy::parked,
                            tag);
                });
    }

    private static Lag lag(Seen seen, String processor) {
        return seen.lags().getOrDefault(processor, new Lag(0, 0));
    }

    private void shared(MeterRegistry registry) {
        gauge(
                registry,
                "truebook.dead.letters",
                null,
                "What could not be worked on and waits",
                seen -> seen.deadLetters().getOrDefault("webhooks", 0L),
                "source",
                "webhooks");
        gauge(
                registry,
                "truebook.webhook.inbox",
                "callbacks",
                "Callbacks nobody has worked on yet",
                Seen::inboxDepth);
        gauge(
                registry,
                "truebook.webhook.inbox.oldest",
                "seconds",
                "Age of the oldest of them",
                Seen::inboxOldestSeconds);
        gauge(
                registry,
                "truebook.provider.operations",
                null,
                "Provider operations that are open",
                Seen::openOperations);
        gauge(
                registry,
                "truebook.provider.operations.overdue",
                "seconds",
                "Since the oldest of them should have been tried",
                Seen::operationsOverdueSeconds);
    }

    private void node(MeterRegistry registry) {
        sources.batches().bindTo(registry);
        Gauge.builder("truebook.journal.queue", sources.writer(), JournalWriter::waiting)
                .description("Commands that wait for the writer")
                .baseUnit("commands")
                .register(registry);
        counter(
                registry,
                "truebook.dead.letter.retries",
                "Payments whose parked events were tried again",
                sources.retries(),
                DeadLetterRetries::retries);
    }

    private void requests(MeterRegistry registry) {
        for (var kind : RequestClass.values()) {
            var name = kind.name().toLowerCase(Locale.ROOT);
            Gauge.builder("truebook.requests", sources.gate(), gate -> gate.underWay(kind))
                    .description("Requests under way")
                    .tag("kind", name)
                    .register(registry);
            counter(
                    registry,
                    "truebook.requests.refused",
                    "Requests refused because there was no room",
                    sources.gate(),
                    gate -> gate.refused(kind),
                    "kind",
                    name);
        }
    }

    private void attempts(MeterRegistry registry) {
        sources.dispatcher()
                .attempts()
                .forEach((attempt, count) ->
                        counter(
                                registry,
                                "truebook.provider.attempts",
                                "Calls to providers by what became of them",
                                count,
                                LongAdder::sum,
                                "connection",
                                attempt.connection(),
                                "outcome",
                                attempt.outcome()));
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String description,
            Function<Seen, ? extends Number> number,
            String... tags) {
        Gauge.builder(name, state, look -> look.number(number))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private static <T> void counter(
            MeterRegistry registry,
            String name,
            String description,
            T counted,
            ToDoubleFunction<T> count,
            String... tags) {
        FunctionCounter.builder(name, counted, count)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
