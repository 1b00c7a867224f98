package io.truebook.ledger.reconciliation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What a reconciliation covers: from midnight to midnight of a time zone, the end not included.
 *
 * @param from UTC
 * @param to UTC
 */
public record Period(Instant from, Instant to, ZoneId zone) {

    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("A period ends after it begins");
        }
    }

    /** Whole business days, the last one included. */
    public static Period ofDays(LocalDate first, LocalDate last, ZoneId zone) {
        return new Period(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant(),
                zone);
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /** The first business day. */
    public LocalDate firstDay() {
        return LocalDate.ofInstant(from, zone);
    }

    /** The last business day. */
    public LocalDate lastDay() {
        return LocalDate.ofInstant(to.minusNanos(1), zone);
    }

    /**
     * The moment the ages of a run are counted from: the day it was asked for, or the end of the
     * period where that is later. A whole day, so that a run repeated the same day is the same run.
     */
    public Instant asOf(Instant now) {
        var today = LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
        return today.isAfter(to) ? today : to;
    }
}
