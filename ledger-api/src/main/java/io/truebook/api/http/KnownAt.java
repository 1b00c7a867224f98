package io.truebook.api.http;

import io.truebook.projection.balance.BalanceHistory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of the journal a question is about: {@code position}, or {@code recorded_at}, or all of
 * it.
 */
record KnownAt(@Nullable Long position, @Nullable Instant recordedAt) {

    /** Takes the two parameters; a position has to be one the journal has reached. */
    static KnownAt read(QueryReader query, BalanceHistory history) {
        var recordedAt = query.time("recorded_at");
        long head = query.has("position") ? history.head() : 0;
        return new KnownAt(query.number("position", 0, head).orElse(null), recordedAt.orElse(null));
    }

    boolean isNow() {
        return position == null && recordedAt == null;
    }

    /** Index of the last event that counts. */
    long position(BalanceHistory history) {
        if (position != null && recordedAt != null) {
            throw InvalidRequest.field("recorded_at", "does not go with position");
        }
        if (position != null) {
            return position;
        }
        return recordedAt == null
                ? history.head()
                : history.positionAt(recordedAt)
                        .orElseThrow(() -> InvalidRequest.field("recorded_at", "is still to come"));
    }
}
