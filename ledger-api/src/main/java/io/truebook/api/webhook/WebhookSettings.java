package io.truebook.api.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How filed callbacks are paced.
 *
 * @param workers subjects (payments, payouts) whose letters are worked at once
 * @param inboxLimit callbacks that may wait to be worked on; more are left to the provider's own
 *     queue
 * @param lease longer than working one can take
 * @param retries pauses after failures; when they are used up the letter is dead
 * @param orphanPauses how long to wait for the payment an orphan may belong to
 * @param feeDelay before a fee is asked for: the answer to the call usually brings it first
 * @param feedInterval between two readings of what a provider lists of its events
 */
@ConfigurationProperties("truebook.webhooks")
public record WebhookSettings(
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("16") int workers,
        @DefaultValue("100000") int inboxLimit,
        @DefaultValue("60s") Duration lease,
        @DefaultValue({"1s", "5s", "30s", "2m", "10m"}) List<Duration> retries,
        @DefaultValue({"5s", "30s", "5m", "30m", "1h", "6h", "1d"}) List<Duration> orphanPauses,
        @DefaultValue("1s") Duration feeDelay,
        @DefaultValue("10m") Duration feedInterval) {

    public WebhookSettings {
        retries = List.copyOf(retries);
        orphanPauses = List.copyOf(orphanPauses);
    }
}
