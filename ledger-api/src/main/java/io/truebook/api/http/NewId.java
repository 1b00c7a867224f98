package io.truebook.api.http;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * Ids for what clients create: a prefix and a UUIDv7 as 26 characters of base32.
 *
 * <p>They sort by the time they were made, in the database too (the alphabet is in ASCII order).
 * Source: RFC 9562, section 5.7; Crockford's alphabet in lower case.
 */
public final class NewId {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private NewId() {}

    public static String of(String prefix, Instant now) {
        var random = new byte[10];
        RANDOM.nextBytes(random);
        long version = 0x7000L | ((random[0] & 0x0FL) << 8) | (random[1] & 0xFFL);
        long high = (now.toEpochMilli() << 16) | version;
        long low = 0;
        for (int i = 2; i < random.length; i++) {
            low = (low << 8) | (random[i] & 0xFFL);
        }
        // The two topmost bits say which kind of UUID this is.
        low = (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return prefix + base32(high, low);
    }

    private static String base32(long high, long low) {
        var text = new char[26];
        for (int i = 25; i >= 0; i--) {
            text[i] = ALPHABET[(int) (low & 31)];
            low = (low >>> 5) | ((high & 31) << 59);
            high = high >>> 5;
        }
        return new String(text);
    }
}
