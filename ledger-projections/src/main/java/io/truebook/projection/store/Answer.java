package io.truebook.projection.store;

/**
 * The final answer of a transaction, kept for ever as the exact bytes that were sent.
 *
 * @param corrected whether it replaced an earlier answer because the outcome itself was corrected
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are the identity; nobody compares answers.
public record Answer(int status, byte[] body, boolean corrected) {}
