package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Which days are due, and when. */
class ScheduleSettingsTest {

    private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 1);

    private final ScheduleSettings berlin = settings("06:00", "Europe/Berlin", 3);

    @Test
    void a_day_is_due_the_day_after_at_the_time_of_its_zone() {
        assertThat(berlin.due(LocalDate.of(2026, 11, 20)))
                .isEqualTo(Instant.parse("2026-11-21T05:00:00Z"));
        assertThat(days("2026-11-21T04:59:59Z")).endsWith(LocalDate.of(2026, 11, 19));
        assertThat(days("2026-11-21T05:00:00Z")).endsWith(LocalDate.of(2026, 11, 20));
    }

    @Test
    void missed_days_are_made_up_for_as_far_back_as_the_settings_say() {
        assertThat(days("2026-11-21T05:00:00Z"))
                .containsExactly(
                        LocalDate.of(2026, 11, 18),
                        LocalDate.of(2026, 11, 19),
                        LocalDate.of(2026, 11, 20));
    }

    @Test
    void no_day_before_the_first_and_none_of_the_future_is_due() {
        var today = LocalDate.of(2026, 11, 21);

        assertThat(berlin.days(today, Instant.parse("2026-11-21T23:59:59Z"))).isEmpty();
        assertThat(berlin.days(today.plusDays(9), Instant.parse("2026-11-21T23:59:59Z"))).isEmpty();
        assertThat(berlin.days(today, Instant.parse("2026-11-22T05:00:00Z")))
                .containsExactly(today);
    }

    @Test
    void an_hour_that_the_clocks_leave_out_still_comes() {
        var gap = settings("02:30", "Europe/Berlin", 1);

        assertThat(gap.due(LocalDate.of(2026, 3, 28)))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    private java.util.List<LocalDate> days(String now) {
        return berlin.days(LONG_AGO, Instant.parse(now));
    }

    static ScheduleSettings settings(String at, String zone, int catchUpDays) {
        return new ScheduleSettings(true, LocalTime.parse(at), ZoneId.of(zone), catchUpDays, 3);
    }
}
