package io.truebook.contract.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How far a processor is behind while there is load: looked at every second, which is as often as
 * the application looks itself.
 */
final class ProcessorDelay implements AutoCloseable {

    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    ProcessorDelay(MeasuredApplication application, String processor) {
        var _ =
                clock.scheduleAtFixedRate(
                        () -> look(application, "processor=\"" + processor + "\""),
                        1,
                        1,
                        TimeUnit.SECONDS);
    }

    private void look(MeasuredApplication application, String label) {
        try {
            seconds.add(application.metric("truebook_processor_delay_seconds", label));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** In seconds; of all that was seen so far. */
    double quantile(double share) {
        var sorted = seconds.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1)));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
