package io.truebook.ledger.decision;

/**
 * Carries a {@link Rejection} through Axon's command bus, which knows results and exceptions only.
 *
 * <p>The detail is written for people and names no personal data. It has no stack trace: a refusal
 * is an answer, not a fault.
 */
public final class CommandRejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rejection reason;
    private final String detail;

    public CommandRejected(Rejection reason, String detail) {
        super(reason.code() + ": " + detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    public Rejection reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }
}
