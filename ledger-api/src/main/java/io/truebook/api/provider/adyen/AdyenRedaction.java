package io.truebook.api.provider.adyen;

import io.truebook.api.provider.Redaction;
import java.util.Set;

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

    private static final Redaction REDACTION = new Redaction(KEPT, ENTERED);

    private AdyenRedaction() {}

    /** The message without personal data; what cannot be read at all becomes an empty object. */
    static byte[] of(byte[] body) {
        return REDACTION.of(body);
    }
}
