package io.truebook.api.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much this node takes on at once.
 *
 * @param requests under way, all kinds together; less important kinds stop earlier
 * @param callbacks worked on at once; more wait
 * @param reports worked on at once; more wait, so that they cannot take all connections
 * @param patience how long they wait before they are refused
 */
@ConfigurationProperties("truebook.admission")
public record AdmissionSettings(
        @DefaultValue("2048") int requests,
        @DefaultValue("256") int callbacks,
        @DefaultValue("8") int reports,
        @DefaultValue("2s") Duration patience) {

    public AdmissionSettings {
        if (requests < 1 || callbacks < 1 || reports < 1) {
            throw new IllegalArgumentException("At least one request of each kind is needed");
        }
    }
}
