package io.truebook.api.provider.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.adyen.model.notification.Amount;
import com.adyen.model.notification.NotificationRequestItem;
import com.adyen.util.HMACValidator;
import java.security.SignatureException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Standard webhooks as Adyen sends them, signed by Adyen's own library. */
public final class Notifications {

    public static final String KEY =
            "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    public static final String OTHER_KEY =
            "0102030405060708090A0B0C0D0E0F100102030405060708090A0B0C0D0E0F10";
    public static final String MERCHANT = "Shop";

    /** One item, before it is signed. */
    public record Item(
            String eventCode,
            String psp,
            @Nullable String original,
            String merchant,
            String reference,
            long value,
            String currency,
            boolean success,
            String reason) {

        public static Item of(String eventCode, boolean success) {
            return new Item(
                    eventCode, "MOD1", "PSP1", MERCHANT, "ch_1", 1000, "EUR", success, "why");
        }

        public Item about(String newReference, String newPsp, @Nullable String newOriginal) {
            return new Item(
                    eventCode,
                    newPsp,
                    newOriginal,
                    merchant,
                    newReference,
                    value,
                    currency,
                    success,
                    reason);
        }

        public Item worth(long newValue) {
            return new Item(
                    eventCode, psp, original, merchant, reference, newValue, currency, success,
                    reason);
        }

        Item at(String newMerchant) {
            return new Item(
                    eventCode,
                    psp,
                    original,
                    newMerchant,
                    reference,
                    value,
                    currency,
                    success,
                    reason);
        }

        Item because(String newReason) {
            return new Item(
                    eventCode, psp, original, merchant, reference, value, currency, success,
                    newReason);
        }

        String signature(String key) {
            var item = new NotificationRequestItem();
            item.setPspReference(psp);
            item.setOriginalReference(original);
            item.setMerchantAccountCode(merchant);
            item.setMerchantReference(reference);
            var amount = new Amount();
            amount.setValue(value);
            amount.setCurrency(currency);
            item.setAmount(amount);
            item.setEventCode(eventCode);
            item.setSuccess(success);
            try {
                return new HMACValidator().calculateHMAC(item, key);
            } catch (SignatureException e) {
                throw new IllegalStateException(e);
            }
        }

        String json(String key) {
            var from = original == null ? "" : "\"originalReference\": \"" + original + "\",";
            return """
            {"NotificationRequestItem": {
              "additionalData": {"hmacSignature": "%s", "cardHolderName": "J. Doe"},
              "amount": {"currency": "%s", "value": %d}, "eventCode": "%s",
              "eventDate": "2026-11-20T10:00:00+01:00", "merchantAccountCode": "%s",
              "merchantReference": "%s", %s "paymentMethod": "visa", "pspReference": "%s",
              "reason": "%s", "success": "%s"}}
            """
                    .formatted(
                            signature(key),
                            currency,
                            value,
                            eventCode,
                            merchant,
                            reference,
                            from,
                            psp,
                            reason,
                            success);
        }
    }

    private Notifications() {}

    public static byte[] message(Item... items) {
        return message("false", KEY, List.of(items));
    }

    static byte[] message(String live, String key, List<Item> items) {
        var all = items.stream().map(item -> item.json(key)).collect(Collectors.joining(","));
        return ("{\"live\": \"" + live + "\", \"notificationItems\": [" + all + "]}")
                .getBytes(UTF_8);
    }

    static byte[] replaced(byte[] message, String what, String by) {
        var text = new String(message, UTF_8);
        if (!text.contains(what)) {
            throw new IllegalArgumentException(what + " is not in " + text);
        }
        return text.replace(what, by).getBytes(UTF_8);
    }
}
