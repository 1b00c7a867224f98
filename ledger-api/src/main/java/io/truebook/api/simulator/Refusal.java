package io.truebook.api.simulator;

/**
 * A request that is not granted, in the words of the provider it was sent to.
 *
 * <p>{@code executed} says whether the request got as far as its rules: only then is the refusal
 * kept under the idempotency key.
 */
abstract class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean executed;

    Refusal(String message, boolean executed) {
        super(message, null, false, false);
        this.executed = executed;
    }

    final boolean executed() {
        return executed;
    }

    abstract ApiAnswer answer();
}
