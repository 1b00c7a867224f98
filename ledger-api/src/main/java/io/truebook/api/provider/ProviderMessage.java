package io.truebook.api.provider;

import java.util.regex.Pattern;

/**
 * A provider's words for people, fit to be kept: cut to size and without anything that could be a
 * card number.
 */
public final class ProviderMessage {

    private static final int LONGEST = 255;

    /** Possessive, which takes no stack: a stranger's number may have a million digits. */
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9](?:[ -]?+[0-9]){11,}+");

    private ProviderMessage() {}

    /**
     * @return at most 255 characters
     */
    public static String of(String text) {
        var masked = LONG_NUMBER.matcher(text).replaceAll("***");
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) : masked;
    }
}
