package io.truebook.api.reconciliation;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** Text that came from outside, on a page that people sign: no markup, and nothing invisible. */
final class HtmlText {

    private HtmlText() {}

    /**
     * Escaped; what would not be seen, or would turn what follows around, shows as a replacement
     * character.
     */
    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        var seen = new StringBuilder(text.length());
        text.codePoints().forEach(c -> seen.appendCodePoint(isInvisible(c) ? 0xFFFD : c));
        return HtmlUtils.htmlEscape(seen.toString(), "UTF-8");
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
