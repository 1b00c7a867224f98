package io.truebook.api.operations;

import io.truebook.projection.seal.Checkpoints;
import io.truebook.projection.seal.Checkpoints.Comparison;
import io.truebook.projection.seal.Checkpoints.Standing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the journal now and then, and once more at the end; says loudly when the database is not
 * what was signed before.
 *
 * <p>Compares first of all, at the start. It refuses nothing but its own signature: what an alarm
 * means (a restore, or somebody's hand) is for a person to find out.
 */
public final class CheckpointPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointPublisher.class);

    private final Checkpoints checkpoints;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final AtomicReference<Comparison> latest =
            new AtomicReference<>(new Comparison(Standing.NONE, "Not compared yet"));

    private CheckpointPublisher(Checkpoints checkpoints, Clock clock) {
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("checkpoints").factory());
    }

    /** Compares now, and signs from then on. */
    static CheckpointPublisher start(Checkpoints checkpoints, Clock clock, Duration interval) {
        var publisher = new CheckpointPublisher(checkpoints, clock);
        publisher.publish();
        long pause = interval.toMillis();
        var _ =
                publisher.timer.scheduleWithFixedDelay(
                        publisher::publish, pause, pause, TimeUnit.MILLISECONDS);
        return publisher;
    }

    /** What the last comparison said. */
    public Comparison latest() {
        return latest.get();
    }

    private void publish() {
        try {
            tell(checkpoints.publish(clock.instant()));
        } catch (IOException | RuntimeException away) { // The next time may be better.
            LOG.warn("No checkpoint was written this time: {}", away.toString());
        }
    }

    private void tell(Comparison comparison) {
        var before = latest.getAndSet(comparison);
        if (comparison.isAlarm() && !comparison.equals(before)) {
            LOG.error(
                    """

                    ====================================================================
                    THE DATABASE IS NOT WHAT WAS SIGNED ({})
                    {}.
                    No checkpoint is signed any more. Was the database restored from a
                    backup? If not, somebody changed it: run verify, keep everything.
                    ====================================================================\
                    """,
                    comparison.standing(),
                    comparison.words());
        }
    }

    /** What health shows of it. */
    Map<String, String> details() {
        var now = latest.get();
        return Map.of("standing", now.standing().name(), "detail", now.words());
    }

    /** Signs what was written up to now. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (timer.awaitTermination(5, TimeUnit.SECONDS)) {
                publish();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
