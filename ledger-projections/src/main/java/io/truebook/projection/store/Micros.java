package io.truebook.projection.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since 1970, UTC: the precision that PostgreSQL keeps. */
final class Micros {

    private Micros() {}

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }

    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
