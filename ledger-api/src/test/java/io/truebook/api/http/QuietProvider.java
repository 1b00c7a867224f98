package io.truebook.api.http;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.Strain;
import java.time.Duration;
import java.time.Instant;

/**
 * A provider that never answers, so that a test says what it would have said.
 *
 * <p>It takes every currency but those with three digits, where it needs whole tens.
 */
record QuietProvider(String connection) implements PaymentProvider {

    @Override
    public long amountStep(Currency currency) {
        return switch (currency.exponent()) {
            case 3 -> 10;
            case 0 -> currency.code().equals("XPF") ? 0 : 1;
            default -> 1;
        };
    }

    @Override
    public Duration keyWindow() {
        return Duration.ofHours(23);
    }

    @Override
    public FrozenRequest freeze(ProviderCall call) {
        return new FrozenRequest("/quiet", call.operationId());
    }

    @Override
    public Outcome send(ProviderCall call, FrozenRequest request, String idempotencyKey) {
        return new Outcome.NotExecuted("quiet", new Strain.Away());
    }

    @Override
    public Outcome lookUp(ProviderCall call, Instant since) {
        return new Outcome.NotExecuted("quiet", new Strain.Away());
    }
}
