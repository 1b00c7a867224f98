package io.truebook.api.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes back over the wire: status, media type and the exact bytes, which a replay repeats, and
 * headers that belong to this answer only.
 *
 * <p>{@code length} is what is promised: more than there is makes the connection end amid the body.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: the bytes are the point.
record ApiAnswer(
        int status, String contentType, byte[] body, int length, Map<String, String> headers) {

    static final String JSON = "application/json";

    ApiAnswer(int status, String contentType, byte[] body) {
        this(status, contentType, body, body.length, Map.of());
    }

    static ApiAnswer json(int status, ObjectNode body) {
        return new ApiAnswer(status, JSON, Json.bytes(body));
    }

    static ApiAnswer ok(ObjectNode body) {
        return json(200, body);
    }

    static ApiAnswer html(int status, String page) {
        return new ApiAnswer(
                status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    ApiAnswer with(Map<String, String> more) {
        return new ApiAnswer(status, contentType, body, length, Map.copyOf(more));
    }
}
