package io.truebook.ledger.reconciliation;

/** What a provider says when it is asked for its record of something it had answered. */
public enum Reply {
    /** What it has now, as facts: they confirm the answer or they do not. */
    TOLD,
    /** It knows nothing of it, or has not done it. */
    NOTHING,
    /** It keeps no record that can be read. */
    NO_RECORDS
}
