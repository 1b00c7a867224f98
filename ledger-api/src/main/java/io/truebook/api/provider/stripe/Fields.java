package io.truebook.api.provider.stripe;

import io.truebook.api.provider.stripe.StripeFacts.Unreadable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Single fields of Stripe's JSON, read without trust: of the right type or not at all. */
final class Fields {

    private static final int LONGEST_MESSAGE = 255;

    private Fields() {}

    static String text(JsonNode object, String field) {
        var text = textOrNull(object, field);
        if (text == null) {
            throw new Unreadable(field + " is missing");
        }
        return text;
    }

    static @Nullable String textOrNull(JsonNode object, String field) {
        var node = object.path(field);
        return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
    }

    /** An id that Stripe gives either bare or, on request, with the object it names. */
    static @Nullable String reference(JsonNode object, String field) {
        var node = object.path(field);
        return node.isObject() ? textOrNull(node, "id") : textOrNull(object, field);
    }

    static long integer(JsonNode object, String field) {
        var node = object.path(field);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new Unreadable(field + " is no whole number");
        }
        return node.longValue();
    }

    /** Unix seconds; the other time where there are none. */
    static Instant time(JsonNode object, String field, Instant otherwise) {
        var node = object.path(field);
        return node.isIntegralNumber() && node.canConvertToLong()
                ? Instant.ofEpochSecond(node.longValue())
                : otherwise;
    }

    /** A message for people, cut to size and without anything that could be a card number. */
    static @Nullable String message(JsonNode object, String field) {
        var text = textOrNull(object, field);
        if (text == null) {
            return null;
        }
        var masked = text.replaceAll("[0-9](?:[ -]?[0-9]){11,}", "***");
        return masked.length() > LONGEST_MESSAGE ? masked.substring(0, LONGEST_MESSAGE) : masked;
    }
}
