package io.truebook.api.provider;

/**
 * A settlement file that is not what it claims to be: nothing of it is kept.
 *
 * <p>Names the line (from 1, the header is the first) and the column; never a value.
 */
public final class SettlementFileInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final String column;
    private final String problem;

    public SettlementFileInvalid(long line, String column, String problem) {
        super("Line " + line + ", column " + column + ": " + problem, null, false, false);
        this.line = line;
        this.column = column;
        this.problem = problem;
    }

    public long line() {
        return line;
    }

    public String column() {
        return column;
    }

    public String problem() {
        return problem;
    }
}
