package io.truebook.api.provider;

import io.truebook.ledger.money.Currency;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A provider that does as it is told, keeps a key store, and remembers what it was sent. */
final class ScriptedProvider implements PaymentProvider {

    record Sent(String operationId, String key, FrozenRequest request) {}

    private final String connection;

    final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    final Map<String, ProviderCall> executed = new ConcurrentHashMap<>();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();

    volatile Function<ProviderCall, Outcome> onSend = this::execute;
    volatile Function<ProviderCall, Outcome> onLookUp =
            call ->
                    executed.containsKey(call.operationId())
                            ? success(call)
                            : new Outcome.NotExecuted("nothing found");

    ScriptedProvider() {
        this(LedgerFixture.CONNECTION);
    }

    ScriptedProvider(String connection) {
        this.connection = connection;
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public long amountStep(Currency currency) {
        return 1;
    }

    @Override
    public Duration keyWindow() {
        return Duration.ofHours(23);
    }

    @Override
    public FrozenRequest freeze(ProviderCall call) {
        return new FrozenRequest("/" + call.kind(), call.toString());
    }

    @Override
    public Outcome send(ProviderCall call, FrozenRequest request, String idempotencyKey) {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            sent.add(new Sent(call.operationId(), idempotencyKey, request));
            return onSend.apply(call);
        } finally {
            underWay.decrementAndGet();
        }
    }

    @Override
    public Outcome lookUp(ProviderCall call, Instant sentSince) {
        asked.add(call.operationId());
        return onLookUp.apply(call);
    }

    /** Does it, once per operation. */
    Outcome execute(ProviderCall call) {
        executed.putIfAbsent(call.operationId(), call);
        return success(call);
    }

    Outcome success(ProviderCall call) {
        return new Outcome.Succeeded(
                List.of(
                        switch (call) {
                            case ProviderCall.Charge charge ->
                                    switch (charge.capture()) {
                                        case AUTOMATIC ->
                                                new ProviderFact.Captured(
                                                        source("c-" + charge.operationId()),
                                                        charge.amount());
                                        case MANUAL ->
                                                new ProviderFact.Authorized(
                                                        source("c-" + charge.operationId()),
                                                        charge.amount());
                                    };
                            case ProviderCall.Capture capture ->
                                    new ProviderFact.Captured(
                                            source("c-" + paymentOf(capture.operationId())),
                                            capture.amount());
                            case ProviderCall.Cancel cancel ->
                                    new ProviderFact.Voided(
                                            source("c-" + cancel.chargeOperationId()));
                            case ProviderCall.Refund refund ->
                                    new ProviderFact.RefundSucceeded(
                                            source("r-" + refund.operationId()),
                                            refund.operationId(),
                                            refund.amount());
                        }));
    }

    static Outcome declined(ProviderCall call) {
        return new Outcome.Refused(
                List.of(
                        new ProviderFact.ChargeFailed(
                                source(LedgerFixture.CONNECTION, "c-" + call.operationId()),
                                new Failure("declined", "generic_decline", null))));
    }

    private static String paymentOf(String operationId) {
        return operationId.substring(0, operationId.indexOf('-'));
    }

    private FactSource source(String object) {
        return source(connection, object);
    }

    private static FactSource source(String connection, String object) {
        return FactSource.first(connection, object, "p" + object, Instant.now());
    }
}
