package io.truebook.projection.store;

/**
 * Tells the sender of a command that its transaction id was used before, and with what result.
 *
 * <p>Nothing has happened now. Whether it is a repeat or another request is for the receiver to
 * see, with {@link RequestFields#firstDifference}. It has no stack trace: it is an answer, not a
 * fault.
 */
public final class DuplicateTransaction extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Recorded recorded;

    public DuplicateTransaction(Recorded recorded) {
        super("Transaction id was used before", null, false, false);
        this.recorded = recorded;
    }

    public Recorded recorded() {
        return recorded;
    }
}
