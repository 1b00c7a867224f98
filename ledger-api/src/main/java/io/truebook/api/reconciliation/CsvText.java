package io.truebook.api.reconciliation;

import org.jspecify.annotations.Nullable;

/** Text that came from outside, as a cell of a CSV file: never read as a formula. */
public final class CsvText {

    private static final String FORMULA_STARTS = "=+-@\t\r";

    private CsvText() {}

    /** With an apostrophe before what a spreadsheet would take for the start of a formula. */
    public static @Nullable String of(@Nullable String cell) {
        boolean formula =
                cell != null && !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0;
        return formula ? "'" + cell : cell;
    }
}
