package io.truebook.contract.catalogue;

import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One way in which the provider is told to misbehave; each method gives a changed copy. */
record Trouble(ObjectNode json) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** For the next request or event that matches. */
    static Trouble once(String kind) {
        return new Trouble(JSON.createObjectNode().put("kind", kind));
    }

    /** Until it is taken back. */
    static Trouble always(String kind) {
        return sometimes(kind, 1);
    }

    /** By chance, on the simulator's seed. */
    static Trouble sometimes(String kind, double probability) {
        return new Trouble(
                JSON.createObjectNode().put("kind", kind).put("probability", probability));
    }

    /** Changes nothing: it counts the requests that match. It must be put on before the others. */
    static Trouble counter(String method, String path) {
        return always("latency").lasting(Duration.ZERO).on(method, path);
    }

    Trouble on(String method, String path) {
        return with(copy().put("method", method).put("path", path));
    }

    Trouble event(String type) {
        return with(copy().put("event_type", type));
    }

    Trouble times(int times) {
        return with(copy().put("times", times));
    }

    Trouble lasting(Duration delay) {
        return with(copy().put("delay_ms", delay.toMillis()));
    }

    Trouble status(int status) {
        return with(copy().put("status", status));
    }

    /** Which error of its status it is. */
    Trouble code(String code) {
        return with(copy().put("code", code));
    }

    /** Which rows of a settlement file: those of this object, charge or payment. */
    Trouble source(String id) {
        return with(copy().put("source", id));
    }

    /** How wrong a row of a settlement file is; minor units. */
    Trouble amount(long minor) {
        return with(copy().put("amount", minor));
    }

    /** What a spoilt answer looks like. */
    Trouble body(String body) {
        return with(copy().put("body", body));
    }

    /** The provider keeps this answer under the request's key. */
    Trouble kept() {
        return with(copy().put("stored", true));
    }

    private ObjectNode copy() {
        return json.deepCopy();
    }

    private static Trouble with(ObjectNode changed) {
        return new Trouble(changed);
    }
}
