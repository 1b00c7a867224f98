package io.truebook.api.reconciliation;

import io.truebook.api.work.WorkLoop;
import io.truebook.projection.reconciliation.ItemRetention;
import java.time.Clock;
import java.time.Duration;

/** Lets old lines go, run by run, on any node. */
public final class RetentionWorker implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final ItemRetention retention;
    private final RetentionSettings settings;
    private final Clock clock;
    private final WorkLoop loop;

    public RetentionWorker(ItemRetention retention, RetentionSettings settings, Clock clock) {
        this.retention = retention;
        this.settings = settings;
        this.clock = clock;
        loop = WorkLoop.oneByOne("reconciliation-retention", LOOK_AGAIN, this::pruneNext);
    }

    public void start() {
        if (!settings.matchedLines().isZero()) {
            loop.start();
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Prunes the next run that is old enough, if there is one. */
    boolean pruneNext() {
        var now = clock.instant();
        return retention.pruneNext(now.minus(settings.matchedLines()), now);
    }
}
