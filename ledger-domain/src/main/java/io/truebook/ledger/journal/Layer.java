package io.truebook.ledger.journal;

/**
 * Which columns of a balance a posting moves.
 *
 * <p>{@code POSTED} raises the posted column of its side. {@code HOLD} raises the pending column of
 * its side; {@code HOLD_RELEASE} lowers that same column again and is never a counter-entry.
 */
public enum Layer {
    POSTED,
    HOLD,
    HOLD_RELEASE
}
