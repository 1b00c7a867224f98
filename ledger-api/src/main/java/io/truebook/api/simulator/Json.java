package io.truebook.api.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON documents of the provider: its objects are kept and answered as documents, as they are by
 * the real one.
 */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode parse(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    /** A JSON object sent by a client, or a refusal; nothing sent is the empty object. */
    static ObjectNode parseRequest(byte[] body) {
        if (body.length == 0) {
            return object();
        }
        try {
            String text = new String(body, StandardCharsets.UTF_8);
            if (MAPPER.readTree(text) instanceof ObjectNode object
                    && !object.toString().contains("\\u0000")) {
                return object;
            }
            throw StripeError.malformed("The body must be a JSON object.");
        } catch (JacksonException e) {
            throw StripeError.malformed("The body is not valid JSON.");
        }
    }

    static String text(ObjectNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static byte[] bytes(ObjectNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** The text under this name, null when absent, null or not a text. */
    static @Nullable String text(ObjectNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    static String required(ObjectNode node, String name) {
        String value = text(node, name);
        if (value == null) {
            throw new IllegalStateException("document without " + name);
        }
        return value;
    }

    static long number(ObjectNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isIntegralNumber() ? 0 : value.longValue();
    }

    static boolean flag(ObjectNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    static void put(ObjectNode node, String name, Map<String, String> pairs) {
        ObjectNode object = node.putObject(name);
        pairs.forEach(object::put);
    }
}
