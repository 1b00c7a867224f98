package io.truebook.api.provider.stripe;

import io.truebook.api.provider.ProviderMessage;
import io.truebook.api.provider.stripe.StripeFacts.Unreadable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Single fields of Stripe's JSON, read without trust: of the right type or not at all. */
final class Fields {

    /** The years 1 to 9999, in seconds: the database can write all of them down. */
    private static final long FIRST = -62_135_596_800L;

    private static final long LAST = 253_402_300_799L;

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

    /**
     * Unix seconds; the other time where there are none. What no calendar of ours reaches is at its
     * end, where nothing can have happened.
     */
    static Instant time(JsonNode object, String field, Instant otherwise) {
        var node = object.path(field);
        return node.isIntegralNumber() && node.canConvertToLong()
                ? Instant.ofEpochSecond(Math.clamp(node.longValue(), FIRST, LAST))
                : otherwise;
    }

    /** A message for people, fit to be kept. */
    static @Nullable String message(JsonNode object, String field) {
        var text = textOrNull(object, field);
        return text == null ? null : ProviderMessage.of(text);
    }
}
