package io.truebook.api.webhook;

import java.time.Duration;
import java.util.List;

/**
 * How filed callbacks are paced.
 *
 * @param workers letters under way at once
 * @param lease longer than working one can take
 * @param retries pauses after failures; when they are used up the letter is dead
 * @param orphanPauses how long to wait for the payment an orphan may belong to
 * @param feeDelay before a fee is asked for: the answer to the call usually brings it first
 */
public record WebhookSettings(
        Duration pollInterval,
        int workers,
        Duration lease,
        List<Duration> retries,
        List<Duration> orphanPauses,
        Duration feeDelay) {

    public static final WebhookSettings STANDARD =
            new WebhookSettings(
                    Duration.ofMillis(500),
                    16,
                    Duration.ofSeconds(60),
                    List.of(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(10)),
                    List.of(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(30),
                            Duration.ofHours(1)),
                    Duration.ofSeconds(1));

    public WebhookSettings {
        retries = List.copyOf(retries);
        orphanPauses = List.copyOf(orphanPauses);
    }
}
