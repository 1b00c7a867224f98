package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.CHARGE;
import static io.truebook.ledger.payment.Payments.EUR_10;
import static io.truebook.ledger.payment.Payments.aCaptured;
import static io.truebook.ledger.payment.Payments.aHeld;
import static io.truebook.ledger.payment.Payments.accepted;
import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.captureCharge;
import static io.truebook.ledger.payment.Payments.event;
import static io.truebook.ledger.payment.Payments.file;
import static io.truebook.ledger.payment.Payments.inWords;
import static io.truebook.ledger.payment.Payments.refused;
import static io.truebook.ledger.payment.Payments.told;
import static io.truebook.ledger.payment.Payments.unknown;
import static io.truebook.ledger.payment.Payments.voidCharge;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentEvent.CaptureFailed;
import io.truebook.ledger.payment.PaymentEvent.CaptureReversed;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.ledger.provider.ProviderFact;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Held money taken, and what comes of it: amounts, answers, and answers given anew. */
class CaptureTest {

    private static final String CAPTURE = "ch_1-capture-1";

    @Nested
    class Capture {

        @Test
        void of_the_whole_hold_leaves_nothing_held() {
            var asked = after(aHeld(), captureCharge(null));

            var captured = event(ChargeCaptured.class, asked, told(Facts.captured(1000)));

            assertThat(captured.amount()).isEqualTo(EUR_10);
            assertThat(captured.releasedHold()).isEqualTo(EUR_10);
            assertThat(captured.answered().operations()).containsExactly(CAPTURE);
            assertThat(captured.unexpected()).isFalse();
            assertThat(file(asked.evolve(captured)).hold().isZero()).isTrue();
        }

        @Test
        void of_a_part_is_final_and_releases_the_rest() {
            var asked = after(aHeld(), captureCharge(600L));

            var payment = told(asked, Facts.captured(600));

            assertThat(file(payment).captured()).isEqualTo(Money.of(600, "EUR"));
            assertThat(file(payment).hold().isZero()).isTrue();
            assertThat(inWords(payment, captureCharge(400L))).isEqualTo("CHARGE_ALREADY_CAPTURED");
        }

        @Test
        void above_the_hold_is_rejected() {
            assertThat(inWords(aHeld(), captureCharge(1001L))).isEqualTo("CAPTURE_EXCEEDS_HOLD");
            assertThat(inWords(aHeld(), captureCharge(Long.MAX_VALUE)))
                    .isEqualTo("CAPTURE_EXCEEDS_HOLD");
        }

        @Test
        void is_one_at_a_time() {
            var asked = after(aHeld(), captureCharge(600L));

            assertThat(inWords(asked, captureCharge(400L))).isEqualTo("OPERATION_IN_PROGRESS");
            assertThat(inWords(asked, voidCharge())).isEqualTo("OPERATION_IN_PROGRESS");
        }

        @Test
        void refused_leaves_the_hold_and_may_be_asked_again_under_a_new_id() {
            var asked = after(aHeld(), captureCharge(null));

            var failed = event(CaptureFailed.class, asked, refused(CAPTURE, refusal(CAPTURE)));
            var again = after(asked.evolve(failed), captureCharge(500L));

            assertThat(failed.answered().operations()).containsExactly(CAPTURE);
            assertThat(file(again).hold()).isEqualTo(EUR_10);
            assertThat(file(again).operation("ch_1-capture-2")).isPresent();
        }

        @Test
        void refused_twice_in_the_same_words_is_answered_twice() {
            var once = after(aHeld(), captureCharge(null), refused(CAPTURE, refusal("pc_1")));
            var second = "ch_1-capture-2";

            var failed =
                    event(
                            CaptureFailed.class,
                            after(once, captureCharge(null)),
                            refused(second, refusal("pc_1")));

            assertThat(failed.answered().operations()).containsExactly(second);
            assertThat(failed.failure()).isEqualTo(Facts.DECLINED);
        }

        @Test
        void unknown_is_settled_by_whoever_hears_first() {
            var payment = after(aHeld(), captureCharge(null), unknown(CAPTURE));

            assertThat(file(payment).operation(CAPTURE).orElseThrow().state())
                    .isEqualTo(Operation.State.UNKNOWN);
            assertThat(accepted(payment, unknown(CAPTURE))).isEmpty();

            var captured = event(ChargeCaptured.class, payment, told(Facts.captured(1000)));
            assertThat(captured.answered().operations()).containsExactly(CAPTURE);
            assertThat(accepted(payment.evolve(captured), unknown(CAPTURE))).isEmpty();
        }

        @Test
        void overtaken_by_the_end_of_the_hold_is_answered_with_it() {
            var asked = after(aHeld(), captureCharge(null));

            var expired = accepted(asked, told(Facts.expired())).getFirst();

            assertThat(((PaymentEvent.Reported) expired).answered().operations())
                    .containsExactly(CAPTURE);
            assertThat(accepted(asked.evolve(expired), refused(CAPTURE, refusal(CAPTURE))))
                    .isEmpty();
        }

        private static ProviderFact refusal(String object) {
            return Facts.captureRefused(object);
        }
    }

    @Nested
    class Capture_reversed {

        @Test
        void takes_back_what_was_captured_and_corrects_the_charge() {
            var reversed = event(CaptureReversed.class, aCaptured(), told(Facts.failed()));

            assertThat(reversed.amount()).isEqualTo(EUR_10);
            assertThat(reversed.answered()).isEqualTo(Answered.anew(List.of(CHARGE)));
            assertThat(file(aCaptured().evolve(reversed)).captured().isZero()).isTrue();
        }

        @Test
        void corrects_the_capture_that_had_asked_for_it() {
            var captured = told(after(aHeld(), captureCharge(600L)), Facts.captured(600));

            var reversed = event(CaptureReversed.class, captured, told(Facts.failed()));

            assertThat(reversed.amount()).isEqualTo(Money.of(600, "EUR"));
            assertThat(reversed.answered()).isEqualTo(Answered.anew(List.of(CAPTURE)));
        }

        @Test
        void does_not_correct_a_capture_that_was_refused_before() {
            var captured =
                    after(
                            aHeld(),
                            captureCharge(null),
                            refused(CAPTURE, Facts.captureRefused(CAPTURE)),
                            told(Facts.captured(1000)));

            var reversed = event(CaptureReversed.class, captured, told(Facts.failed()));

            assertThat(reversed.answered()).isEqualTo(Answered.NONE);
        }

        @Test
        void is_final_when_the_capture_is_reported_again() {
            var reversed = told(aCaptured(), Facts.failed());

            assertThat(accepted(reversed, told(Facts.captured(1000)))).isEmpty();
            assertThat(accepted(reversed, told(Facts.authorized(1000)))).isEmpty();
        }

        @Test
        void takes_back_only_what_that_object_took() {
            var twice = told(aCaptured(), Facts.captured("pc_2", 700));

            var reversed = event(CaptureReversed.class, twice, told(Facts.failed("pc_1")));
            var payment = twice.evolve(reversed);

            assertThat(file(twice).captured()).isEqualTo(Money.of(1700, "EUR"));
            assertThat(reversed.amount()).isEqualTo(EUR_10);
            assertThat(payment).isInstanceOf(Payment.Captured.class);
            assertThat(file(payment).captured()).isEqualTo(Money.of(700, "EUR"));
        }

        @Test
        void heard_of_before_the_capture_comes_to_the_same() {
            var payment = told(aCaptured(), Facts.failed("pc_2"), Facts.captured("pc_2", 700));

            assertThat(file(payment).captured()).isEqualTo(EUR_10);
            assertThat(payment).isInstanceOf(Payment.Captured.class);
        }
    }
}
