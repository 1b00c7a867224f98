package io.truebook.projection.store;

import io.truebook.projection.seal.EventLeaf;
import org.jspecify.annotations.Nullable;

/**
 * One event as it will be stored; only its place in the journal is still open.
 *
 * @param aggregateType null for an event that no aggregate published
 * @param recordedAtMicros microseconds since 1970, UTC
 * @param personal what may be erased later, kept beside the event; null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes exactly as stored; rows are never compared.
record EventRow(
        @Nullable String aggregateType,
        String aggregateId,
        long sequence,
        String eventId,
        String type,
        int revision,
        long recordedAtMicros,
        byte[] payload,
        byte[] metaData,
        byte @Nullable [] personal) {

    /** What of it is hashed. */
    EventLeaf leaf(String tenant, long index) {
        return new EventLeaf(
                index,
                tenant,
                aggregateType,
                aggregateId,
                sequence,
                eventId,
                type,
                revision,
                recordedAtMicros,
                payload,
                metaData);
    }
}
