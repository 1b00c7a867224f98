package io.truebook.ledger.reconciliation;

/**
 * Ways in which a provider tells us something that cannot be wrong for the same reason: two of them
 * are two witnesses, two messages of one are not.
 */
public enum Teller {
    /** The answer to our own call, or to a question while nobody knew. */
    CALL,
    /** What it sends, or lists, by itself. */
    CALLBACK,
    /** A settlement row: the provider's own accounting. */
    SETTLEMENT,
    /**
     * What the provider's records say when they are read once more, long after the answer. Never
     * the first to tell. Source: decision 0036.
     */
    RECORDS;

    /** By the channel that evidence names. */
    public static Teller of(String channel) {
        return switch (channel) {
            case "response", "query" -> CALL;
            case "webhook" -> CALLBACK;
            default -> SETTLEMENT;
        };
    }
}
