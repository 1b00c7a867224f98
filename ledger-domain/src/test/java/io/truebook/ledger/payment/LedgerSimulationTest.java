package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random histories against an auditor that knows no rule of the ledger. {@code -Dseed=N} runs the
 * one history a failure has named.
 */
class LedgerSimulationTest {

    private static final int HISTORIES = Integer.getInteger("histories", 1_000);

    @Test
    void a_thousand_histories_end_with_the_books_the_provider_has() {
        var seen = new HashSet<Class<?>>();

        seeds().forEach(seed -> seen.addAll(runs(seed)));

        if (Long.getLong("seed") == null) {
            assertThat(seen).as("events seen").isEqualTo(Set.copyOf(kindsOf(PaymentEvent.class)));
        }
    }

    private static LongStream seeds() {
        var seed = Long.getLong("seed");
        return seed == null ? LongStream.range(0, HISTORIES) : LongStream.of(seed);
    }

    private static Set<Class<?>> runs(long seed) {
        var history = new SimulatedHistory(seed);
        var seen = new HashSet<Class<?>>();
        try {
            history.runs();
            AnswerAuditor.checks(history);
            FactOrderAuditor.checks(history, seed);
        } catch (AssertionError | RuntimeException e) {
            var events = Long.getLong("seed") == null ? "" : "\n" + history.story();
            throw new AssertionError("Run this history again with -Dseed=" + seed + events, e);
        }
        history.ledger.journal.values().stream()
                .flatMap(events -> events.stream())
                .forEach(event -> seen.add(event.getClass()));
        return seen;
    }

    private static Set<Class<?>> kindsOf(Class<?> family) {
        var kinds = new HashSet<Class<?>>();
        Stream.of(family.getPermittedSubclasses())
                .forEach(kind -> {
                    if (kind.isSealed()) {
                        kinds.addAll(kindsOf(kind));
                    } else {
                        kinds.add(kind);
                    }
                });
        return kinds;
    }
}
