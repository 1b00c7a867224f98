package io.truebook.contract.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Charges recorded per second over HTTP ({@code Prefer: respond-async}), their latency, and the CPU
 * time of each, by process.
 *
 * <p>It starts the packaged jar with provider calls paused. Modes: {@code closed [seconds]} at 1,
 * 16, 64 and 256 in flight; {@code half [seconds]} at 64 in flight, then at half that rate on a
 * fixed schedule; {@code soak [minutes] [per second]} prints the live heap every minute and how it
 * grew; {@code hold [seconds]} keeps 64 in flight, for a profiler. {@code -Dtruebook.jar=} names
 * the jar, {@code -Dtruebook.jvm=} the options of its JVM, none by default. A minute of load comes
 * first: until then a third of the CPU goes to the JIT compiler.
 */
public final class HttpBenchmark {

    private static final int IN_FLIGHT = 64;
    private static final int WARM_UP_SECONDS = 60;

    private final MeasuredApplication application;
    private int run;

    private HttpBenchmark(MeasuredApplication application) {
        this.application = application;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String mode = arguments.length > 0 ? arguments[0] : "closed";
        int first = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        var jar = Path.of(System.getProperty("truebook.jar", "ledger-api/target/ledger-api.jar"));
        var options =
                Pattern.compile(" ")
                        .splitAsStream(System.getProperty("truebook.jvm", ""))
                        .filter(option -> !option.isBlank())
                        .toList();
        try (var application = MeasuredApplication.start(jar, options)) {
            System.out.printf(
                    "application %d, data in %s%n", application.pid(), application.data());
            var benchmark = new HttpBenchmark(application);
            switch (mode) {
                case "closed" -> benchmark.closed(first);
                case "half" -> benchmark.half(first);
                case "soak" ->
                        benchmark.soak(
                                first,
                                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000);
                case "hold" -> benchmark.measure("64", IN_FLIGHT, load -> load.closed(first));
                default -> throw new IllegalArgumentException("No such mode: " + mode);
            }
        }
    }

    /** What the generator is to do. */
    private interface Load {
        Latencies put(LoadGenerator generator) throws IOException;
    }

    private void closed(int seconds) throws IOException, InterruptedException {
        warmUp();
        title();
        for (int inFlight : List.of(1, 16, 64, 256)) {
            measure(Integer.toString(inFlight), inFlight, load -> load.closed(seconds));
        }
    }

    private void half(int seconds) throws IOException, InterruptedException {
        warmUp();
        title();
        double full = measure("64", IN_FLIGHT, load -> load.closed(seconds));
        var name = "%.0f/s".formatted(full / 2);
        measure(name, IN_FLIGHT * 4, load -> load.open(full / 2, seconds));
    }

    /** A constant rate for long: a live heap that rises from minute to minute is a leak. */
    private void soak(int minutes, int perSecond) throws IOException, InterruptedException {
        measureQuietly(load -> load.open(perSecond, WARM_UP_SECONDS));
        var slope = new Slope();
        System.out.println("minute  charges/s  p99 ms  max ms  live heap MB  resident MB  errors");
        for (int minute = 1; minute <= minutes; minute++) {
            try (var generator = generator(IN_FLIGHT * 4)) {
                var latencies = generator.open(perSecond, 60);
                double live = application.liveMegabytes();
                slope.add(minute, live);
                System.out.printf(
                        Locale.ROOT,
                        "%6d  %9.0f  %6.1f  %6.0f  %12.1f  %11.0f  %6d%n",
                        minute,
                        latencies.total() / 60.0,
                        latencies.millis(0.99),
                        latencies.maxMillis(),
                        live,
                        ProcessTable.residentMegabytes(application.pid()),
                        generator.errors());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "live heap: %+.3f MB per minute, %+.1f bytes per charge%n",
                slope.perStep(),
                slope.perStep() * 1024 * 1024 / (perSecond * 60.0));
    }

    private void warmUp() throws IOException {
        measureQuietly(load -> load.closed(WARM_UP_SECONDS));
    }

    private void measureQuietly(Load load) throws IOException {
        try (var generator = generator(IN_FLIGHT)) {
            load.put(generator);
        }
    }

    private static void title() {
        System.out.println(
                "in flight   charges/s  p50 ms  p99 ms  max ms  CPU us (application + PostgreSQL"
                        + " + generator)  GC ms/s  errors");
    }

    private double measure(String name, int connections, Load load)
            throws IOException, InterruptedException {
        try (var generator = generator(connections)) {
            double collected = application.metric("jvm_gc_pause_seconds_sum", "");
            var before = application.cpu();
            long begin = System.nanoTime();
            var latencies = load.put(generator);
            double seconds = (System.nanoTime() - begin) / 1e9;
            var used = application.cpu().since(before);
            double total = latencies.total();
            System.out.printf(
                    Locale.ROOT,
                    "%-11s %9.0f %7.1f %7.1f %7.0f %7.0f (%.0f + %.0f + %.0f) %30.1f %7d%n",
                    name,
                    total / seconds,
                    latencies.millis(0.50),
                    latencies.millis(0.99),
                    latencies.maxMillis(),
                    (used.application() + used.postgres() + used.generator()) / total,
                    used.application() / total,
                    used.postgres() / total,
                    used.generator() / total,
                    (application.metric("jvm_gc_pause_seconds_sum", "") - collected)
                            * 1000
                            / seconds,
                    generator.errors());
            return total / seconds;
        }
    }

    private LoadGenerator generator(int connections) throws IOException {
        var host = "localhost:" + application.address().getPort();
        var charge = new ChargeRequest(host, application.key(), "run-" + run++);
        return new LoadGenerator(application.address(), charge, connections);
    }
}
