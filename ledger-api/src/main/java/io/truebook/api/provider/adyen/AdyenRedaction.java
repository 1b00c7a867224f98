package io.truebook.api.provider.adyen;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes everything out of Adyen's notifications that is not known to be free of personal data.
 *
 * <p>What stays is named here and is all that is ever read of one, but for reasons: those are free
 * text and may tell the last digits of a card. So a redacted one can still be worked.
 */
final class AdyenRedaction {

    /** Values that are no text of a person's. */
    private static final Set<String> KEPT =
            Set.of(
                    "live",
                    "currency",
                    "value",
                    "eventCode",
                    "eventDate",
                    "merchantAccountCode",
                    "merchantReference",
                    "originalReference",
                    "pspReference",
                    "paymentMethod",
                    "success",
                    "chargebackReasonCode",
                    "defensePeriodEndsAt");

    /** What may hold more of the same. */
    private static final Set<String> ENTERED =
            Set.of("notificationItems", "NotificationRequestItem", "amount", "additionalData");

    private static final JsonMapper JSON = JsonMapper.shared();

    private AdyenRedaction() {}

    /** The message without personal data; what cannot be read at all becomes an empty object. */
    static byte[] of(byte[] body) {
        try {
            return JSON.writeValueAsBytes(kept(JSON.readTree(body)));
        } catch (JacksonException unreadable) {
            return new byte[] {'{', '}'};
        }
    }

    private static JsonNode kept(JsonNode node) {
        if (node instanceof ArrayNode list) {
            var all = JSON.createArrayNode();
            list.forEach(element -> {
                if (element.isContainer()) {
                    all.add(kept(element));
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
                            if (ENTERED.contains(field.getKey())) {
                                all.set(field.getKey(), kept(value));
                            }
                        } else if (KEPT.contains(field.getKey())) {
                            all.set(field.getKey(), value);
                        }
                    });
        }
        return all;
    }
}
