package io.truebook.api.http;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognises card numbers in text, so that none is ever stored.
 *
 * <p>A card number is 13 to 19 digits in one or more groups joined by blanks or dashes, that keeps
 * the Luhn check and has the prefix and length of a card scheme. Digits right beside it in the same
 * group make it another number, and a UUID is none. Source: ISO/IEC 7812 and the schemes' published
 * ranges (read 2026-11).
 */
public final class CardNumbers {

    /** Random ones would be taken for card numbers, one in two thousand; many bear a prefix. */
    private static final Pattern UUIDS =
            Pattern.compile(
                    "(?<![0-9A-Fa-f])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
                            + "(?![0-9A-Fa-f])");

    private static final int UUID_LENGTH = 36;
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    /** Numbers from first to last, compared by as many leading digits as they have. */
    private record Scheme(String name, int first, int last, int minLength, int maxLength) {
        boolean covers(String digits) {
            int width = Integer.toString(first).length();
            int prefix = Integer.parseInt(digits.substring(0, width));
            return prefix >= first
                    && prefix <= last
                    && digits.length() >= minLength
                    && digits.length() <= maxLength;
        }
    }

    private static final List<Scheme> SCHEMES =
            List.of(
                    new Scheme("visa", 4, 4, 13, 13),
                    new Scheme("visa", 4, 4, 16, 16),
                    new Scheme("visa", 4, 4, 19, 19),
                    new Scheme("mastercard", 51, 55, 16, 16),
                    new Scheme("mastercard", 2221, 2720, 16, 16),
                    new Scheme("maestro", 50, 50, 13, 19),
                    new Scheme("maestro", 56, 58, 13, 19),
                    new Scheme("maestro", 6390, 6390, 13, 19),
                    new Scheme("maestro", 67, 67, 13, 19),
                    new Scheme("american express", 34, 34, 15, 15),
                    new Scheme("american express", 37, 37, 15, 15),
                    new Scheme("diners club", 300, 305, 14, 19),
                    new Scheme("diners club", 3095, 3095, 14, 19),
                    new Scheme("diners club", 36, 36, 14, 19),
                    new Scheme("diners club", 38, 39, 14, 19),
                    new Scheme("jcb", 3528, 3589, 16, 19),
                    new Scheme("discover", 6011, 6011, 16, 19),
                    new Scheme("discover", 644, 649, 16, 19),
                    new Scheme("discover", 65, 65, 16, 19),
                    new Scheme("unionpay", 62, 62, 16, 19),
                    new Scheme("unionpay", 81, 81, 16, 19),
                    new Scheme("mir", 2200, 2204, 16, 19),
                    new Scheme("rupay", 60, 60, 16, 16),
                    new Scheme("rupay", 82, 82, 16, 16),
                    new Scheme("rupay", 508, 508, 16, 16),
                    new Scheme("troy", 9792, 9792, 16, 16),
                    new Scheme("uatp", 1, 1, 15, 15));

    private CardNumbers() {}

    /**
     * Refuses a text that holds a card number.
     *
     * @param where what is told to the client instead of the text
     */
    public static void refuseIn(String text, String where) {
        if (foundIn(text)) {
            throw new CommandRejected(
                    Rejection.CARD_NUMBER_REFUSED,
                    "There is a card number in " + where + "; it was not kept");
        }
    }

    static boolean foundIn(String text) {
        if (text.length() < SHORTEST) {
            return false;
        }
        return text.length() < UUID_LENGTH
                ? isFound(text)
                : isFound(UUIDS.matcher(text).replaceAll("uuid"));
    }

    private static boolean isFound(String text) {
        List<String> groups = new ArrayList<>();
        var group = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isDigit(c)) {
                group.append(Character.digit(c, 10));
                continue;
            }
            closeGroup(groups, group);
            if (!isJoint(c)) {
                if (anyRunIsCard(groups)) {
                    return true;
                }
                groups.clear();
            }
        }
        closeGroup(groups, group);
        return anyRunIsCard(groups);
    }

    private static void closeGroup(List<String> groups, StringBuilder group) {
        if (!group.isEmpty()) {
            groups.add(group.toString());
            group.setLength(0);
        }
    }

    private static boolean isJoint(int c) {
        return Character.isSpaceChar(c)
                || c == '\t'
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || c == '\u2212' // The minus sign, which is no dash to Unicode.
                || c == '\u00AD';
    }

    private static boolean anyRunIsCard(List<String> groups) {
        for (int from = 0; from < groups.size(); from++) {
            var digits = new StringBuilder();
            for (int to = from; to < groups.size() && digits.length() <= LONGEST; to++) {
                digits.append(groups.get(to));
                if (isCard(digits.toString())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isCard(String digits) {
        return digits.length() >= SHORTEST
                && digits.length() <= LONGEST
                && keepsLuhn(digits) // First: nine of ten numbers end here.
                && SCHEMES.stream().anyMatch(scheme -> scheme.covers(digits));
    }

    private static boolean keepsLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
