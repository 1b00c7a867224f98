package io.truebook.api.reconciliation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text that came from outside, as a cell of a CSV file: a spreadsheet keeps it letter by letter.
 *
 * <p>What it would take for a formula gets a leading apostrophe, and so does what it would take for
 * a number, a date or a truth value: a payout called 00417 is not 417, and of a reference of
 * sixteen digits a spreadsheet keeps fifteen.
 */
public final class CsvText {

    /** The wide forms are taken for the plain ones where Chinese or Japanese is written. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER_OR_DATE =
            Pattern.compile(
                    "[\\s\u00A0]*(?:[\\p{Sc}(]*[0-9.,][0-9.,:/ %TZ\\p{Sc})\u00A0-]*(?:[eE][+-]?[0-9]*)?"
                            + "|(?:[0-9]+[ ./-]?)?"
                            + "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
                            + "[ ./-]?[0-9]*|true|false|[0-9]+ *[ap]m?)[\\s\u00A0]*",
                    Pattern.CASE_INSENSITIVE);

    private CsvText() {}

    /** With an apostrophe before what a spreadsheet would not take for text. */
    public static @Nullable String of(@Nullable String cell) {
        return cell != null && isTakenForAnother(cell) ? "'" + cell : cell;
    }

    private static boolean isTakenForAnother(String cell) {
        var text = cell.strip();
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return formula
                || (!cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0)
                || NUMBER_OR_DATE.matcher(cell).matches();
    }
}
