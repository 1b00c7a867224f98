package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestedPeriodTest {

    @Test
    void two_times_that_are_one_when_they_are_stored_are_no_period() {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() ->
                        RequestedPeriod.of(
                                null,
                                "2026-11-20T08:30:00.000000100Z",
                                "2026-11-20T08:30:00.000000900Z",
                                "UTC"));
    }

    @Test
    void times_are_kept_to_the_microsecond_as_the_database_does() {
        var period =
                RequestedPeriod.of(
                        null, "2026-11-20T08:30:00.1234569Z", "2026-11-20T08:30:01Z", "UTC");

        assertThat(period.from()).isEqualTo(Instant.parse("2026-11-20T08:30:00.123456Z"));
    }
}
