package io.truebook.api.operations;

import io.truebook.projection.store.JournalWriter;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether this node can make anything durable: its writer runs and is not stuck in a batch. */
public final class JournalHealth implements HealthIndicator {

    /** Three times what the database is given for one statement. */
    private static final Duration STUCK = Duration.ofSeconds(15);

    private final JournalWriter writer;

    public JournalHealth(JournalWriter writer) {
        this.writer = writer;
    }

    @Override
    public Health health() {
        var busy = writer.busyFor();
        boolean well = writer.isRunning() && busy.compareTo(STUCK) < 0;
        return (well ? Health.up() : Health.down())
                .withDetail("running", writer.isRunning())
                .withDetail("commands_waiting", writer.waiting())
                .withDetail("batch_seconds", busy.toMillis() / 1000.0)
                .build();
    }
}
