package io.truebook.contract.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One notification as Adyen writes it, to be forged or repeated; each method gives a changed copy.
 *
 * <p>Signed is {@code HmacSHA256} over eight fields joined by colons, the key hexadecimal, the
 * signature inside. Source: Adyen "Verify HMAC signatures" (read 2026-11).
 */
record AdyenNotice(ObjectNode item) {

    /** The texts among the signed fields; the amount is the rest. */
    static final List<String> SIGNED =
            List.of(
                    "pspReference",
                    "originalReference",
                    "merchantAccountCode",
                    "merchantReference",
                    "eventCode",
                    "success");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ITEM = "NotificationRequestItem";

    /** The only item of a message that was told. */
    static AdyenNotice of(JsonNode message) {
        return new AdyenNotice((ObjectNode) message.at("/notificationItems/0/" + ITEM).deepCopy());
    }

    /** That 19.99 EUR were authorised. */
    static AdyenNotice authorised(String pspReference, String merchantReference) {
        var item = JSON.createObjectNode();
        item.putObject("additionalData");
        item.put("eventCode", "AUTHORISATION");
        item.put("eventDate", "2026-11-20T10:00:00+00:00");
        item.put("merchantAccountCode", Stand.ADYEN_MERCHANT);
        item.put("merchantReference", merchantReference);
        item.put("paymentMethod", "visa");
        item.put("pspReference", pspReference);
        item.put("reason", "");
        item.put("success", "true");
        return new AdyenNotice(item).amount(1999, "EUR");
    }

    /** What the ledger files it under. */
    String eventId() {
        return Stream.of("merchantAccountCode", "eventCode", "pspReference", "success")
                .map(field -> item.path(field).asString())
                .collect(Collectors.joining(":"));
    }

    AdyenNotice with(String field, String value) {
        return new AdyenNotice(item.deepCopy().put(field, value));
    }

    AdyenNotice amount(long minor, String currency) {
        var changed = item.deepCopy();
        changed.putObject("amount").put("value", minor).put("currency", currency);
        return new AdyenNotice(changed);
    }

    AdyenNotice signedBy(String hexKey) {
        var changed = item.deepCopy();
        changed.withObject("/additionalData").put("hmacSignature", signature(hexKey));
        return new AdyenNotice(changed);
    }

    /** As it is sent, with more items behind it or without. */
    String message(AdyenNotice... more) {
        var message = JSON.createObjectNode().put("live", "false");
        var items = message.putArray("notificationItems");
        Stream.concat(Stream.of(this), Stream.of(more))
                .forEach(notice -> items.addObject().set(ITEM, notice.item));
        return message.toString();
    }

    private String signature(String hexKey) {
        var signed =
                Stream.of(
                                item.path("pspReference"),
                                item.path("originalReference"),
                                item.path("merchantAccountCode"),
                                item.path("merchantReference"),
                                item.at("/amount/value"),
                                item.at("/amount/currency"),
                                item.path("eventCode"),
                                item.path("success"))
                        .map(field -> field.asString(""))
                        .collect(Collectors.joining(":"));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(hexKey), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
