package io.truebook.api.provider.adyen;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One item of a standard webhook, field by field as it came.
 *
 * @param item everything of it; what is not among the other fields is not signed
 * @param value in minor units as Adyen counts them, as text
 */
record AdyenNotification(
        JsonNode item,
        @Nullable String pspReference,
        @Nullable String originalReference,
        @Nullable String merchantAccount,
        @Nullable String merchantReference,
        @Nullable String value,
        @Nullable String currency,
        @Nullable String eventCode,
        @Nullable String success) {

    static AdyenNotification of(JsonNode item) {
        var value = item.path("amount").path("value");
        return new AdyenNotification(
                item,
                AdyenFields.textOrNull(item, "pspReference"),
                AdyenFields.textOrNull(item, "originalReference"),
                AdyenFields.textOrNull(item, "merchantAccountCode"),
                AdyenFields.textOrNull(item, "merchantReference"),
                value.isIntegralNumber() && value.canConvertToLong()
                        ? Long.toString(value.longValue())
                        : null,
                AdyenFields.textOrNull(item.path("amount"), "currency"),
                AdyenFields.textOrNull(item, "eventCode"),
                AdyenFields.textOrNull(item, "success"));
    }

    String signedText() {
        return signed().map(part -> part == null ? "" : part).collect(Collectors.joining(":"));
    }

    /** The end of one field and the beginning of the next could not be told apart. */
    boolean isAmbiguous() {
        return signed().anyMatch(part -> part != null && part.contains(":"));
    }

    private Stream<@Nullable String> signed() {
        return Stream.of(
                pspReference,
                originalReference,
                merchantAccount,
                merchantReference,
                value,
                currency,
                eventCode,
                success);
    }

    @Nullable String signature() {
        return AdyenFields.textOrNull(item.path("additionalData"), "hmacSignature");
    }

    /** Adyen's reference of the payment it is about. */
    @Nullable String payment() {
        return originalReference == null ? pspReference : originalReference;
    }

    boolean succeeded() {
        return "true".equals(success);
    }
}
