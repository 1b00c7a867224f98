package io.truebook.api.simulator;

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
 * has matched since the seed was set: the n-th matching request meets the same fate on every run.
 * Faults are forgotten when the simulator stops; its books are not.
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
                    "code",
                    "after_event",
                    "source",
                    "amount",
                    "body",
                    "stored");
    private static final long MINOR_AT_MOST = 999_999_999_999L;
    private static final long HOLD_MILLIS = 60_000;

    /** What becomes of one request: first the latency, then the fault, if any. */
    record Fate(long latencyMillis, @Nullable Fault fault) {
        boolean is(Fault.Kind kind) {
            return fault != null && fault.kind() == kind;
        }
    }

    /** One delivery of an event, held until one of {@code afterType} arrived where that is set. */
    record Copy(long delayMillis, Signing signing, @Nullable String afterType) {
        static final Copy PLAIN = new Copy(0, Signing.GENUINE, null);
    }

    private static final class Active {
        private final Fault fault;
        private final long stream;
        private @Nullable Integer remaining;
        private long matched;
        private long drawn;

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
            matched++;
            long draw = drawn++;
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

    /** Chance starts again, also of the faults that are on. */
    synchronized void reseed(long newSeed) {
        seed = newSeed;
        active.values().forEach(entry -> entry.drawn = 0);
    }

    synchronized ObjectNode add(ControlFields request) {
        request.allowOnly(FIELDS);
        Fault fault = parse(request);
        @Nullable Integer times =
                request.number("times", 1, Integer.MAX_VALUE).map(Long::intValue).orElse(null);
        if (times == null && !request.has("probability")) {
            times = 1;
        }
        if (active.isEmpty()) {
            added = 0; // A new list: its first fault draws as the first of any list.
        }
        var entry = new Active(fault, added++, times);
        active.put(fault.id(), entry);
        return body(entry);
    }

    private static Fault parse(ControlFields request) {
        request.required("kind");
        Fault.Kind kind =
                request.choice("kind", Fault.Kind.wires())
                        .map(name -> Fault.Kind.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElseThrow();
        for (String name : request.body().propertyNames()) {
            if (!kind.understands(name)) {
                throw ControlFields.invalid(name, "Means nothing to " + kind.wire() + ".");
            }
        }
        return new Fault(
                Ids.next("fault_"),
                kind,
                request.text("method").map(name -> name.toUpperCase(Locale.ROOT)).orElse(null),
                request.text("path").orElse("/*"),
                request.text("event_type").orElse(null),
                request.fraction("probability").orElse(1.0),
                request.number("delay_ms", 0, Long.MAX_VALUE / 2).orElse(HOLD_MILLIS),
                status(kind, request),
                request.text("code").orElse(null),
                request.text("after_event").orElse(null),
                request.text("source").orElse(null),
                request.number("amount", -MINOR_AT_MOST, MINOR_AT_MOST).orElse(1L),
                request.choice("body", Garbage.wires()).map(Garbage::of).orElse(Garbage.PAGE),
                request.flag("stored")
                        .orElse(
                                kind == Fault.Kind.ERROR_AFTER_EFFECT
                                        || kind == Fault.Kind.LATE_EFFECT));
    }

    /** Rubbish comes under any status, an error under its own. */
    private static int status(Fault.Kind kind, ControlFields request) {
        boolean garbage = kind == Fault.Kind.GARBAGE;
        return request.number("status", garbage ? 200 : 400, 599)
                .orElse(garbage ? 200L : 500L)
                .intValue();
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
            if (!fault.kind().ofRequests()
                    || !fault.matches(method, path)
                    || !entry.strikes(seed)) {
                continue;
            }
            if (fault.kind() != Fault.Kind.LATENCY) {
                return new Fate(latency, fault);
            }
            latency += fault.delayMillis();
        }
        return new Fate(latency, null);
    }

    /** What becomes of one row of a settlement file; {@code ids} are what it belongs to. */
    synchronized Optional<Fault> settlementFault(List<String> ids) {
        return active.values().stream()
                .filter(entry ->
                        entry.fault.kind().ofSettlement()
                                && entry.fault.matchesSource(ids)
                                && entry.strikes(seed))
                .map(entry -> entry.fault)
                .findFirst();
    }

    /** Whether this event is told twice, by objects of their own. */
    synchronized boolean twins(String eventType) {
        return active.values().stream()
                .anyMatch(entry ->
                        entry.fault.kind() == Fault.Kind.WEBHOOK_TWIN
                                && entry.fault.matchesEvent(eventType)
                                && entry.strikes(seed));
    }

    /** The deliveries one event gets at one endpoint: one, unless a webhook fault strikes. */
    synchronized List<Copy> copiesOf(String eventType) {
        for (Active entry : active.values()) {
            Fault fault = entry.fault;
            if (fault.kind().ofDeliveries()
                    && fault.matchesEvent(eventType)
                    && entry.strikes(seed)) {
                return copies(fault);
            }
        }
        return List.of(Copy.PLAIN);
    }

    private static List<Copy> copies(Fault fault) {
        return switch (fault.kind()) {
            case WEBHOOK_DUPLICATE -> List.of(Copy.PLAIN, Copy.PLAIN);
            case WEBHOOK_DELAYED -> List.of(new Copy(fault.delayMillis(), Signing.GENUINE, null));
            case WEBHOOK_REORDERED ->
                    List.of(
                            new Copy(
                                    fault.delayMillis(),
                                    Signing.GENUINE,
                                    fault.afterEvent() == null ? "*" : fault.afterEvent()));
            case WEBHOOK_FORGED -> List.of(new Copy(0, Signing.FORGED, null), Copy.PLAIN);
            case WEBHOOK_OLD_SECRET -> List.of(new Copy(0, Signing.OLD_SECRET, null));
            case WEBHOOK_LOST -> List.of();
            case TIMEOUT_BEFORE_EFFECT,
                    TIMEOUT_AFTER_EFFECT,
                    ERROR_BEFORE_EFFECT,
                    ERROR_AFTER_EFFECT,
                    DROP_BEFORE_EFFECT,
                    DROP_AFTER_EFFECT,
                    GARBAGE,
                    LATENCY,
                    LATENCY_AFTER_EFFECT,
                    LATE_EFFECT,
                    WEBHOOK_TWIN,
                    SETTLEMENT_ROW_MISSING,
                    SETTLEMENT_ROW_EXTRA,
                    SETTLEMENT_ROW_WRONG ->
                    throw new IllegalStateException("not a fault of deliveries");
        };
    }
}
