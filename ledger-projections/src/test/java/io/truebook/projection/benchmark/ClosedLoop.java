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

/**
 * As many virtual threads as commands in flight, each sending the next command when the one before
 * is durable.
 */
final class ClosedLoop {

    /** Accounts that commands are spread over. */
    static final int ACCOUNTS = 100_000;

    private static final AtomicLong COMMANDS = new AtomicLong();

    /** Makes one transfer durable and returns then. */
    interface Ledger {
        void send(TransferAggregate.Move move, CommandContext context);
    }

    /** What a run of some seconds came to; times in milliseconds, CPU in microseconds a command. */
    record Result(double perSecond, double p50, double p99, double jvmMicros, double serverMicros) {

        double micros() {
            return jvmMicros + serverMicros;
        }
    }

    private ClosedLoop() {}

    static Result run(Ledger ledger, CpuClock clock, int threads, boolean hot, int seconds) {
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

    private static long[] client(Ledger ledger, boolean hot, long end) {
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

    private static void send(Ledger ledger, boolean hot) {
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
                        TransactionKey.ofClient("default", "%016x".formatted(random.nextLong())),
                        "benchmark",
                        "Move",
                        RequestFields.of(1, Map.of("amount", "h", "merchant", "h")));
        ledger.send(move, context);
    }
}
