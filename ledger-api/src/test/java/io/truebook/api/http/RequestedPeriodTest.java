package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestedPeriodTest {

    private static final Instant NOW = Instant.parse("2026-11-20T23:30:00Z");

    @Test
    void one_that_has_begun_may_end_later() {
        assertThat(RequestedPeriod.begun(null, "2026-11-19", "2026-11-25", "UTC", NOW).lastDay())
                .isEqualTo("2026-11-25");
    }

    @Test
    void today_can_be_asked_for_where_it_is_today() {
        assertThat(RequestedPeriod.begun("2026-11-21", null, null, "Europe/Berlin", NOW).lastDay())
                .isEqualTo("2026-11-21");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21,,", ",2026-11-21,2026-11-22", ",2026-11-20T23:30:01Z,2026-11-21"})
    void a_day_to_come_cannot(String date, String from, String to) {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> RequestedPeriod.begun(date, from, to, "UTC", NOW))
                .satisfies(refused ->
                        assertThat(refused.errors().toString()).contains("is still to come"));
    }

    @Test
    void two_times_that_are_one_when_they_are_stored_are_no_period() {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() ->
                        RequestedPeriod.begun(
                                null,
                                "2026-11-20T08:30:00.000000100Z",
                                "2026-11-20T08:30:00.000000900Z",
                                "UTC",
                                NOW));
    }

    @Test
    void times_are_kept_to_the_microsecond_as_the_database_does() {
        var period =
                RequestedPeriod.begun(
                        null, "2026-11-20T08:30:00.1234569Z", "2026-11-20T08:30:01Z", "UTC", NOW);

        assertThat(period.from()).isEqualTo(Instant.parse("2026-11-20T08:30:00.123456Z"));
    }
}
