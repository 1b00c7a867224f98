package io.truebook.api.provider;

import io.truebook.ledger.provider.PaymentProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One account at a provider, with what it can do for us.
 *
 * @param provider null without a key to call it with
 * @param callbacks null without a secret by which it proves itself
 * @param history null where it cannot be asked what it remembers
 * @param settlement null where it writes no files that we can read
 */
public record ProviderAccount(
        String connection,
        @Nullable PaymentProvider provider,
        @Nullable CallbackDialect callbacks,
        @Nullable ProviderHistory history,
        @Nullable SettlementSource settlement) {

    public Optional<PaymentProvider> callable() {
        return Optional.ofNullable(provider);
    }

    public Optional<CallbackDialect> listening() {
        return Optional.ofNullable(callbacks);
    }

    public Optional<ProviderHistory> remembering() {
        return Optional.ofNullable(history);
    }

    public Optional<SettlementSource> settling() {
        return Optional.ofNullable(settlement);
    }
}
