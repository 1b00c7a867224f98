package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    private int callsIn(Pace pace, Duration time) {
        int calls = 0;
        for (var end = now.plus(time); now.isBefore(end); now = now.plusMillis(100)) {
            calls += pace.take(1_000_000, now);
        }
        return calls;
    }

    private Pace halvedAt(int callsPerSecond) {
        var pace = new Pace(0);
        assertThat(pace.take(callsPerSecond, now)).isEqualTo(callsPerSecond);
        pace.slowDown(Duration.ZERO, now);
        pace.slowDown(Duration.ZERO, now);
        return pace;
    }

    @Test
    void nothing_is_limited_until_the_provider_complains() {
        var pace = new Pace(0);

        assertThat(pace.take(100_000, now)).isEqualTo(100_000);
        assertThat(pace.perSecond()).isInfinite();
    }

    @Test
    void complaints_of_one_second_halve_what_was_measured() {
        var pace = halvedAt(100);

        assertThat(pace.perSecond()).isEqualTo(50);
        assertThat(callsIn(pace, Duration.ofSeconds(1))).isBetween(40, 55);
    }

    @Test
    void a_complaint_alone_takes_a_tenth() {
        var pace = new Pace(0);
        pace.take(100, now);

        pace.slowDown(Duration.ZERO, now);

        assertThat(pace.perSecond()).isEqualTo(90);
    }

    /** As many as a provider makes that drops a hundredth of all calls at random. */
    @Test
    void a_complaint_every_few_seconds_does_not_bring_it_to_a_halt() {
        var pace = new Pace(0);
        pace.take(100, now);
        for (int i = 0; i < 100; i++) {
            pace.slowDown(Duration.ZERO, now);
            callsIn(pace, Duration.ofSeconds(4));
        }

        assertThat(pace.perSecond()).isGreaterThan(80);
    }

    @Test
    void however_many_they_are() {
        var pace = halvedAt(100);

        for (int i = 0; i < 32; i++) {
            pace.slowDown(Duration.ZERO, now.plusMillis(i));
        }

        assertThat(pace.perSecond()).isBetween(50.0, 51.0);
    }

    @Test
    void it_grows_again_by_little_once_it_is_near_what_was_too_much() {
        var pace = halvedAt(100);

        callsIn(pace, Duration.ofSeconds(10));

        assertThat(pace.perSecond()).isBetween(75.0, 85.0);
    }

    @Test
    void nothing_goes_out_during_the_pause_that_was_asked_for() {
        var pace = new Pace(0);
        pace.slowDown(Duration.ofSeconds(30), now);

        assertThat(callsIn(pace, Duration.ofSeconds(30))).isZero();
        assertThat(callsIn(pace, Duration.ofSeconds(1))).isPositive();
    }

    @Test
    void it_never_ends_for_ever() {
        var pace = new Pace(0);
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(2);
            pace.slowDown(Duration.ZERO, now);
        }

        assertThat(callsIn(pace, Duration.ofSeconds(10))).isGreaterThanOrEqualTo(9);
    }

    @Test
    void after_an_outage_it_doubles_every_second() {
        var pace = new Pace(0);
        pace.take(0, now);
        pace.startSlowly(now);

        assertThat(callsIn(pace, Duration.ofSeconds(1))).isBetween(8, 20);
        assertThat(callsIn(pace, Duration.ofSeconds(1))).isBetween(18, 40);
        assertThat(callsIn(pace, Duration.ofSeconds(1))).isBetween(40, 80);
        now = now.plusSeconds(10);
        assertThat(pace.take(100_000, now)).isEqualTo(100_000);
    }

    @Test
    void a_ceiling_holds_from_the_first_second_on() {
        var pace = new Pace(20);

        assertThat(callsIn(pace, Duration.ofSeconds(10))).isBetween(190, 215);
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        var pace = new Pace(20);
        int taken = pace.take(100, now);

        pace.giveBack(taken);

        assertThat(pace.take(100, now)).isEqualTo(taken);
    }
}
