package io.truebook.api.reconciliation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long runs keep what they do not have to keep for ever.
 *
 * @param matchedLines the lines of what agrees, from the end of their period on; zero: for ever
 */
@ConfigurationProperties("truebook.reconciliation.retention")
public record RetentionSettings(@DefaultValue("400d") Duration matchedLines) {

    public RetentionSettings {
        if (matchedLines.isNegative()) {
            throw new IllegalArgumentException("matched-lines cannot be below zero");
        }
    }
}
