package io.truebook.api.simulator;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** What goes back over the wire: status, media type and the exact bytes, which a replay repeats. */
@SuppressWarnings("ArrayRecordComponent") // Never compared: the bytes are the point.
record StripeAnswer(int status, String contentType, byte[] body) {

    static final String JSON = "application/json";

    static StripeAnswer json(int status, ObjectNode body) {
        return new StripeAnswer(status, JSON, Json.bytes(body));
    }

    static StripeAnswer ok(ObjectNode body) {
        return json(200, body);
    }

    static StripeAnswer html(int status, String page) {
        return new StripeAnswer(
                status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }
}
