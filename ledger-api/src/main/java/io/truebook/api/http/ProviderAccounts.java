package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Currency;
import io.truebook.ledger.provider.PaymentProvider;
import java.util.List;

/**
 * The provider connections a tenant may charge through.
 *
 * <p>A connection belongs to one tenant, the default one; for others it is not there.
 */
final class ProviderAccounts {

    private static final String OWNER = "default";

    private final List<PaymentProvider> providers;

    ProviderAccounts(List<PaymentProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /** The smallest step of an amount that the connection can express, 0 for none. */
    long amountStep(String tenant, String connection, Currency currency) {
        return providers.stream()
                .filter(_ -> tenant.equals(OWNER))
                .filter(provider -> provider.connection().equals(connection))
                .findFirst()
                .map(provider -> provider.amountStep(currency))
                .orElseThrow(() ->
                        new CommandRejected(
                                Rejection.PROVIDER_NOT_FOUND, "There is none of this name"));
    }
}
