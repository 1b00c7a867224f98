package io.truebook.api.reconciliation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When each business day is reconciled by itself.
 *
 * @param at time of day, on the day after, in {@code timeZone}: providers write their files at
 *     night
 * @param timeZone of that time, and of the business day
 * @param catchUpDays how many days back are made up for, the last one included
 * @param attempts at a day before it is given up and left to people
 */
@Validated
@ConfigurationProperties("truebook.reconciliation.schedule")
public record ScheduleSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("06:00") LocalTime at,
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue("31") @Min(1) @Max(366) int catchUpDays,
        @DefaultValue("36") @Min(1) @Max(1000) int attempts) {

    /** When a business day is to be reconciled: after it has ended, whatever the clocks did. */
    public Instant due(LocalDate day) {
        return day.plusDays(1).atTime(at).atZone(timeZone).toInstant();
    }

    /** The days that are due by now, oldest first, none of them before {@code first}. */
    public List<LocalDate> days(LocalDate first, Instant now) {
        var today = LocalDate.ofInstant(now, timeZone);
        var end = due(today.minusDays(1)).isAfter(now) ? today.minusDays(1) : today;
        var start = end.minusDays(catchUpDays);
        if (first.isAfter(start)) {
            start = first;
        }
        return start.isBefore(end) ? start.datesUntil(end).toList() : List.of();
    }
}
