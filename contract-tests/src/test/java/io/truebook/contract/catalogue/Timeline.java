package io.truebook.contract.catalogue;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** All that a ledger tells about one charge, in order of time. */
record Timeline(List<JsonNode> entries) {

    /** Types of the events, in order. */
    List<String> events() {
        return of("event").map(event -> event.get("type").asString()).toList();
    }

    /** What the first event of a type says. */
    JsonNode event(String type) {
        return of("event")
                .filter(event -> event.get("type").asString().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + type + " in " + events()))
                .get("data");
    }

    long count(String eventType) {
        return events().stream().filter(eventType::equals).count();
    }

    /** Callbacks of the provider that were worked into this charge, by their types. */
    List<String> callbacks(String status) {
        return of("callback")
                .filter(callback -> callback.get("status").asString().equals(status))
                .map(callback -> callback.get("event_type").asString())
                .toList();
    }

    /** Adyen's own reference in its notification of this type, which names what was done. */
    String pspOf(String eventType) {
        return of("callback")
                .filter(callback -> callback.get("event_type").asString().equals(eventType))
                .map(callback -> callback.get("event_id").asString().split(":")[2])
                .findFirst()
                .orElseThrow(() -> new AssertionError("No callback " + eventType));
    }

    /** Outcomes of the calls of one step, {@code send} or {@code query}. */
    List<String> calls(String step) {
        return of("provider_call")
                .filter(call -> call.get("step").asString().equals(step))
                .map(call -> call.get("outcome").asString(""))
                .toList();
    }

    /** What this charge has credited an account with, less what it has debited; minor units. */
    long credited(String account) {
        return sum(account, "posted", "credit") - sum(account, "posted", "debit");
    }

    /** What this charge still holds on an account, whichever its side; minor units. */
    long held(String account) {
        return sum(account, "hold", "credit")
                + sum(account, "hold", "debit")
                - sum(account, "hold_release", "credit")
                - sum(account, "hold_release", "debit");
    }

    /** How often an account was written to. */
    long postings(String account) {
        return of("posting")
                .filter(posting -> posting.get("account").asString().equals(account))
                .count();
    }

    private long sum(String account, String layer, String side) {
        return of("posting")
                .filter(posting -> posting.get("account").asString().equals(account))
                .filter(posting -> posting.get("layer").asString().equals(layer))
                .filter(posting -> posting.get("side").asString().equals(side))
                .mapToLong(posting -> posting.get("amount").asLong())
                .sum();
    }

    private Stream<JsonNode> of(String kind) {
        return entries.stream()
                .filter(entry -> entry.get("kind").asString().equals(kind))
                .map(entry -> entry.get("details"));
    }
}
