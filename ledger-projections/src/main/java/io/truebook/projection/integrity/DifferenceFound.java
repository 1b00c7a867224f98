package io.truebook.projection.integrity;

import io.truebook.projection.integrity.IntegrityReport.Difference;

/** Ends a check at the first difference. */
final class DifferenceFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Difference difference;

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency of its own.
    DifferenceFound(String check, long position, String message, Object... values) {
        super(check, null, false, false);
        difference = new Difference(check, position, message.formatted(values));
    }

    Difference difference() {
        return difference;
    }
}
