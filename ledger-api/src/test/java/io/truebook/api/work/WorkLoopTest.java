package io.truebook.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkLoopTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looks_at_once_and_again_when_the_bell_rings() {
        try (var loop = new WorkLoop("test", FOR_EVER, looks::incrementAndGet).start()) {
            await(1);

            loop.wake();

            await(2);
        }
    }

    @Test
    void looks_again_after_the_pause_when_nobody_rings() {
        try (var _ = new WorkLoop("test", Duration.ofMillis(1), looks::incrementAndGet).start()) {
            await(3);
        }
    }

    @Test
    void goes_on_after_a_look_that_failed() {
        Runnable failing =
                () -> {
                    looks.incrementAndGet();
                    throw new IllegalStateException("no database");
                };
        try (var loop = new WorkLoop("test", FOR_EVER, failing).start()) {
            await(1);

            loop.wake();

            await(2);
        }
    }

    @Test
    void looks_no_more_when_it_is_closed_and_never_when_it_was_not_started() {
        var loop = new WorkLoop("test", Duration.ofMillis(1), looks::incrementAndGet).start();
        await(1);

        loop.close();
        int then = looks.get();
        new WorkLoop("idle", FOR_EVER, looks::incrementAndGet).close();

        assertThat(looks).hasValue(then);
    }

    @Test
    void takes_one_piece_after_the_other_until_there_is_none() {
        var pieces = new AtomicInteger(5);
        BooleanSupplier next =
                () -> {
                    looks.incrementAndGet();
                    return pieces.decrementAndGet() > 0;
                };
        try (var loop = WorkLoop.oneByOne("test", FOR_EVER, next).start()) {
            await(5);

            loop.wake();

            await(6);
            assertThat(pieces).hasValue(-1);
        }
    }

    private void await(int atLeast) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> looks.get() >= atLeast);
    }
}
