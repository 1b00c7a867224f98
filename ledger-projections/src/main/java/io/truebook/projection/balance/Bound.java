package io.truebook.projection.balance;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A place among an account's postings in the order they count: by effective time, then position,
 * then leg. What comes before it is in, what stands at it is not.
 *
 * @param effectiveAt to the microsecond; null: after every time
 */
public record Bound(@Nullable Instant effectiveAt, long position, int leg) {

    /** Behind all postings. */
    public static final Bound END = new Bound(null, 0, 0);

    public Bound {
        effectiveAt = effectiveAt == null ? null : effectiveAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Behind what counts from this moment or earlier. */
    public static Bound upTo(Instant at) {
        return new Bound(at, Long.MAX_VALUE, Short.MAX_VALUE);
    }

    /** Before what counts from this moment or later. */
    public static Bound before(Instant at) {
        return new Bound(at, 0, 0);
    }

    OffsetDateTime time() {
        return effectiveAt == null ? OffsetDateTime.MAX : effectiveAt.atOffset(ZoneOffset.UTC);
    }
}
