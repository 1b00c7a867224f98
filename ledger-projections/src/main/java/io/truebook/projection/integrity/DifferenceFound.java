package io.truebook.projection.integrity;

import io.truebook.projection.integrity.IntegrityReport.Difference;
import java.sql.SQLException;

/** Ends a check at the first difference. */
final class DifferenceFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Difference difference;

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency of its own.
    DifferenceFound(String check, long position, String message, Object... values) {
        this(new Difference(check, position, message.formatted(values)));
    }

    private DifferenceFound(Difference difference) {
        super(difference.check(), null, false, false);
        this.difference = difference;
    }

    /**
     * Asks for rows that must not be there.
     *
     * @param message of a row's second column; its first is the position
     */
    static void ifAny(Tables tables, String check, String message, String sql, Object... parameters)
            throws SQLException {
        var rows =
                tables.list(
                        sql,
                        row ->
                                new DifferenceFound(
                                        check, row.getLong(1), message, row.getString(2)),
                        parameters);
        if (!rows.isEmpty()) {
            throw rows.getFirst();
        }
    }

    Difference difference() {
        return difference;
    }

    /** The same, and what else does not fit there because of it. */
    DifferenceFound with(DifferenceFound consequence) {
        var other = consequence.difference;
        return new DifferenceFound(
                new Difference(
                        difference.check(),
                        difference.journalPosition(),
                        "%s (as seen in %s of event %d: %s)"
                                .formatted(
                                        difference.message(),
                                        other.check(),
                                        other.journalPosition(),
                                        other.message())));
    }
}
