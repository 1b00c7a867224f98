package io.truebook.api.simulator;

import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How each provider proves that a webhook is its own.
 *
 * <p>Stripe: {@code t=<seconds>,v1=<hex>} over time and body, one {@code v1} per active secret, the
 * secret used as text. Adyen: Base64 over eight fields joined by colons, without escaping, inside
 * the body; the key is hexadecimal, and there is one. Source: Stripe "Verify webhook signatures",
 * Adyen "Verify HMAC signatures" (read 2026-11).
 */
final class Signatures {
    private static final String FORGED_SECRET = "whsec_not_the_secret";
    private static final String FORGED_KEY = "00".repeat(32);

    private Signatures() {}

    /** The secrets a delivery is signed with; as if it were genuine, but for its faults. */
    static List<String> secrets(WebhookEndpoint endpoint, Effects.Delivery delivery) {
        return switch (delivery.signing()) {
            case GENUINE -> endpoint.secrets();
            case FORGED ->
                    List.of(endpoint.dialect() == Dialect.ADYEN ? FORGED_KEY : FORGED_SECRET);
            case OLD_SECRET -> {
                // Stripe signs anew at every attempt; Adyen's queued message keeps its signature.
                boolean still = endpoint.dialect() == Dialect.ADYEN || delivery.attempts() == 0;
                yield still && !endpoint.oldSecrets().isEmpty()
                        ? endpoint.oldSecrets()
                        : endpoint.secrets();
            }
        };
    }

    static String ofStripe(List<String> secrets, String body, Instant now) {
        String signed = now.getEpochSecond() + "." + body;
        return secrets.stream()
                .map(secret ->
                        ",v1="
                                + HexFormat.of()
                                        .formatHex(
                                                hmac(
                                                        secret.getBytes(StandardCharsets.UTF_8),
                                                        signed)))
                .collect(Collectors.joining("", "t=" + now.getEpochSecond(), ""));
    }

    /** The notification with its signature inside. */
    static String signedByAdyen(String key, String body) {
        ObjectNode notification = Json.parse(body);
        notification
                .path("notificationItems")
                .forEach(entry -> {
                    ObjectNode item = (ObjectNode) entry.path("NotificationRequestItem");
                    ((ObjectNode) item.path("additionalData"))
                            .put("hmacSignature", ofAdyen(key, item));
                });
        return Json.text(notification);
    }

    private static String ofAdyen(String key, ObjectNode item) {
        ObjectNode amount = (ObjectNode) item.path("amount");
        String signed =
                Stream.<@Nullable String>of(
                                Json.text(item, "pspReference"),
                                Json.text(item, "originalReference"),
                                Json.text(item, "merchantAccountCode"),
                                Json.text(item, "merchantReference"),
                                String.valueOf(Json.number(amount, "value")),
                                Json.text(amount, "currency"),
                                Json.text(item, "eventCode"),
                                Json.text(item, "success"))
                        .map(field -> field == null ? "" : field)
                        .collect(Collectors.joining(":"));
        return Base64.getEncoder().encodeToString(hmac(HexFormat.of().parseHex(key), signed));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
