package io.truebook.api.webhook;

import java.time.Instant;

/**
 * A claimed callback; a later claim overtakes it.
 *
 * @param failures so far; of an orphan, how often its payment was looked for
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes as received; letters are never compared.
record Letter(
        long id,
        String tenant,
        String connection,
        String eventId,
        String eventType,
        String subject,
        byte[] body,
        String status,
        String step,
        int claims,
        int failures,
        Instant dueAt) {

    boolean isOrphan() {
        return status.equals("orphan");
    }
}
