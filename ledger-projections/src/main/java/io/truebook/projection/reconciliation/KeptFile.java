package io.truebook.projection.reconciliation;

/**
 * A file that was taken in whole.
 *
 * @param answer what whoever sends these bytes is told, for ever
 * @param isNew false where the same bytes had been taken in before
 */
@SuppressWarnings("ArrayRecordComponent") // Sent as it is, never compared.
public record KeptFile(String id, byte[] answer, boolean isNew) {}
