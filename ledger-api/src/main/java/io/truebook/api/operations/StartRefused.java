package io.truebook.api.operations;

/** Truebook will not start like this; says what is wrong and what to do, without a stack trace. */
public final class StartRefused extends RuntimeException {

    private final String action;

    public StartRefused(String problem, String action) {
        super(problem);
        this.action = action;
    }

    public StartRefused(String problem, String action, Throwable cause) {
        super(problem, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
