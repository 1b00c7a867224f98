package io.truebook.projection.benchmark;

import static io.truebook.projection.benchmark.JournalBenchmark.print;

import io.truebook.projection.benchmark.ClosedLoop.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * Ours at 64 in flight on a young journal and on an old one, in turns on one server; spread over
 * all accounts, and with the one hot account that every payment ledger has.
 */
final class Size {

    private static final int IN_FLIGHT = 64;
    private static final int YOUNG = 10_000;
    private static final int ROUNDS = 4;

    private final int seconds;

    Size(int seconds) {
        this.seconds = seconds;
    }

    void measure(int events) {
        try (var young = new GroupCommitLedger(ClosedLoop.ACCOUNTS);
                var old = new GroupCommitLedger(ClosedLoop.ACCOUNTS)) {
            LongHistory.write(young.database(), YOUNG, ClosedLoop.ACCOUNTS);
            long begin = System.nanoTime();
            LongHistory.write(old.database(), events, ClosedLoop.ACCOUNTS);
            System.out.printf(
                    "%d events written in %d s%n",
                    events, (System.nanoTime() - begin) / 1_000_000_000);
            for (boolean hot : new boolean[] {false, true}) {
                compare(young, old, events, hot);
            }
        }
    }

    private void compare(GroupCommitLedger young, GroupCommitLedger old, int events, boolean hot) {
        var clock = new CpuClock(old.database());
        var written = new WalClock(old.database());
        List<Result> youngResults = new ArrayList<>();
        List<Result> oldResults = new ArrayList<>();
        ClosedLoop.run(young::send, clock, IN_FLIGHT, hot, seconds);
        ClosedLoop.run(old::send, clock, IN_FLIGHT, hot, seconds);
        for (int round = 0; round < ROUNDS; round++) {
            youngResults.add(round(hot ? "young, hot" : "young", young, hot, clock, written));
            oldResults.add(round(hot ? "old, hot" : "old", old, hot, clock, written));
        }
        System.out.printf(
                "%d events / %d events%s: %.2f by rate, %.2f by CPU%n",
                events,
                YOUNG,
                hot ? ", hot" : "",
                sum(oldResults, true) / sum(youngResults, true),
                sum(youngResults, false) / sum(oldResults, false));
    }

    private Result round(
            String name, GroupCommitLedger ledger, boolean hot, CpuClock clock, WalClock written) {
        var before = written.read();
        var result = ClosedLoop.run(ledger::send, clock, IN_FLIGHT, hot, seconds);
        var wal = written.read().minus(before);
        double commands = result.perSecond() * seconds;
        print(name, IN_FLIGHT, result);
        System.out.printf(
                "%15s written ahead per command: %.0f bytes, %.2f whole pages%n",
                "", wal.bytes() / commands, wal.pages() / commands);
        return result;
    }

    private static double sum(List<Result> results, boolean rate) {
        return results.stream()
                .mapToDouble(result -> rate ? result.perSecond() : result.micros())
                .sum();
    }
}
