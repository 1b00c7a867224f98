package io.truebook.api.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a request as Adyen reads them, with its refusals of what cannot be right. */
final class AdyenFields {
    private static final int REFERENCE_AT_MOST = 80;
    private static final long LARGEST = 999_999_999_999L;

    /** Minor units of a currency as Adyen counts them. */
    record Amount(long value, String currency) {
        ObjectNode body() {
            return Json.object().put("currency", currency).put("value", value);
        }
    }

    private AdyenFields() {}

    static ObjectNode parse(byte[] body) {
        try {
            return Json.parseRequest(body);
        } catch (StripeError e) {
            throw AdyenError.of(400, "702", "Unable to read the request as JSON.", "validation");
        }
    }

    static String required(ObjectNode request, String field) {
        String text = Json.text(request, field);
        if (text == null || text.isBlank()) {
            throw AdyenError.missing(field);
        }
        return text;
    }

    static String merchantAccount(ObjectNode request) {
        return required(request, "merchantAccount");
    }

    static String reference(ObjectNode request) {
        String reference = required(request, "reference");
        if (reference.length() > REFERENCE_AT_MOST) {
            throw AdyenError.invalid("128", "Field 'reference' is too long.");
        }
        return reference;
    }

    static @Nullable String optionalReference(ObjectNode request) {
        return request.has("reference") ? reference(request) : null;
    }

    static Amount amount(ObjectNode request) {
        if (!(request.get("amount") instanceof ObjectNode amount)) {
            throw AdyenError.missing("amount");
        }
        JsonNode value = amount.get("value");
        String currency = Json.text(amount, "currency");
        if (currency == null || !Amounts.known(currency)) {
            throw AdyenError.invalid("138", "Unsupported currency specified");
        }
        if (value == null
                || !value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 1
                || value.longValue() > LARGEST) {
            throw AdyenError.invalid("137", "Invalid amount specified");
        }
        return new Amount(value.longValue(), currency);
    }

    /** A flag in {@code additionalData}, which are texts. */
    static @Nullable Boolean additionalFlag(ObjectNode request, String name) {
        String text = additional(request, name);
        return text == null ? null : Boolean.valueOf(text.toLowerCase(Locale.ROOT));
    }

    static @Nullable String additional(ObjectNode request, String name) {
        JsonNode value = request.path("additionalData").path(name);
        return value.isMissingNode() || value.isNull() ? null : value.asString("");
    }
}
