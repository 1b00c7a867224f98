package io.truebook.api.provider;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes everything out of a provider's messages that is not known to be free of personal data, so a
 * field that the provider adds is gone. Doing it twice changes nothing.
 *
 * @param kept fields whose values are no text of a person's
 * @param entered fields that may hold more of the same
 */
public record Redaction(Set<String> kept, Set<String> entered) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public Redaction {
        kept = Set.copyOf(kept);
        entered = Set.copyOf(entered);
    }

    /** The message without personal data; what cannot be read at all becomes an empty object. */
    public byte[] of(byte[] body) {
        try {
            return JSON.writeValueAsBytes(redacted(JSON.readTree(body)));
        } catch (JacksonException unreadable) {
            return new byte[] {'{', '}'};
        }
    }

    private JsonNode redacted(JsonNode node) {
        if (node instanceof ArrayNode list) {
            var all = JSON.createArrayNode();
            list.forEach(element -> {
                if (element.isContainer()) {
                    all.add(redacted(element));
                }
            });
            return all;
        }
        var all = JSON.createObjectNode();
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> {
                        var value = field.getValue();
                        if (value.isContainer()) {
                            if (entered.contains(field.getKey())) {
                                all.set(field.getKey(), redacted(value));
                            }
                        } else if (kept.contains(field.getKey())) {
                            all.set(field.getKey(), value);
                        }
                    });
        }
        return all;
    }
}
