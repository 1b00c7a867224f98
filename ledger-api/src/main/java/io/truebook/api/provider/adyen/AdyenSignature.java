package io.truebook.api.provider.adyen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Adyen's proof of a notification: Base64 of an HMAC-SHA256 over eight of its fields, joined by
 * colons and never escaped.
 *
 * <p>It covers no time, no reason and no {@code live}: what is not signed moves no money. Any of
 * our keys will do, so that keys can be rolled. Source: Adyen "Verify HMAC signatures" (read
 * 2026-11).
 */
final class AdyenSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    /**
     * @throws IllegalArgumentException when a key is no hexadecimal text
     */
    AdyenSignature(List<String> keys) {
        this.keys = keys.stream().map(AdyenSignature::key).toList();
    }

    private static SecretKeySpec key(String hex) {
        try {
            return new SecretKeySpec(HexFormat.of().parseHex(hex.strip()), ALGORITHM);
        } catch (IllegalArgumentException broken) {
            // Its own message would show the key.
            throw new IllegalArgumentException("an HMAC key must be hexadecimal", null);
        }
    }

    /** Every key is compared, and each in constant time. */
    boolean holds(AdyenNotification notification, @Nullable String signature) {
        if (signature == null) {
            return false;
        }
        byte[] signed = notification.signedText().getBytes(UTF_8);
        byte[] given = signature.getBytes(UTF_8);
        boolean held = false;
        for (var key : keys) {
            held |= MessageDigest.isEqual(mac(key, signed), given);
        }
        return held;
    }

    private static byte[] mac(SecretKeySpec key, byte[] text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text)).getBytes(US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
