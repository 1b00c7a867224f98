package io.truebook.projection.benchmark;

import io.truebook.projection.benchmark.ClosedLoop.Result;
import java.util.List;
import java.util.function.Supplier;

/**
 * Commands per second and their latency in one run on one durable server (fsync on): ours, Axon's
 * stock JDBC engine, and the limits of the machine below and above.
 *
 * <p>Closed loop: as many virtual threads as commands in flight, each sending the next command when
 * the one before is durable. Every command is one event, one transaction id, two postings and two
 * balances. Uncontended: two of 100,000 accounts. Hot: one side is always the same account.
 * Arguments: {@code ours|stock|all [seconds]}, {@code limits [seconds]} ({@link Limits}), {@code
 * size [seconds] [events]} ({@link Size}).
 */
public final class JournalBenchmark {

    private final int seconds;

    private JournalBenchmark(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        String which = arguments.length > 0 ? arguments[0] : "all";
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        System.out.println(
                "ledger      in flight  commands/s  p50 ms  p99 ms  CPU us (JVM + server)");
        switch (which) {
            case "limits" -> new Limits(seconds).measure();
            case "size" ->
                    new Size(seconds)
                            .measure(
                                    arguments.length > 2
                                            ? Integer.parseInt(arguments[2])
                                            : 10_000_000);
            default -> new JournalBenchmark(seconds).compare(which);
        }
        System.exit(0);
    }

    private void compare(String which) {
        if (!which.equals("stock")) {
            measure(
                    "ours",
                    () -> new GroupCommitLedger(ClosedLoop.ACCOUNTS),
                    List.of(1, 16, 64, 256),
                    true);
        }
        if (!which.equals("ours")) {
            for (int pool : List.of(2, 16, 64)) {
                measure(
                        "stock/" + pool,
                        () -> new StockLedger(ClosedLoop.ACCOUNTS, pool),
                        List.of(1, 16, 64, 256),
                        pool == 16);
            }
        }
    }

    private void measure(
            String name, Supplier<MeasuredLedger> open, List<Integer> inFlight, boolean hotToo) {
        try (var ledger = open.get()) {
            var clock = new CpuClock(ledger.database());
            ClosedLoop.run(ledger::send, clock, 64, false, seconds);
            for (int threads : inFlight) {
                print(name, threads, ClosedLoop.run(ledger::send, clock, threads, false, seconds));
            }
            if (hotToo) {
                print(name + " hot", 64, ClosedLoop.run(ledger::send, clock, 64, true, seconds));
                print(name, 64, ClosedLoop.run(ledger::send, clock, 64, false, seconds));
            }
        }
    }

    static void print(String name, int threads, Result result) {
        System.out.printf(
                "%-15s %5d %11.0f %7.2f %7.2f %7.0f (%.0f + %.0f)%n",
                name,
                threads,
                result.perSecond(),
                result.p50(),
                result.p99(),
                result.micros(),
                result.jvmMicros(),
                result.serverMicros());
    }
}
