package io.truebook.api.simulator;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids in the providers' shapes: the time before chance, so that the books' indexes grow at their
 * end only.
 */
final class Ids {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TIME_CHARACTERS = 8;
    private static final int RANDOM_CHARACTERS = 15;
    private static final int PSP_CHARACTERS = 16;
    private static final int PSP_TIME_CHARACTERS = 8;
    private static final int PSP_RADIX = 36; // The digits and capitals of the alphabet.

    private Ids() {}

    /** A reference in Adyen's shape: sixteen capitals and digits, the time first. */
    static String pspReference() {
        char[] reference = new char[PSP_CHARACTERS];
        long time = System.currentTimeMillis();
        for (int i = PSP_TIME_CHARACTERS - 1; i >= 0; i--) {
            reference[i] = ALPHABET.charAt((int) (time % PSP_RADIX));
            time /= PSP_RADIX;
        }
        var random = ThreadLocalRandom.current();
        for (int i = PSP_TIME_CHARACTERS; i < reference.length; i++) {
            reference[i] = ALPHABET.charAt(random.nextInt(PSP_RADIX));
        }
        return new String(reference);
    }

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
