package io.truebook.api.provider;

import io.truebook.ledger.provider.PaymentProvider;
import java.time.Duration;

/**
 * A provider account that can be called, and how long one exchange with it may take at most.
 *
 * @param deadline of one exchange, connecting included
 * @param keyWindow how long after its first attempt a request may be sent again; never longer than
 *     the provider allows
 */
public record ProviderConnection(PaymentProvider provider, Duration deadline, Duration keyWindow) {

    public ProviderConnection {
        var allowed = provider.keyWindow();
        keyWindow = keyWindow.compareTo(allowed) < 0 ? keyWindow : allowed;
    }

    /** With the key window of the provider. */
    public ProviderConnection(PaymentProvider provider, Duration deadline) {
        this(provider, deadline, provider.keyWindow());
    }

    public String name() {
        return provider.connection();
    }
}
