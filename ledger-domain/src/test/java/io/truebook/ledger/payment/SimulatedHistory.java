package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One history: clients, dispatcher, callbacks and the provider take turns by chance, then
 * everything that is still under way comes to its end. The auditor looks after every step.
 */
final class SimulatedHistory {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    /** Something on its way to the ledger. */
    record Letter(String paymentId, @Nullable String operationId, Outcome outcome) {
        Instant at() {
            return NOW;
        }
    }

    final SimulatedLedger ledger = new SimulatedLedger();
    private final LedgerAuditor auditor = new LedgerAuditor();
    private final Random random;
    final ModelProvider provider;
    private final ModelWorld world;
    private final SimulatedClients clients;

    /** Answers and callbacks that are late; a crash loses the answers. */
    private final List<Letter> answers = new ArrayList<>();

    private final List<Letter> callbacks = new ArrayList<>();
    private final List<Letter> parked = new ArrayList<>();

    /** Requests the network still holds after it was given up. */
    private final List<ProviderCall> limbo = new ArrayList<>();

    /** Everything the ledger was ever told. */
    final List<Letter> recorded = new ArrayList<>();

    private final List<String> story = new ArrayList<>();

    SimulatedHistory(long seed) {
        random = new Random(seed);
        provider = new ModelProvider(random);
        world = new ModelWorld(provider, random);
        clients = new SimulatedClients(ledger, auditor, random, story);
    }

    void runs() {
        int steps = 40 + random.nextInt(60);
        for (int step = 0; step < steps; step++) {
            step();
            auditor.checks(ledger.balances);
        }
        settles();
        auditor.checks(ledger.balances);
        auditor.agreesWith(provider);
    }

    /** What happened, for whoever has to find out why it should not have. */
    String story() {
        return String.join("\n", story);
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> clients.act();
            case 3 -> clients.repeat();
            case 4, 5, 6, 7, 8 -> dispatch();
            case 9, 10 -> deliver(answers);
            case 11, 12, 13 -> deliver(callbacks);
            case 14 -> deliver(parked);
            case 15 -> executeLimbo();
            case 16, 17, 18 -> world.turns();
            default -> crash();
        }
        post();
    }

    private void dispatch() {
        var id = SimulatedClients.oneOf(random, new ArrayList<>(ledger.journal.keySet()));
        var operation = id == null ? null : SimulatedClients.oneOf(random, openOperations(id));
        if (operation == null) {
            return;
        }
        var call = ProviderCalls.of(ledger.state(id), operation).orElseThrow();
        switch (random.nextInt(10)) {
            case 0 -> record(new Letter(id, operation, new Outcome.Unknown("lost before")));
            case 1 -> {
                limbo.add(call);
                record(new Letter(id, operation, new Outcome.Unknown("timeout")));
            }
            case 2 -> {
                provider.send(call);
                record(new Letter(id, operation, new Outcome.Unknown("lost after")));
            }
            case 3 -> provider.send(call);
            case 4 -> record(new Letter(id, operation, new Outcome.NotExecuted("busy")));
            case 5 -> answers.add(new Letter(id, operation, provider.send(call)));
            case 6, 7 -> record(new Letter(id, operation, found(call)));
            default -> {
                var answer = new Letter(id, operation, provider.send(call));
                record(answer);
                if (random.nextInt(4) == 0) {
                    record(answer);
                }
            }
        }
    }

    private Outcome found(ProviderCall call) {
        return provider.lookUp(call)
                .orElseGet(() ->
                        random.nextInt(3) == 0
                                ? provider.notFound(call)
                                : new Outcome.Unknown("not found yet"));
    }

    /** Operations to send: a void waits for an answer about the charge. */
    private List<String> openOperations(String paymentId) {
        return ledger.state(paymentId).known().stream()
                .flatMap(file -> Stream.concat(operations(file), refunds(file)))
                .toList();
    }

    private static Stream<String> operations(PaymentFile file) {
        boolean waits =
                file.operation(file.paymentId())
                        .filter(charge -> charge.state() != Operation.State.PENDING)
                        .isPresent();
        return file.operations().stream()
                .map(Operation::id)
                .filter(id -> !waits || id.equals(file.paymentId()));
    }

    private static Stream<String> refunds(PaymentFile file) {
        return file.refunds().values().stream()
                .filter(refund -> refund.status().isOpen())
                .map(Refund::id);
    }

    /** Some announcements are lost, some come twice, and none in order. */
    private void post() {
        for (var fact : provider.announced) {
            int copies = random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(2);
            for (int copy = 0; copy < copies; copy++) {
                callbacks.add(letter(fact));
            }
        }
        provider.announced.clear();
    }

    private Letter letter(ProviderFact fact) {
        var owner =
                provider.payments.values().stream()
                        .filter(p -> p.id.equals(fact.source().paymentReference()))
                        .findFirst()
                        .orElseThrow();
        return new Letter(owner.operation, null, new Outcome.Succeeded(List.of(fact)));
    }

    private void deliver(List<Letter> letters) {
        if (!letters.isEmpty()) {
            record(letters.remove(random.nextInt(letters.size())));
        }
    }

    private void record(Letter letter) {
        recorded.add(letter);
        for (var fact : letter.outcome().facts()) {
            if (ledger.state(letter.paymentId()).recognises(fact)) {
                auditor.told(letter.paymentId(), fact);
            } else {
                parked.add(letter(fact));
            }
        }
        var command =
                new RecordOutcome(
                        letter.paymentId(),
                        letter.operationId(),
                        letter.outcome(),
                        "response",
                        NOW);
        story.add(letter + " -> " + ledger.handle(command));
    }

    private void executeLimbo() {
        if (!limbo.isEmpty()) {
            provider.send(limbo.remove(random.nextInt(limbo.size())));
        }
    }

    private void crash() {
        answers.clear();
        ledger.crash();
    }

    /** No new wishes and no more faults: what is under way ends, and every word arrives. */
    private void settles() {
        while (!limbo.isEmpty()) {
            executeLimbo();
        }
        for (int round = 0; round < 60; round++) {
            world.comesToRest();
            for (var id : ledger.journal.keySet()) {
                for (var operation : openOperations(id)) {
                    ProviderCalls.of(ledger.state(id), operation)
                            .ifPresent(call -> settle(id, operation, call));
                }
            }
        }
        post();
        provider.everything().map(this::letter).forEach(callbacks::add);
        callbacks.addAll(answers);
        Collections.shuffle(callbacks, random);
        callbacks.forEach(this::record);
        for (int round = 0; round < 3; round++) {
            var waiting = new ArrayList<>(parked);
            parked.clear();
            waiting.forEach(this::record);
        }
        assertThat(parked).as("facts nobody took").isEmpty();
        ledger.journal.keySet().forEach(id -> assertThat(openOperations(id)).isEmpty());
    }

    private void settle(String id, String operation, ProviderCall call) {
        record(new Letter(id, operation, provider.send(call)));
    }
}
