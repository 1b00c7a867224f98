package io.truebook.api.simulator;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids in Stripe's shape: a prefix, the time, then chance, so that the books' indexes grow at their
 * end only.
 */
final class Ids {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TIME_CHARACTERS = 8;
    private static final int RANDOM_CHARACTERS = 15;

    private Ids() {}

    static String next(String prefix) {
        char[] tail = new char[TIME_CHARACTERS + RANDOM_CHARACTERS];
        long time = System.currentTimeMillis();
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            tail[i] = ALPHABET.charAt((int) (time % ALPHABET.length()));
            time /= ALPHABET.length();
        }
        var random = ThreadLocalRandom.current();
        for (int i = TIME_CHARACTERS; i < tail.length; i++) {
            tail[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return prefix + "3" + new String(tail);
    }
}
