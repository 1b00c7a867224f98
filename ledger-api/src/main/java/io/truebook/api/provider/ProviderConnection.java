package io.truebook.api.provider;

import io.truebook.ledger.provider.PaymentProvider;
import java.time.Duration;

/**
 * A provider account that can be called, and how long one exchange with it may take at most.
 *
 * @param deadline of one exchange, connecting included
 */
public record ProviderConnection(PaymentProvider provider, Duration deadline) {

    public String name() {
        return provider.connection();
    }
}
