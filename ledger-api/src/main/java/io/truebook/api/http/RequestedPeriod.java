package io.truebook.api.http;

import io.truebook.ledger.reconciliation.Period;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The period a client names: one business day, or from a day or time to another.
 *
 * <p>Days are whole and the last one is included; times are points, and the last one is not.
 */
final class RequestedPeriod {

    static final String DEFAULT_ZONE = "UTC";
    private static final Duration LONGEST = Duration.ofDays(93);

    private RequestedPeriod() {}

    /**
     * One that has begun. It may end later: ages are counted from there, which shows what will be a
     * break by then if nothing comes.
     */
    static Period begun(
            @Nullable String date,
            @Nullable String from,
            @Nullable String to,
            String zoneName,
            Instant now) {
        var period = of(date, from, to, zone(zoneName));
        if (period.from().isAfter(now)) {
            throw InvalidRequest.field(date == null ? "from" : "business_date", "is still to come");
        }
        return period;
    }

    private static Period of(
            @Nullable String date, @Nullable String from, @Nullable String to, ZoneId zone) {
        if (date != null) {
            if (from != null || to != null) {
                throw InvalidRequest.field("business_date", "does not go with from and to");
            }
            var day = day("business_date", date);
            return Period.ofDays(day, day, zone);
        }
        if (from == null || to == null) {
            throw InvalidRequest.field("business_date", "is missing, as are from and to");
        }
        return between(from, to, zone, LONGEST);
    }

    /** From a day or time to another, at most so long. */
    static Period between(String from, String to, String zoneName, Duration longest) {
        return between(from, to, zone(zoneName), longest);
    }

    private static Period between(String from, String to, ZoneId zone, Duration longest) {
        var start = start("from", from, zone);
        var end = isDay(to) ? endOf(day("to", to), zone) : start("to", to, zone);
        if (!start.isBefore(end)) {
            throw InvalidRequest.field("to", "has to be after from");
        }
        if (Duration.between(start, end).compareTo(longest) > 0) {
            throw InvalidRequest.field(
                    "to", "has to be at most " + longest.toDays() + " days after from");
        }
        return new Period(start, end, zone);
    }

    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw InvalidRequest.field("time_zone", "has to be a name such as Europe/Berlin");
        }
    }

    private static Instant start(String field, String text, ZoneId zone) {
        return isDay(text) ? day(field, text).atStartOfDay(zone).toInstant() : time(field, text);
    }

    private static Instant endOf(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    private static boolean isDay(String text) {
        return text.length() == 10;
    }

    static LocalDate day(String field, String text) {
        try {
            var day = LocalDate.parse(text);
            if (day.getYear() >= 2000 && day.getYear() < 2200) {
                return day;
            }
        } catch (DateTimeException unreadable) {
            // Said below.
        }
        throw InvalidRequest.field(field, "has to be a date such as 2026-11-20");
    }

    static Instant time(String field, String text) {
        try {
            var at = OffsetDateTime.parse(text);
            if (at.getYear() >= 2000 && at.getYear() < 2200) {
                // As it is stored: two times that become one there are no period.
                return at.toInstant().truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException unreadable) {
            // Said below.
        }
        throw InvalidRequest.field(
                field, "has to be a date or a time such as 2026-11-20T08:30:00Z");
    }
}
