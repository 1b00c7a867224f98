package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.simulator.SimulatorServer;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.TransactionMark;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.PaymentProvider;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How {@link ProviderContract} calls a provider, and learns from its answers and callbacks. */
abstract class ContractCalls {

    static final Money EUR_10 = Money.of(1000, "EUR");
    static final Money EUR_6 = Money.of(600, "EUR");

    private static final String MARK = TransactionMark.of("default", "api", "order-1");

    static ProviderCall.Charge charge(String method, CaptureMode capture) {
        return new ProviderCall.Charge(
                LedgerFixture.newId("ch_"),
                EUR_10,
                method,
                capture,
                "https://shop.example/back",
                null,
                MARK);
    }

    static ProviderCall.Capture capture(ProviderCall hold, Outcome held, int number) {
        var id = hold.operationId() + "-capture-" + number;
        return new ProviderCall.Capture(id, reference(held), EUR_6);
    }

    static ProviderCall.Refund refund(Outcome charged) {
        return new ProviderCall.Refund(
                LedgerFixture.newId("re_"), reference(charged), EUR_6, "duplicate", MARK);
    }

    static <F extends ProviderFact> Optional<F> find(Outcome outcome, Class<F> kind) {
        return outcome.facts().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    static <F extends ProviderFact> F only(Outcome outcome, Class<F> kind) {
        return find(outcome, kind)
                .orElseThrow(() -> new AssertionError("No " + kind + " in " + outcome));
    }

    static List<String> keys(Outcome outcome) {
        return outcome.facts().stream().map(ProviderFact::key).toList();
    }

    static String reference(Outcome outcome) {
        return Objects.requireNonNull(outcome.facts().getFirst().source().paymentReference());
    }

    /** How the provider under test is made to behave. */
    record Methods(
            String succeeds,
            String declines,
            String asksThePayer,
            String refundFails,
            String isUnknown) {}

    abstract PaymentProvider provider();

    abstract CallbackDialect dialect();

    abstract CallbackCatcher callbacks();

    abstract Methods methods();

    /** Where the provider under test is told to misbehave. */
    abstract SimulatorServer simulator();

    final void spoilsItsNextAnswer(String body, int status) {
        var fault =
                "{\"kind\": \"garbage\", \"body\": \"%s\", \"status\": %d}".formatted(body, status);
        var control = URI.create(simulator().baseUri() + "/_simulator/faults");
        var request = HttpRequest.newBuilder(control).POST(BodyPublishers.ofString(fault));
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    final Outcome send(ProviderCall call) {
        return send(call, call);
    }

    /** One call's request under another call's key. */
    final Outcome send(ProviderCall call, ProviderCall keyOf) {
        var request = provider().freeze(call);
        return provider().send(call, request, ProviderKey.of("default", keyOf.operationId()));
    }

    /** As the dispatcher finds out within the key window: by a question, or by sending again. */
    final Outcome findOut(ProviderCall call, Instant sentAt) {
        var found = provider().lookUp(call, sentAt);
        return found instanceof Outcome.NotExecuted ? send(call) : found;
    }

    final ProviderCall.Charge sale() {
        return charge(methods().succeeds(), CaptureMode.AUTOMATIC);
    }

    final ProviderCall.Charge hold() {
        return charge(methods().succeeds(), CaptureMode.MANUAL);
    }

    /** From the answer, or from the callback that the answer promised. */
    final <F extends ProviderFact> F learn(ProviderCall call, Outcome outcome, Class<F> kind) {
        var answered = find(outcome, kind);
        if (answered.isPresent()) {
            return answered.get();
        }
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
        return told(call, kind);
    }

    final <F extends ProviderFact> F told(ProviderCall call, Class<F> kind) {
        return LedgerFixture.await(
                        () ->
                                callbacks()
                                        .facts(dialect(), call)
                                        .filter(kind::isInstance)
                                        .map(kind::cast)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A provider may name the charge it was asked to cancel and not our cancel. */
    final ProviderFact.Voided toldOfEither(ProviderCall one, ProviderCall other) {
        return LedgerFixture.await(
                        () ->
                                List.of(one, other).stream()
                                        .flatMap(call -> callbacks().facts(dialect(), call))
                                        .filter(ProviderFact.Voided.class::isInstance)
                                        .map(ProviderFact.Voided.class::cast)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    final boolean isAbout(CallbackCatcher.Caught one, ProviderCall call) {
        return dialect().read(one.body()) instanceof CallbackDialect.Reading.Facts facts
                && call.operationId().equals(facts.route().operationId())
                && one.text().contains("1000");
    }
}
