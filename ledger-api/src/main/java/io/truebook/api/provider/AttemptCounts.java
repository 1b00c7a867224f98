package io.truebook.api.provider;

import static java.util.Objects.requireNonNull;

import io.truebook.ledger.provider.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often this node has called each connection, by what became of it. */
public final class AttemptCounts {

    /** What is counted together. */
    public record Kind(String connection, String outcome) {}

    private final Map<Kind, LongAdder> counts = new HashMap<>();

    AttemptCounts(List<String> connections) {
        for (var connection : connections) {
            for (var outcome : OutcomeNames.ALL) {
                counts.put(new Kind(connection, outcome), new LongAdder());
            }
        }
    }

    void count(String connection, Outcome outcome) {
        var kind = new Kind(connection, OutcomeNames.of(outcome));
        requireNonNull(counts.get(kind), () -> "Not counted: " + kind).increment();
    }

    Map<Kind, LongAdder> all() {
        return Map.copyOf(counts);
    }
}
