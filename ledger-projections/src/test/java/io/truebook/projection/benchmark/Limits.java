package io.truebook.projection.benchmark;

import static io.truebook.projection.benchmark.JournalBenchmark.print;

import io.truebook.projection.benchmark.ClosedLoop.Result;
import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ours at 64 in flight between a floor and a ceiling, in rounds, so that a change of the machine's
 * mood meets all three: {@link PlainLedger}, {@link CopyCeiling}. Spread over many accounts and
 * with one hot account on one side.
 */
final class Limits {

    private static final int IN_FLIGHT = 64;
    private static final int ROUNDS = 3;
    private static final int COPIED = 40_000;

    private final int seconds;

    Limits(int seconds) {
        this.seconds = seconds;
    }

    void measure() throws SQLException, IOException {
        for (boolean hot : new boolean[] {false, true}) {
            System.out.println(hot ? "-- one hot account" : "-- spread over 100,000 accounts");
            measure(hot);
        }
    }

    private void measure(boolean hot) throws SQLException, IOException {
        List<Result> ours = new ArrayList<>();
        List<Result> floor = new ArrayList<>();
        List<Result> ceiling = new ArrayList<>();
        try (var ledger = new GroupCommitLedger(ClosedLoop.ACCOUNTS);
                var plain16 = new PlainLedger(ClosedLoop.ACCOUNTS, 16, false);
                var plain64 = new PlainLedger(ClosedLoop.ACCOUNTS, IN_FLIGHT, false);
                var entries = new PlainLedger(ClosedLoop.ACCOUNTS, 16, true)) {
            var clock = new CpuClock(ledger.database());
            ClosedLoop.run(ledger::send, clock, IN_FLIGHT, hot, seconds);
            for (var plain : List.of(plain16, plain64, entries)) {
                ClosedLoop.run(plain, clock, IN_FLIGHT, hot, 2);
            }
            var bytes = new StoredBytes(ledger.database());
            int batch = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long[] from = counters(ledger.database());
                ours.add(shown("ours", ledger::send, clock, hot));
                long[] to = counters(ledger.database());
                batch = (int) Math.round((to[0] - from[0]) / (double) (to[1] - from[1]));
                var sixteen = shown("floor/16", plain16, clock, hot);
                var sixtyFour = shown("floor/64", plain64, clock, hot);
                floor.add(sixteen.perSecond() > sixtyFour.perSecond() ? sixteen : sixtyFour);
                var _ = shown("floor+entries", entries, clock, hot);
            }
            bytes.print();
            System.out.println("commands in a batch: " + batch);
            for (int round = 0; round < ROUNDS; round++) {
                try (var copy = new CopyCeiling(ledger.database(), batch, COPIED / batch)) {
                    ceiling.add(copy.run(clock));
                    print("ceiling", 1, ceiling.getLast());
                }
                ours.add(shown("ours", ledger::send, clock, hot));
            }
        }
        ratios(ours, floor, ceiling);
    }

    private Result shown(String name, ClosedLoop.Ledger ledger, CpuClock clock, boolean hot) {
        var result = ClosedLoop.run(ledger, clock, IN_FLIGHT, hot, seconds);
        print(name, IN_FLIGHT, result);
        return result;
    }

    /** Events and batches so far. */
    private static long[] counters(TestDatabase database) throws SQLException {
        try (var connection = database.ownerDataSource().getConnection();
                var row =
                        connection
                                .createStatement()
                                .executeQuery("select last_index, last_batch from ledger_head")) {
            row.next();
            return new long[] {row.getLong(1), row.getLong(2)};
        }
    }

    private static void ratios(List<Result> ours, List<Result> floor, List<Result> ceiling) {
        var first = ours.subList(0, ROUNDS);
        var second = ours.subList(ROUNDS, ours.size());
        System.out.printf(
                "ours / floor   %.2f by rate, %.2f by CPU%n",
                perSecond(first) / perSecond(floor), micros(floor) / micros(first));
        System.out.printf(
                "ours / ceiling %.2f by rate, %.2f by CPU%n",
                perSecond(second) / perSecond(ceiling), micros(ceiling) / micros(second));
    }

    private static double perSecond(List<Result> results) {
        return results.stream().mapToDouble(Result::perSecond).average().orElseThrow();
    }

    private static double micros(List<Result> results) {
        return results.stream().mapToDouble(Result::micros).average().orElseThrow();
    }
}
