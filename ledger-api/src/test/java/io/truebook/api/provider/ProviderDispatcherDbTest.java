package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ProviderDispatcherDbTest extends DispatchingLedger {

    @Nested
    class A_charge {

        @Test
        void is_sent_once_and_its_money_booked() {
            dispatcher();

            var id = ledger.charge(1999, CaptureMode.AUTOMATIC);

            ledger.await(id, DispatchingLedger::isCaptured);
            assertThat(provider.sent).hasSize(1);
            assertThat(provider.sent.element().key())
                    .isEqualTo(ProviderKey.of(LedgerFixture.TENANT, id));
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1999);
            assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-1999);
            assertThat(state(id)).isEqualTo("closed");
        }

        @Test
        void is_announced_by_the_commit_that_opens_it() {
            var lazy =
                    new DispatcherSettings(
                            false,
                            Duration.ofMinutes(5),
                            8,
                            0,
                            QUICK.waiting(),
                            QUICK.schedule(),
                            QUICK.backoffBase(),
                            QUICK.backoffCap());
            var dispatcher = dispatcher(lazy, Clock.systemUTC());
            ledger.waking(dispatcher::wake);

            var id = ledger.charge(500, CaptureMode.AUTOMATIC);

            ledger.await(id, DispatchingLedger::isCaptured);
        }

        @Test
        void that_is_declined_fails_and_is_not_asked_about_again() {
            provider.onSend = ScriptedProvider::declined;
            dispatcher();

            var id = ledger.charge(500, CaptureMode.AUTOMATIC);

            ledger.await(id, payment -> payment instanceof Payment.Failed);
            assertThat(state(id)).isEqualTo("closed");
            assertThat(provider.asked).isEmpty();
        }

        @Test
        void waits_while_the_dispatcher_is_paused() {
            var dispatcher = dispatcher();
            dispatcher.pause();
            var id = ledger.charge(500, CaptureMode.AUTOMATIC);
            assertThat(attempts(id)).isZero();

            dispatcher.resume();

            ledger.await(id, DispatchingLedger::isCaptured);
        }
    }

    @Nested
    class An_answer_that_does_not_come {

        @Test
        void is_looked_up_when_the_provider_had_executed_the_request() {
            provider.onSend =
                    call -> {
                        provider.execute(call);
                        return new Outcome.Unknown("timeout");
                    };
            dispatcher();

            var id = ledger.charge(700, CaptureMode.AUTOMATIC);

            ledger.await(id, DispatchingLedger::isCaptured);
            assertThat(provider.sent).hasSize(1);
            assertThat(provider.asked).contains(id);
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(700);
        }

        @Test
        void is_sent_again_unchanged_under_the_same_key_when_the_provider_has_nothing() {
            var failures = new AtomicInteger(2);
            provider.onSend =
                    call ->
                            failures.getAndDecrement() > 0
                                    ? new Outcome.Unknown("connection reset")
                                    : provider.execute(call);
            dispatcher();

            var id = ledger.charge(700, CaptureMode.AUTOMATIC);

            ledger.await(id, DispatchingLedger::isCaptured);
            assertThat(provider.sent).hasSize(3);
            assertThat(provider.sent.stream().distinct()).hasSize(1);
        }

        @Test
        void shows_as_unknown_meanwhile() {
            provider.onSend = _ -> new Outcome.Unknown("timeout");
            provider.onLookUp = _ -> new Outcome.Unknown("timeout");
            dispatcher();

            var id = ledger.charge(700, CaptureMode.AUTOMATIC);

            ledger.await(
                    id,
                    payment ->
                            payment.known().orElseThrow().operation().stream()
                                    .anyMatch(op -> op.state().name().equals("UNKNOWN")));
            assertThat(ledger.posted("provider:stripe:clearing")).isZero();
        }

        @Test
        void is_never_sent_again_past_the_key_window() {
            provider.onSend = _ -> new Outcome.Unknown("timeout");
            provider.onLookUp = _ -> new Outcome.Unknown("timeout");
            var clock = new MovableClock();
            dispatcher(QUICK, clock);
            var id = ledger.charge(700, CaptureMode.AUTOMATIC);
            LedgerFixture.await(provider.asked::size, asked -> asked >= 1);

            clock.advance(Duration.ofHours(23));
            provider.onLookUp = _ -> new Outcome.NotExecuted("nothing found");

            int before = provider.asked.size();
            LedgerFixture.await(provider.asked::size, asked -> asked >= before + 4);
            assertThat(provider.sent).hasSize(1);
            assertThat(state(id)).isEqualTo("open");
        }
    }

    @Nested
    class A_request_that_provably_had_no_effect {

        @Test
        void is_sent_again_until_it_is_taken() {
            var refusals = new AtomicInteger(3);
            provider.onSend =
                    call ->
                            refusals.getAndDecrement() > 0
                                    ? new Outcome.NotExecuted("429")
                                    : provider.execute(call);
            dispatcher();

            var id = ledger.charge(700, CaptureMode.AUTOMATIC);

            ledger.await(id, DispatchingLedger::isCaptured);
            assertThat(provider.sent).hasSize(4);
            assertThat(provider.asked).isEmpty();
        }

        @Test
        void is_given_up_past_the_key_window_when_no_attempt_can_have_arrived() {
            provider.onSend = _ -> new Outcome.NotExecuted("connection refused");
            var clock = new MovableClock();
            dispatcher(QUICK, clock);
            var id = ledger.charge(700, CaptureMode.AUTOMATIC);
            LedgerFixture.await(provider.sent::size, sent -> sent >= 2);

            clock.advance(Duration.ofHours(23));

            var payment = ledger.await(id, it -> it instanceof Payment.Failed);
            assertThat(payment.known().orElseThrow().failure().code()).isEqualTo("not_found");
        }
    }

    @Nested
    class Operations_of_one_payment {

        @Test
        void go_out_in_order_and_a_void_waits_for_the_charge() {
            var release = new CountDownLatch(1);
            provider.onSend =
                    call -> {
                        if (call.kind() == io.truebook.ledger.provider.OperationKind.CHARGE) {
                            awaitQuietly(release);
                        }
                        return provider.execute(call);
                    };
            dispatcher();
            var id = ledger.charge(900, CaptureMode.MANUAL);
            LedgerFixture.await(provider.sent::size, sent -> sent == 1);

            ledger.voidCharge(id);
            assertThat(provider.sent).hasSize(1);
            release.countDown();

            ledger.await(id, payment -> payment instanceof Payment.Voided);
            assertThat(provider.sent.stream().map(ScriptedProvider.Sent::operationId))
                    .containsExactly(id, id + "-void-1");
        }

        @Test
        void reach_from_a_hold_over_a_capture_to_a_refund() {
            dispatcher();
            var id = ledger.charge(1000, CaptureMode.MANUAL);
            ledger.await(id, payment -> payment instanceof Payment.Authorized);

            ledger.capture(id, 600L);
            ledger.await(id, DispatchingLedger::isCaptured);
            ledger.refund(id, 250);

            ledger.await(id, payment -> payment.known().orElseThrow().refunded().minor() == 250);
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(350);
            assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-350);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
