package io.truebook.ledger.provider;

import io.truebook.ledger.money.Money;

/** What an amount can be that a provider names. */
public final class ProviderAmount {

    /** A thousand times what a charge may be: no provider's amount is above, and sums fit. */
    private static final long MOST = 1_000_000_000_000_000L;

    private ProviderAmount() {}

    /** Minor units of any currency, of either sign. */
    public static boolean isPossible(Money amount) {
        return -MOST <= amount.minor() && amount.minor() <= MOST;
    }
}
