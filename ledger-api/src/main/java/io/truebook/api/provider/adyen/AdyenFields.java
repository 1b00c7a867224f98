package io.truebook.api.provider.adyen;

import io.truebook.api.provider.ProviderMessage;
import io.truebook.ledger.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Single fields of Adyen's JSON, read without trust: of the right type or not at all. */
final class AdyenFields {

    /** An object without what it must have: never guessed at, never booked. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    private AdyenFields() {}

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

    /** Null when there is none. */
    static @Nullable Money amount(JsonNode object) {
        var amount = object.path("amount");
        if (amount.isMissingNode() || amount.isNull()) {
            return null;
        }
        var value = amount.path("value");
        var code = text(amount, "currency");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Unreadable("amount is no whole number");
        }
        return AdyenCurrencies.money(value.longValue(), code)
                .orElseThrow(() -> new Unreadable("No currency of ours: " + code));
    }

    /** RFC 3339; the beginning of time where there is none. */
    static Instant time(JsonNode object, String field) {
        var text = textOrNull(object, field);
        try {
            return text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return Instant.EPOCH;
        }
    }

    /** A message for people, fit to be kept. */
    static @Nullable String message(JsonNode object, String field) {
        var text = textOrNull(object, field);
        return text == null ? null : ProviderMessage.of(text);
    }
}
