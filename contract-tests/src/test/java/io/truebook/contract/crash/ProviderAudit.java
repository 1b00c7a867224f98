package io.truebook.contract.crash;

import io.truebook.contract.crash.Entry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What the provider did, by its own books: invariant 7, and that no acknowledged effect is made up.
 */
final class ProviderAudit {

    private final SimulatorProcess simulator;
    private final Totals before;

    /** What the provider counts: payments, captures, refunds. */
    private record Totals(long payments, long captures, long refunds) {

        static Totals of(JsonNode books) {
            return new Totals(
                    books.get("payment_intents").asLong(),
                    books.get("charges_captured").asLong(),
                    books.get("refunds_succeeded").asLong());
        }

        Totals since(Totals earlier) {
            return new Totals(
                    payments - earlier.payments,
                    captures - earlier.captures,
                    refunds - earlier.refunds);
        }
    }

    /** Begins now: what the provider did earlier is nobody's whom it asks about. */
    ProviderAudit(SimulatorProcess simulator) {
        this.simulator = simulator;
        this.before = Totals.of(simulator.books());
    }

    /** At any time: nothing happened twice, and what is acknowledged happened. */
    List<String> check(List<Entry> entries) {
        var wrong = new ArrayList<String>();
        var books = operations();
        books.forEach((operation, counts) -> {
            long effects = counts.get("charges").asLong() + counts.get("refunds").asLong();
            if (effects > 1) {
                wrong.add("the provider did " + operation + " more than once: " + counts);
            }
        });
        entries.stream()
                .filter(Entry::isAccepted)
                .filter(entry -> entry.kind() != Kind.HOLD)
                .forEach(entry -> compare(entry, books.get(entry.id()), wrong));
        return wrong;
    }

    private static void compare(Entry entry, JsonNode counts, List<String> wrong) {
        // The books name the last ten thousand operations; older ones were compared before.
        if (counts != null && times(entry, counts) != expected(entry)) {
            wrong.add(entry + ": the provider's books say " + counts);
        } else if (counts == null && expected(entry) > 0) {
            var alone = entry.word();
            wrong.add(entry + " is " + alone + " and unknown to the provider");
        }
    }

    private static long times(Entry entry, JsonNode counts) {
        return counts.get(entry.kind() == Kind.REFUND ? "refunds" : "charges").asLong();
    }

    private static long expected(Entry entry) {
        return switch (entry.kind()) {
            case CHARGE -> entry.word().equals("captured") ? 1 : 0;
            case CAPTURE, REFUND -> 1;
            case HOLD, VOID -> 0;
        };
    }

    /** When everything is final: both sides count the same. */
    List<String> compareTotals(List<Entry> entries) {
        var ours =
                new Totals(
                        count(entries, ProviderAudit::isRequest),
                        count(entries, entry -> entry.isAccepted() && takes(entry)),
                        count(entries, entry -> entry.isAccepted() && entry.kind() == Kind.REFUND));
        var theirs = Totals.of(simulator.books()).since(before);
        return ours.equals(theirs)
                ? List.of()
                : List.of("charges, captures and refunds: ours " + ours + ", theirs " + theirs);
    }

    private static long count(List<Entry> entries, Predicate<Entry> which) {
        return entries.stream().filter(which).count();
    }

    private static boolean isRequest(Entry entry) {
        return entry.kind() == Kind.CHARGE || entry.kind() == Kind.HOLD;
    }

    private static boolean takes(Entry entry) {
        return entry.kind() == Kind.CAPTURE
                || (entry.kind() == Kind.CHARGE && entry.word().equals("captured"));
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new HashMap<>();
        simulator
                .books()
                .get("operations")
                .forEach(one -> operations.put(one.get("operation").asString(), one));
        return operations;
    }
}
