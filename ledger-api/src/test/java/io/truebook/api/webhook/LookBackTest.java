package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookBackTest {

    private final Instant start = Instant.parse("2026-11-21T10:00:00Z");
    private final LookBack lookBack = new LookBack(Duration.ofMillis(500));

    private static long millis(long millis) {
        return millis * 1_000_000;
    }

    private static Letter due(Instant at) {
        return new Letter(
                1,
                "default",
                "stripe",
                "evt",
                "type",
                "pi",
                new byte[0],
                "received",
                "facts",
                1,
                0,
                at);
    }

    @Test
    void goes_to_the_beginning_first_and_after_each_pause() {
        assertThat(lookBack.since(start, 0)).isEqualTo(Instant.EPOCH);
        assertThat(lookBack.since(start, millis(499))).isAfter(Instant.EPOCH);
        assertThat(lookBack.since(start, millis(500))).isEqualTo(Instant.EPOCH);
        assertThat(lookBack.since(start, millis(999))).isAfter(Instant.EPOCH);
    }

    @Test
    void never_passes_what_is_in_hand() {
        var old = due(start.minusSeconds(60));
        lookBack.since(start, 0);
        lookBack.taken(List.of(old, old, due(start)));

        lookBack.finished(old);
        assertThat(lookBack.since(start, 0)).isBefore(old.dueAt());
        lookBack.finished(old);
        assertThat(lookBack.since(start, 0)).isBetween(start.minusSeconds(10), start);
    }
}
