package io.truebook.api.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The faults that are switched on, and what they decide for each request and each event.
 *
 * <p>Chance is drawn from the seed, the fault's position in the list and the number of requests it
 * has matched: the n-th matching request meets the same fate on every run. Faults are forgotten
 * when the simulator stops; its books are not.
 */
final class Faults {
    private static final Set<String> FIELDS =
            Set.of(
                    "kind",
                    "method",
                    "path",
                    "event_type",
                    "times",
                    "probability",
                    "delay_ms",
                    "status",
                    "stored");
    private static final long HOLD_MILLIS = 60_000;

    /** What becomes of one request: first the latency, then the fault, if any. */
    record Fate(long latencyMillis, @Nullable Fault fault) {
        boolean is(Fault.Kind kind) {
            return fault != null && fault.kind() == kind;
        }
    }

    /** One delivery of an event. */
    record Copy(long delayMillis, boolean forged) {}

    private static final class Active {
        private final Fault fault;
        private final long stream;
        private @Nullable Integer remaining;
        private long matched;

        private Active(Fault fault, long stream, @Nullable Integer remaining) {
            this.fault = fault;
            this.stream = stream;
            this.remaining = remaining;
        }

        /** Takes one of the times left, or draws. */
        private boolean strikes(long seed) {
            if (remaining != null && remaining <= 0) {
                return false;
            }
            long draw = matched++;
            if (fault.probability() < 1
                    && new SplittableRandom(seed * 31 + stream * 1_000_003 + draw).nextDouble()
                            >= fault.probability()) {
                return false;
            }
            if (remaining != null) {
                remaining--;
            }
            return true;
        }
    }

    private final SequencedMap<String, Active> active = new LinkedHashMap<>();
    private long seed;
    private long added;

    Faults(long seed) {
        this.seed = seed;
    }

    synchronized void reseed(long newSeed) {
        seed = newSeed;
    }

    synchronized ObjectNode add(ObjectNode request) {
        for (String name : request.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw StripeError.invalid("parameter_unknown", name, "Unknown field: " + name);
            }
        }
        Fault fault = parse(request);
        @Nullable Integer times = request.has("times") ? (int) Json.number(request, "times") : null;
        if (times == null && !request.has("probability")) {
            times = 1;
        }
        var entry = new Active(fault, added++, times);
        active.put(fault.id(), entry);
        return body(entry);
    }

    private static Fault parse(ObjectNode request) {
        String name = Json.text(request, "kind");
        Fault.Kind kind =
                Arrays.stream(Fault.Kind.values())
                        .filter(one -> one.wire().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                StripeError.invalid(
                                        "parameter_invalid", "kind", "Unknown fault: " + name));
        double probability =
                request.has("probability") ? request.path("probability").asDouble(-1) : 1;
        if (!(probability >= 0 && probability <= 1)) {
            throw StripeError.invalid(
                    "parameter_invalid", "probability", "Must be between 0 and 1.");
        }
        long status = request.has("status") ? Json.number(request, "status") : 500;
        if (status < 400 || status > 599) {
            throw StripeError.invalid("parameter_invalid", "status", "Must be an error status.");
        }
        long delay = request.has("delay_ms") ? Json.number(request, "delay_ms") : HOLD_MILLIS;
        String method = Json.text(request, "method");
        String path = Json.text(request, "path");
        return new Fault(
                Ids.next("fault_"),
                kind,
                method == null ? null : method.toUpperCase(Locale.ROOT),
                path == null ? "/v1/*" : path,
                Json.text(request, "event_type"),
                probability,
                Math.max(0, delay),
                (int) status,
                request.has("stored")
                        ? Json.flag(request, "stored")
                        : kind == Fault.Kind.ERROR_AFTER_EFFECT || kind == Fault.Kind.LATE_EFFECT);
    }

    synchronized boolean remove(String id) {
        return active.remove(id) != null;
    }

    synchronized void clear() {
        active.clear();
    }

    synchronized List<ObjectNode> list() {
        return active.values().stream().map(Faults::body).toList();
    }

    private static ObjectNode body(Active entry) {
        ObjectNode body = entry.fault.body();
        body.put("times_left", entry.remaining);
        body.put("matched", entry.matched);
        return body;
    }

    /** The first fault that strikes decides; latencies add to it. */
    synchronized Fate fateOf(String method, String path) {
        long latency = 0;
        for (Active entry : active.values()) {
            Fault fault = entry.fault;
            if (fault.kind().ofWebhooks() || !fault.matches(method, path) || !entry.strikes(seed)) {
                continue;
            }
            if (fault.kind() != Fault.Kind.LATENCY) {
                return new Fate(latency, fault);
            }
            latency += fault.delayMillis();
        }
        return new Fate(latency, null);
    }

    /** The deliveries one event gets at one endpoint: one, unless a webhook fault strikes. */
    synchronized List<Copy> copiesOf(String eventType) {
        var copies = new ArrayList<Copy>();
        Optional<Fault> struck =
                active.values().stream()
                        .filter(entry ->
                                entry.fault.kind().ofWebhooks()
                                        && entry.fault.matchesEvent(eventType))
                        .filter(entry -> entry.strikes(seed))
                        .map(entry -> entry.fault)
                        .findFirst();
        Copy plain = new Copy(0, false);
        if (struck.isEmpty()) {
            return List.of(plain);
        }
        switch (struck.get().kind()) {
            case WEBHOOK_DUPLICATE -> copies.addAll(List.of(plain, plain));
            case WEBHOOK_DELAYED -> copies.add(new Copy(struck.get().delayMillis(), false));
            case WEBHOOK_FORGED -> copies.addAll(List.of(new Copy(0, true), plain));
            case WEBHOOK_LOST -> copies.clear();
            case TIMEOUT_BEFORE_EFFECT,
                    TIMEOUT_AFTER_EFFECT,
                    ERROR_BEFORE_EFFECT,
                    ERROR_AFTER_EFFECT,
                    DROP_BEFORE_EFFECT,
                    DROP_AFTER_EFFECT,
                    GARBAGE,
                    LATENCY,
                    LATE_EFFECT ->
                    throw new IllegalStateException("not a webhook fault");
        }
        return copies;
    }
}
