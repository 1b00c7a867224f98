package io.truebook.api.provider;

import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.List;

/** The end of an operation that provably never reached the provider and no longer may. */
final class NeverSent {

    private static final Failure NOT_FOUND =
            new Failure("not_found", null, "It never reached the provider within its key window");

    private NeverSent() {}

    static Outcome outcome(ProviderCall call, String connection, Instant at) {
        var source = FactSource.first(connection, call.operationId(), null, at);
        return new Outcome.Refused(List.of(fact(call, source)));
    }

    private static ProviderFact fact(ProviderCall call, FactSource source) {
        return switch (call) {
            case ProviderCall.Charge _ -> new ProviderFact.ChargeFailed(source, NOT_FOUND);
            case ProviderCall.Capture _ -> new ProviderFact.CaptureRefused(source, NOT_FOUND);
            case ProviderCall.Cancel _ -> new ProviderFact.VoidRefused(source, NOT_FOUND);
            case ProviderCall.Refund refund ->
                    new ProviderFact.RefundFailed(
                            source, refund.operationId(), refund.amount(), NOT_FOUND);
        };
    }
}
