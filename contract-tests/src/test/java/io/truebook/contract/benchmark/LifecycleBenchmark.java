package io.truebook.contract.benchmark;

import com.sun.net.httpserver.HttpServer;
import io.truebook.contract.LedgerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Whole lives of charges per second: a client's request, the provider's call, its answer recorded
 * and given to the client, the provider's callbacks received, verified and worked off.
 *
 * <p>Everything runs on this machine: the packaged jar with its PostgreSQL, the simulated provider
 * with zero latency and a PostgreSQL of its own, and the generator of the load. First the baseline:
 * the same load on the provider alone, its callbacks delivered to somebody who only says yes, which
 * nothing in front of that provider can surpass. Arguments: seconds of load, of warm-up, requests
 * in flight. {@code -Dtruebook.jar=} names the jar, {@code -Dtruebook.jvm=} the options of the
 * application's JVM.
 */
public final class LifecycleBenchmark {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final MeasuredSimulator provider;
    private final int seconds;
    private final int warmUp;
    private final int inFlight;

    private LifecycleBenchmark(MeasuredSimulator provider, String[] arguments) {
        this.provider = provider;
        this.seconds = number(arguments, 0, 20);
        this.warmUp = number(arguments, 1, 40);
        this.inFlight = number(arguments, 2, 64);
    }

    private static int number(String[] arguments, int place, int otherwise) {
        return arguments.length > place ? Integer.parseInt(arguments[place]) : otherwise;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var jar = Path.of(System.getProperty("truebook.jar", "ledger-api/target/ledger-api.jar"));
        var options =
                Pattern.compile(" ")
                        .splitAsStream(System.getProperty("truebook.jvm", ""))
                        .filter(option -> !option.isBlank())
                        .toList();
        try (var alone = new MeasuredSimulator()) {
            new LifecycleBenchmark(alone, arguments).baseline();
        }
        // Another one, for the ledger also reads what its provider lists of the last minutes.
        try (var provider = new MeasuredSimulator()) {
            var benchmark = new LifecycleBenchmark(provider, arguments);
            try (var application =
                    MeasuredApplication.start(jar, options, List.of(provider.settings()))) {
                System.out.printf(
                        "application %d, data in %s%n", application.pid(), application.data());
                benchmark.lifecycles(application);
            }
        }
    }

    /** The provider alone. */
    private void baseline() throws IOException {
        var accepted = new AtomicLong();
        var receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            receiver.setExecutor(threads);
            receiver.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            exchange.getRequestBody().readAllBytes();
                            exchange.sendResponseHeaders(OK, -1);
                            accepted.incrementAndGet();
                        }
                    });
            receiver.start();
            provider.deliverTo(
                    URI.create("http://localhost:" + receiver.getAddress().getPort() + "/"));
            load(provider.address(), intents("warm"), OK, warmUp / 2, new Settled(), false);
            awaitDelivered();
            accepted.set(0);
            var cpu = provider.cpu();
            long begin = System.nanoTime();
            var answers =
                    load(provider.address(), intents("base"), OK, seconds, new Settled(), false);
            double answered = (System.nanoTime() - begin) / 1e9;
            awaitDelivered();
            double all = (System.nanoTime() - begin) / 1e9;
            var used = provider.cpu();
            System.out.printf(
                    Locale.ROOT,
                    "provider alone: %.0f charges/s, with its %d callbacks %.0f/s;"
                            + " answer p50 %.1f ms, p99 %.1f ms;"
                            + " CPU us per charge: simulator %.0f, its PostgreSQL %.0f%n",
                    answers.total() / answered,
                    accepted.get(),
                    answers.total() / all,
                    answers.millis(0.5),
                    answers.millis(0.99),
                    (used[0] - cpu[0]) / answers.total(),
                    (used[1] - cpu[1]) / answers.total());
        } finally {
            receiver.stop(0);
        }
    }

    private void lifecycles(MeasuredApplication application) throws IOException {
        var ledger = URI.create("http://localhost:" + application.address().getPort());
        var client = new LedgerClient(ledger, application.key());
        provider.deliverTo(ledger.resolve("/webhooks/stripe"));
        load(
                application.address(),
                charges(application, "warm"),
                CREATED,
                warmUp,
                new Settled(),
                true);
        awaitDelivered();

        var settled = new Settled();
        var before = application.cpu();
        var theirs = provider.cpu();
        var begin = Instant.now();
        Latencies answers;
        try (var delay = new ProcessorDelay(application, "reconciliation-saga")) {
            answers =
                    load(
                            application.address(),
                            charges(application, "life"),
                            CREATED,
                            seconds,
                            settled,
                            true);
            System.out.printf(
                    Locale.ROOT,
                    "saga behind the journal: p50 %.2f s, p99 %.2f s, max %.2f s%n",
                    delay.quantile(0.5),
                    delay.quantile(0.99),
                    delay.quantile(1));
        }
        double answered = since(begin, Instant.now());
        long owed = provider.owed();
        awaitDelivered();
        awaitWorked(application);
        var used = application.cpu().since(before);
        var theirsAfter = provider.cpu();
        var lives = settled.latencies(client);
        double all = since(begin, settled.end());

        System.out.printf(
                Locale.ROOT,
                "%d in flight: %.0f answers/s, %.0f lifecycles/s (%d in %.1f s; %d callbacks behind"
                        + " when the load ended)%n"
                        + "request to answer: p50 %.1f ms, p99 %.1f ms, max %.0f ms%n"
                        + "request to settled: p50 %.1f ms, p99 %.1f ms, max %.0f ms%n",
                inFlight,
                answers.total() / answered,
                answers.total() / all,
                answers.total(),
                all,
                owed,
                answers.millis(0.5),
                answers.millis(0.99),
                answers.maxMillis(),
                lives.millis(0.5),
                lives.millis(0.99),
                lives.maxMillis());
        System.out.printf(
                Locale.ROOT,
                "CPU us per lifecycle: application %.0f, its PostgreSQL %.0f, simulator %.0f, its"
                        + " PostgreSQL %.0f, generator %.0f%n",
                used.application() / answers.total(),
                used.postgres() / answers.total(),
                (theirsAfter[0] - theirs[0]) / answers.total(),
                (theirsAfter[1] - theirs[1]) / answers.total(),
                used.generator() / answers.total());
    }

    private Latencies load(
            InetSocketAddress server,
            LoadRequest requests,
            int expected,
            int forSeconds,
            Settled settled,
            boolean heeds)
            throws IOException {
        try (var generator =
                new LoadGenerator(
                        server, requests, inFlight, expected, heeds ? settled::heed : _ -> {})) {
            var latencies = generator.closed(forSeconds);
            if (generator.errors() > 0) {
                System.out.println(generator.errors() + " answers were not the expected one");
            }
            return latencies;
        }
    }

    private PaymentIntentRequest intents(String run) {
        return new PaymentIntentRequest("localhost:" + provider.address().getPort(), run);
    }

    private static ChargeRequest charges(MeasuredApplication application, String run)
            throws IOException {
        var host = "localhost:" + application.address().getPort();
        return new ChargeRequest(host, application.key(), run, "wait=10");
    }

    private void awaitDelivered() {
        poll(() -> provider.owed() == 0);
    }

    /** The application looks at its inbox every few seconds for whoever asks for its metrics. */
    private static void awaitWorked(MeasuredApplication application) {
        poll(() -> application.metric("truebook_webhook_inbox_callbacks", "") == 0);
    }

    private interface Look {
        boolean isDone() throws IOException, InterruptedException;
    }

    private static void poll(Look look) {
        Awaitility.await("the rest")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(look::isDone);
    }

    private static double since(Instant begin, Instant end) {
        return Duration.between(begin, end).toNanos() / 1e9;
    }
}
