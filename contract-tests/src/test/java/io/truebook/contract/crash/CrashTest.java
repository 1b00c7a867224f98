package io.truebook.contract.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills under load, each followed by a check that nothing is lost, doubled or changed.
 *
 * <p>{@code -Dcrash.kills=200} is the long mode: that many, over the whole table of moments and
 * victims. {@code -Dcrash.seed=} repeats a run, {@code -Dcrash.nodes=} sets the number of
 * applications, {@code -Dcrash.minutes=} the time after which no fault follows.
 */
@Tag("database")
class CrashTest {

    private static final Duration MINUTES =
            Duration.ofMinutes(Integer.getInteger("crash.minutes", 600));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void nothing_acknowledged_is_lost_doubled_or_changed() {
        long end = System.nanoTime() + MINUTES.toNanos();
        long seed = Long.getLong("crash.seed", System.nanoTime() % 1_000_000);
        try (var stage = Stage.open(directory, Integer.getInteger("crash.nodes", 1))) {
            var run = new CrashRun(stage, seed);

            for (var fault : faults(seed)) {
                if (System.nanoTime() - end < 0) {
                    run.strike(fault);
                }
            }

            run.finish();
        }
    }

    private static List<Fault> faults(long seed) {
        int kills = Integer.getInteger("crash.kills", Fault.EACH_KIND_ONCE.size());
        return kills == Fault.EACH_KIND_ONCE.size()
                ? Fault.EACH_KIND_ONCE
                : Fault.shuffled(kills, new Random(seed));
    }
}
