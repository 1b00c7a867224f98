package io.truebook.ledger.provider;

/**
 * How a round of a dispute ended.
 *
 * <p>In the order of strength where a provider says two things of the same round: a loss may still
 * be overturned, a win only by another round.
 */
public enum DisputeVerdict {
    /** The question was dropped before any money moved. */
    INQUIRY_CLOSED,
    /** What was withdrawn stays with the payer. */
    LOST,
    /** What was withdrawn is ours again, once it is reinstated. */
    WON
}
