package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.Strain;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallGateTest {

    private static final Outcome TIMEOUT = new Outcome.Unknown("timeout");
    private static final Outcome DONE = new Outcome.Succeeded(List.of());
    private static final Outcome DECLINED = new Outcome.Refused(List.of());

    private static final DispatcherSettings EIGHT_AT_ONCE =
            new DispatcherSettings(
                    false,
                    Duration.ofMillis(500),
                    8,
                    0,
                    Duration.ofSeconds(30),
                    List.of(Duration.ofSeconds(30)),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(60));

    private final MovableClock clock = new MovableClock();
    private final CallGate gate = new CallGate("stripe", EIGHT_AT_ONCE, clock);

    private void answer(int calls, Outcome outcome) {
        for (int i = 0; i < calls; i++) {
            gate.take(1).forEach(permit -> permit.answered(outcome, Duration.ZERO, false));
        }
    }

    private void awaitNextTry() {
        clock.advance(Duration.ofSeconds(60));
    }

    @Test
    void only_so_many_go_at_once() {
        var permits = gate.take(100);

        assertThat(permits).hasSize(8);
        assertThat(gate.take(1)).isEmpty();
        permits.getFirst().answered(DONE, Duration.ZERO, false);
        assertThat(gate.take(5)).hasSize(1);
    }

    @Test
    void what_is_not_used_can_be_taken_again() {
        gate.take(8).forEach(CallGate.Permit::close);

        assertThat(gate.take(8)).hasSize(8);
        assertThat(gate.underWay()).isEqualTo(8);
    }

    @Test
    void failures_leave_the_provider_alone_and_then_few_calls_try_it() {
        answer(8, TIMEOUT);

        assertThat(gate.state()).isEqualTo(State.OPEN);
        assertThat(gate.take(8)).isEmpty();
        awaitNextTry();
        assertThat(gate.take(8)).hasSize(2);
        assertThat(gate.take(8)).isEmpty();
    }

    @Test
    void a_provider_that_is_being_tried_is_not_left_alone() {
        answer(8, TIMEOUT);
        assertThat(gate.isOpen()).isTrue();
        awaitNextTry();

        answer(1, DONE);

        assertThat(gate.state()).isEqualTo(State.HALF_OPEN);
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void tries_that_find_nothing_to_do_do_not_use_it_up() {
        answer(8, TIMEOUT);
        awaitNextTry();

        for (int i = 0; i < 5; i++) {
            gate.take(8).forEach(CallGate.Permit::close);
        }

        assertThat(gate.take(8)).hasSize(2);
    }

    @Test
    void tries_that_succeed_open_it_and_it_begins_slowly() {
        answer(8, TIMEOUT);
        awaitNextTry();

        gate.take(8).forEach(permit -> permit.answered(DONE, Duration.ZERO, false));

        assertThat(gate.state()).isEqualTo(State.CLOSED);
        assertThat(gate.perSecond()).isBetween(10.0, 11.0);
    }

    @Test
    void tries_that_fail_wait_longer_each_time() {
        answer(8, TIMEOUT);
        for (int i = 0; i < 6; i++) {
            awaitNextTry();
            answer(2, TIMEOUT);
        }

        clock.advance(Duration.ofSeconds(15));

        assertThat(gate.take(1)).isEmpty();
    }

    @Test
    void refusals_and_requests_that_have_to_wait_are_answers() {
        answer(10, DECLINED);
        answer(10, new Outcome.NotExecuted("409", new Strain.Busy(null)));
        answer(10, new Outcome.NotExecuted("nothing found"));

        assertThat(gate.state()).isEqualTo(State.CLOSED);
        assertThat(gate.perSecond()).isInfinite();
    }

    @Test
    void too_many_calls_slow_it_down_and_do_not_close_it() {
        for (int i = 0; i < 20; i++) {
            awaitNextTry();
            answer(1, new Outcome.NotExecuted("429", new Strain.Throttled(null)));
        }

        assertThat(gate.state()).isEqualTo(State.CLOSED);
        assertThat(gate.perSecond()).isLessThan(5);
        assertThat(gate.throttledCount().sum()).isEqualTo(20);
    }

    @Test
    void an_answer_that_took_no_call_teaches_nothing() {
        answer(8, TIMEOUT);
        awaitNextTry();

        answer(2, new Outcome.NotExecuted("nobody was asked", new Strain.Unseen()));

        assertThat(gate.state()).isEqualTo(State.HALF_OPEN);
        assertThat(gate.take(8)).hasSize(2);
    }

    @Test
    void an_account_is_held_up_for_a_minute_at_most() {
        answer(1, new Outcome.NotExecuted("429", new Strain.Throttled(Duration.ofHours(1))));

        clock.advance(Duration.ofSeconds(50));
        assertThat(gate.take(1)).isEmpty();
        clock.advance(Duration.ofSeconds(20));
        assertThat(gate.take(1)).hasSize(1);
    }

    @Test
    void a_clock_that_is_set_back_stretches_no_pause() {
        answer(1, new Outcome.NotExecuted("429", new Strain.Throttled(Duration.ofSeconds(10))));
        clock.advance(Duration.ofHours(-1));
        assertThat(gate.take(1)).isEmpty();

        clock.advance(Duration.ofSeconds(20));

        assertThat(gate.take(1)).hasSize(1);
    }

    @Test
    void a_clock_that_is_set_back_leaves_no_provider_alone_for_longer() {
        answer(8, TIMEOUT);
        clock.advance(Duration.ofHours(-1));
        assertThat(gate.take(1)).isEmpty();

        awaitNextTry();

        assertThat(gate.take(1)).hasSize(1);
    }

    @Test
    void a_pause_the_provider_asks_for_is_kept() {
        answer(1, new Outcome.NotExecuted("429", new Strain.Throttled(Duration.ofSeconds(45))));

        clock.advance(Duration.ofSeconds(40));
        assertThat(gate.take(1)).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(gate.take(1)).hasSize(1);
    }
}
