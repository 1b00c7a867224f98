package io.truebook.api.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One way to misbehave, and when: for the next N matching requests, or by chance on the simulator's
 * seed.
 *
 * <p>{@code path} is a path of the API in which {@code *} stands for any text; request faults match
 * method and path, webhook faults the event's type. {@code delayMillis} is how long a held
 * connection, a latency or a delayed webhook lasts. {@code stored} says whether an error answer is
 * kept under the request's idempotency key, as the real provider keeps a 500 of a request that
 * began to execute.
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
        /** It happened; the answer is 200 with a page that is not JSON. */
        GARBAGE,
        /** The answer comes late, and is right. */
        LATENCY,
        /** An error status now; the effect happens by itself later ("rolled forward"). */
        LATE_EFFECT,
        /** The event is delivered twice. */
        WEBHOOK_DUPLICATE,
        /** The event is never delivered; the API still lists it. */
        WEBHOOK_LOST,
        /** The event is delivered late. */
        WEBHOOK_DELAYED,
        /** A copy with a false signature comes first. */
        WEBHOOK_FORGED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean ofWebhooks() {
            return name().startsWith("WEBHOOK");
        }

        boolean beforeEffect() {
            return name().endsWith("BEFORE_EFFECT");
        }
    }

    boolean matches(String requestMethod, String requestPath) {
        return (method == null || method.equalsIgnoreCase(requestMethod))
                && wildcard(path, requestPath);
    }

    boolean matchesEvent(String type) {
        return eventType == null || wildcard(eventType, type);
    }

    private static boolean wildcard(String pattern, String text) {
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
        body.put("stored", stored);
        return body;
    }
}
