package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.Windows;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long each side of a reconciliation may wait for the other.
 *
 * @param settlementWindow a booked movement for its settlement row
 * @param batchWindow a batch for its file; what was booked before it waits with it
 * @param bankDays a payout for its entry in our bank's statement, in days on which banks work
 */
@ConfigurationProperties("truebook.reconciliation")
public record ReconciliationSettings(
        @DefaultValue("3d") Duration settlementWindow,
        @DefaultValue("3d") Duration batchWindow,
        @DefaultValue("2") int bankDays) {

    public ReconciliationSettings {
        var _ = new Windows(settlementWindow, batchWindow, bankDays);
    }

    public Windows windows() {
        return new Windows(settlementWindow, batchWindow, bankDays);
    }
}
