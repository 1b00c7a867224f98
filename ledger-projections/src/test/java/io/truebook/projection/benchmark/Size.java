package io.truebook.projection.benchmark;

import static io.truebook.projection.benchmark.JournalBenchmark.print;

import io.truebook.projection.benchmark.ClosedLoop.Result;
import java.util.ArrayList;
import java.util.List;

/** Ours at 64 in flight on a young journal and on an old one, in turns on one server. */
final class Size {

    private static final int IN_FLIGHT = 64;
    private static final int YOUNG = 10_000;
    private static final int ROUNDS = 4;

    private final int seconds;

    Size(int seconds) {
        this.seconds = seconds;
    }

    void measure(int events) {
        List<Result> youngResults = new ArrayList<>();
        List<Result> oldResults = new ArrayList<>();
        try (var young = new GroupCommitLedger(ClosedLoop.ACCOUNTS);
                var old = new GroupCommitLedger(ClosedLoop.ACCOUNTS)) {
            LongHistory.write(young.database(), YOUNG, ClosedLoop.ACCOUNTS);
            long begin = System.nanoTime();
            LongHistory.write(old.database(), events, ClosedLoop.ACCOUNTS);
            System.out.printf(
                    "%d events written in %d s%n",
                    events, (System.nanoTime() - begin) / 1_000_000_000);
            var clock = new CpuClock(old.database());
            ClosedLoop.run(young::send, clock, IN_FLIGHT, false, seconds);
            ClosedLoop.run(old::send, clock, IN_FLIGHT, false, seconds);
            for (int round = 0; round < ROUNDS; round++) {
                youngResults.add(ClosedLoop.run(young::send, clock, IN_FLIGHT, false, seconds));
                print("young", IN_FLIGHT, youngResults.getLast());
                oldResults.add(ClosedLoop.run(old::send, clock, IN_FLIGHT, false, seconds));
                print("old", IN_FLIGHT, oldResults.getLast());
            }
        }
        System.out.printf(
                "%d events / %d events: %.2f by rate, %.2f by CPU%n",
                events,
                YOUNG,
                sum(oldResults, true) / sum(youngResults, true),
                sum(youngResults, false) / sum(oldResults, false));
    }

    private static double sum(List<Result> results, boolean rate) {
        return results.stream()
                .mapToDouble(result -> rate ? result.perSecond() : result.micros())
                .sum();
    }
}
