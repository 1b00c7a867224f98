package io.truebook.projection.deadletter;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Why something failed, without what it failed on: messages of exceptions quote values, and those
 * may be a customer's.
 *
 * @param code the kind of failure, {@code sql_23505} or the exception's name
 * @param message where in our code, and which rule of the database
 */
public record FailureCause(String code, String message) {

    private static final String OURS = "io.truebook.";
    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9_$]+) (at .+)");

    public static FailureCause of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof SQLException sql
                ? new FailureCause("sql_" + sql.getSQLState(), place(failure) + rule(sql))
                : new FailureCause(root.getClass().getSimpleName(), place(root));
    }

    /** The text of {@link #toString} again; of any other text only the kind of failure. */
    public static @Nullable FailureCause parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var written = WRITTEN.matcher(text);
        if (written.matches()) {
            return new FailureCause(written.group(1), written.group(2));
        }
        var name = text.split("[:\\s]", 2)[0];
        return new FailureCause(name.substring(name.lastIndexOf('.') + 1), "see the log");
    }

    private static String place(Throwable failure) {
        for (var frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                var type = frame.getClassName();
                return "at %s.%s line %d"
                        .formatted(
                                type.substring(type.lastIndexOf('.') + 1),
                                frame.getMethodName(),
                                frame.getLineNumber());
            }
        }
        return "at an unknown place";
    }

    private static String rule(SQLException failure) {
        var server = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (server == null) {
            return "";
        }
        var name = server.getConstraint() == null ? server.getTable() : server.getConstraint();
        return name == null ? "" : " by " + name;
    }

    @Override
    public String toString() {
        return code + " " + message;
    }
}
