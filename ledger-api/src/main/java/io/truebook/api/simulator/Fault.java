package io.truebook.api.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One way to misbehave, and when: for the next N matching requests, or by chance on the simulator's
 * seed.
 *
 * <p>{@code path} is a path of the API in which {@code *} stands for any text; request faults match
 * method and path, webhook faults the event's type. {@code delayMillis} is how long a held
 * connection, a latency or a delayed webhook lasts. {@code code} is the error's, such as {@code
 * lock_timeout}; without one it is the usual one of the status. {@code afterEvent} is the type of
 * event a reordered one comes after, any unless told. {@code source} is the object a settlement row
 * belongs to (its own, the charge's or the payment's id), and {@code amount} what is wrong with the
 * row, in minor units of its currency. {@code garbage} is what an answer is spoilt to. {@code
 * stored} says whether an error answer is kept under the request's idempotency key, as the real
 * provider keeps a 500 of a request that began to execute.
 */
record Fault(
        String id,
        Kind kind,
        @Nullable String method,
        String path,
        @Nullable String eventType,
        double probability,
        long delayMillis,
        int status,
        @Nullable String code,
        @Nullable String afterEvent,
        @Nullable String source,
        long amount,
        Garbage garbage,
        boolean stored) {

    /** What goes wrong. "Before" leaves the books untouched; "after" commits the effect first. */
    enum Kind {
        /** The connection is held and then dropped; nothing happened. */
        TIMEOUT_BEFORE_EFFECT,
        /** It happened; the connection is held and then dropped. */
        TIMEOUT_AFTER_EFFECT,
        /** An error status (500 unless told); nothing happened. */
        ERROR_BEFORE_EFFECT,
        /** It happened; the answer is an error status. */
        ERROR_AFTER_EFFECT,
        /** The connection is dropped without a byte; nothing happened. */
        DROP_BEFORE_EFFECT,
        /** It happened; the connection is dropped without a byte. */
        DROP_AFTER_EFFECT,
        /** It happened; the answer is spoilt, under a status of choice (200 unless told). */
        GARBAGE,
        /** It happens late; the answer is right. */
        LATENCY,
        /** It happens and is told at once; the answer comes late, and is right. */
        LATENCY_AFTER_EFFECT,
        /** An error status now; the effect happens by itself later ("rolled forward"). */
        LATE_EFFECT,
        /** The event is delivered twice. */
        WEBHOOK_DUPLICATE,
        /** The event is never delivered; the API still lists it. */
        WEBHOOK_LOST,
        /** The event is delivered late. */
        WEBHOOK_DELAYED,
        /** A copy with a false signature comes first. */
        WEBHOOK_FORGED,
        /** The event is held until a later one ({@code after_event}) has been delivered. */
        WEBHOOK_REORDERED,
        /** The event is signed with the secrets the endpoint had before. */
        WEBHOOK_OLD_SECRET,
        /** One fact is told by two events, each with an id of its own. */
        WEBHOOK_TWIN,
        /** A row is left out of a settlement file. */
        SETTLEMENT_ROW_MISSING,
        /** A row that nobody knows, of this amount, follows a row of a settlement file. */
        SETTLEMENT_ROW_EXTRA,
        /** The gross of a row is off by this amount. */
        SETTLEMENT_ROW_WRONG;

        private static final Set<String> OF_ALL = Set.of("kind", "times", "probability");

        static String[] wires() {
            return Arrays.stream(values()).map(Kind::wire).toArray(String[]::new);
        }

        /** Whether a field of this name changes anything: a fault that is misread is worse. */
        boolean understands(String field) {
            return OF_ALL.contains(field)
                    || switch (field) {
                        case "method", "path" -> ofRequests();
                        case "event_type" -> ofWebhooks();
                        case "delay_ms" ->
                                ofRequests()
                                        || this == WEBHOOK_DELAYED
                                        || this == WEBHOOK_REORDERED;
                        case "status" -> ofErrors() || this == GARBAGE;
                        case "code", "stored" -> ofErrors();
                        case "body" -> this == GARBAGE;
                        case "after_event" -> this == WEBHOOK_REORDERED;
                        case "source" -> ofSettlement();
                        case "amount" -> ofSettlement() && this != SETTLEMENT_ROW_MISSING;
                        default -> false;
                    };
        }

        private boolean ofErrors() {
            return this == ERROR_BEFORE_EFFECT || this == ERROR_AFTER_EFFECT || this == LATE_EFFECT;
        }

        boolean ofRequests() {
            return !ofWebhooks() && !ofSettlement();
        }

        boolean ofSettlement() {
            return name().startsWith("SETTLEMENT");
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean ofWebhooks() {
            return name().startsWith("WEBHOOK");
        }

        boolean ofDeliveries() {
            return ofWebhooks() && this != WEBHOOK_TWIN;
        }
    }

    boolean matches(String requestMethod, String requestPath) {
        return (method == null || method.equalsIgnoreCase(requestMethod))
                && wildcard(path, requestPath);
    }

    boolean matchesEvent(String type) {
        return eventType == null || wildcard(eventType, type);
    }

    boolean matchesSource(List<String> ids) {
        return source == null || ids.contains(source);
    }

    static boolean wildcard(String pattern, String text) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(text);
        }
        int at = parts[0].length();
        if (!text.startsWith(parts[0])) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        String last = parts[parts.length - 1];
        return text.length() - last.length() >= at && text.endsWith(last);
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("id", id);
        body.put("kind", kind.wire());
        body.put("method", method);
        body.put("path", path);
        body.put("event_type", eventType);
        body.put("probability", probability);
        body.put("delay_ms", delayMillis);
        body.put("status", status);
        body.put("code", code);
        body.put("after_event", afterEvent);
        body.put("source", source);
        body.put("amount", amount);
        body.put("body", garbage.wire());
        body.put("stored", stored);
        return body;
    }
}
