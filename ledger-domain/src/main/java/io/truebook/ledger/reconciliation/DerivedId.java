package io.truebook.ledger.reconciliation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids that follow from what they name: the same thing gets the same id in every run and on every
 * node. A prefix and 26 characters of base32, which is 130 bits of SHA-256.
 */
public final class DerivedId {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private DerivedId() {}

    /** The id of what these parts name together; their order counts. */
    public static String of(String prefix, String... parts) {
        var digest = sha256();
        for (var part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            // A separator no part can hold, so that "ab"+"c" is not "a"+"bc".
            digest.update((byte) 0);
        }
        return prefix + base32(digest.digest());
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder(LENGTH);
        int buffer = 0;
        int bits = 0;
        int next = 0;
        while (text.length() < LENGTH) {
            if (bits < 5) {
                buffer = (buffer << 8) | (bytes[next] & 0xff);
                next++;
                bits += 8;
            }
            bits -= 5;
            text.append(ALPHABET.charAt((buffer >>> bits) & 31));
            buffer &= (1 << bits) - 1;
        }
        return text.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
