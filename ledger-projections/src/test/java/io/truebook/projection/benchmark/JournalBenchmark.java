package io.truebook.projection.benchmark;

import io.truebook.ledger.money.Money;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Commands per second and their latency, ours against Axon's stock JDBC engine, in one run on one
 * durable server (fsync on).
 *
 * <p>Closed loop: as many virtual threads as commands in flight, each sending the next command when
 * the one before is durable. Every command is one event, one transaction id, two postings and two
 * balances, through Axon's command bus and an aggregate. Uncontended: two of 100,000 accounts. Hot:
 * one side is always the same account. Arguments: {@code ours|stock|all [seconds]}.
 */
public final class JournalBenchmark {

    private static final int ACCOUNTS = 100_000;
    private static final AtomicLong COMMANDS = new AtomicLong();

    private final int seconds;

    private JournalBenchmark(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) {
        String which = arguments.length > 0 ? arguments[0] : "all";
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var benchmark = new JournalBenchmark(seconds);
        System.out.println(
                "ledger      in flight  commands/s  p50 ms  p99 ms  CPU us (JVM + server)");
        if (!which.equals("stock")) {
            benchmark.measure(
                    "ours", () -> new GroupCommitLedger(ACCOUNTS), List.of(1, 16, 64, 256), true);
        }
        if (!which.equals("ours")) {
            for (int pool : List.of(2, 16, 64)) {
                benchmark.measure(
                        "stock/" + pool,
                        () -> new StockLedger(ACCOUNTS, pool),
                        List.of(1, 16, 64, 256),
                        pool == 16);
            }
        }
        System.exit(0);
    }

    private void measure(
            String name, Supplier<MeasuredLedger> open, List<Integer> inFlight, boolean hotToo) {
        try (var ledger = open.get()) {
            var clock = new CpuClock(ledger.database());
            run(ledger, clock, 64, false, seconds);
            for (int threads : inFlight) {
                print(name, threads, run(ledger, clock, threads, false, seconds));
            }
            if (hotToo) {
                print(name + " hot", 64, run(ledger, clock, 64, true, seconds));
                print(name, 64, run(ledger, clock, 64, false, seconds));
            }
        }
    }

    private record Result(
            double perSecond, double p50, double p99, double jvmMicros, double serverMicros) {}

    private static void print(String name, int threads, Result result) {
        System.out.printf(
                "%-11s %9d %11.0f %7.2f %7.2f %7.0f (%.0f + %.0f)%n",
                name,
                threads,
                result.perSecond,
                result.p50,
                result.p99,
                result.jvmMicros + result.serverMicros,
                result.jvmMicros,
                result.serverMicros);
    }

    private static Result run(
            MeasuredLedger ledger, CpuClock clock, int threads, boolean hot, int seconds) {
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        var before = clock.read();
        List<long[]> latencies = new ArrayList<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(clients.submit(() -> client(ledger, hot, end)));
            }
            for (var each : all) {
                latencies.add(each.get());
            }
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        var used = clock.read().minus(before);
        long[] sorted = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(
                sorted.length / elapsed,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                used.jvm() / sorted.length,
                used.server() / sorted.length);
    }

    private static long[] client(MeasuredLedger ledger, boolean hot, long end) {
        long[] latencies = new long[1024];
        int count = 0;
        for (long now = System.nanoTime(); now < end; count++) {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, count * 2);
            }
            send(ledger, hot);
            long done = System.nanoTime();
            latencies[count] = done - now;
            now = done;
        }
        return Arrays.copyOf(latencies, count);
    }

    private static void send(MeasuredLedger ledger, boolean hot) {
        long number = COMMANDS.incrementAndGet();
        var random = ThreadLocalRandom.current();
        int one = random.nextInt(ACCOUNTS) + 1;
        int other = one % ACCOUNTS + 1;
        var debit = hot ? "provider:stripe:clearing" : "merchant:m-" + other + ":payable";
        var move =
                new TransferAggregate.Move(
                        "tr_%016d".formatted(number),
                        Money.of(1 + random.nextInt(10_000), "EUR"),
                        debit,
                        "merchant:m-" + one + ":payable");
        var context =
                new CommandContext(
                        TransactionKey.ofClient("default", Long.toHexString(random.nextLong())),
                        "benchmark",
                        "Move",
                        RequestFields.of(1, Map.of("amount", "h", "merchant", "h")));
        ledger.send(move, context);
    }
}
