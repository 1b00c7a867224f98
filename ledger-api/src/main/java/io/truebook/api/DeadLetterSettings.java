package io.truebook.api;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events that a read model did not take are tried again.
 *
 * @param pollInterval how long a due letter can go unseen
 * @param retries pauses between attempts; when they are used up only a person has it tried again
 * @param payments that may be parked at one processor before it stops altogether
 * @param eventsOfPayment that may wait behind each other
 */
@ConfigurationProperties("truebook.dead-letters")
public record DeadLetterSettings(
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue({"5s", "30s", "2m", "10m", "1h", "6h"}) List<Duration> retries,
        @DefaultValue("1024") int payments,
        @DefaultValue("1024") int eventsOfPayment) {

    public DeadLetterSettings {
        retries = List.copyOf(retries);
    }
}
