package io.truebook.api.webhook;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A provider's dialect, but for what a test says of its own of readings and of fees. */
final class ScriptedDialect implements CallbackDialect {

    private final CallbackDialect real;
    Function<byte[], Reading> onRead;
    Function<FeeQuestion, Optional<List<ProviderFact>>> onFees;

    ScriptedDialect(CallbackDialect real) {
        this.real = real;
        this.onRead = real::read;
        this.onFees = real::fees;
    }

    @Override
    public String connection() {
        return real.connection();
    }

    @Override
    public boolean isGenuine(byte[] body, Function<String, List<String>> headers, Instant now) {
        return real.isGenuine(body, headers, now);
    }

    @Override
    public Optional<Duration> ageOfProof(
            byte[] body, Function<String, List<String>> headers, Instant now) {
        return real.ageOfProof(body, headers, now);
    }

    @Override
    public Envelope envelope(byte[] body) {
        return real.envelope(body);
    }

    @Override
    public Reading read(byte[] body) {
        return onRead.apply(body);
    }

    @Override
    public byte[] withoutPersonalData(byte[] body) {
        return real.withoutPersonalData(body);
    }

    @Override
    public Optional<List<ProviderFact>> fees(FeeQuestion question) {
        return onFees.apply(question);
    }
}
