package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.CHARGE;
import static io.truebook.ledger.payment.Payments.EUR_10;
import static io.truebook.ledger.payment.Payments.aFailed;
import static io.truebook.ledger.payment.Payments.aHeld;
import static io.truebook.ledger.payment.Payments.aRequested;
import static io.truebook.ledger.payment.Payments.aVoided;
import static io.truebook.ledger.payment.Payments.accepted;
import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.anActionRequired;
import static io.truebook.ledger.payment.Payments.anExpired;
import static io.truebook.ledger.payment.Payments.answer;
import static io.truebook.ledger.payment.Payments.event;
import static io.truebook.ledger.payment.Payments.file;
import static io.truebook.ledger.payment.Payments.inWords;
import static io.truebook.ledger.payment.Payments.refused;
import static io.truebook.ledger.payment.Payments.told;
import static io.truebook.ledger.payment.Payments.unknown;
import static io.truebook.ledger.payment.Payments.voidCharge;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentEvent.CaptureReversed;
import io.truebook.ledger.payment.PaymentEvent.ChargeAuthorized;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.ledger.payment.PaymentEvent.ChargeFailed;
import io.truebook.ledger.payment.PaymentEvent.ChargeVoided;
import io.truebook.ledger.payment.PaymentEvent.VoidFailed;
import io.truebook.ledger.payment.PaymentEvent.VoidRequested;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Held money given back, and charges that turn out to be over after all, or not. */
class VoidTest {

    private static final String VOID = "ch_1-void-1";

    @Nested
    class Voiding {

        @Test
        void a_hold_gives_all_of_it_back() {
            var asked = after(aHeld(), voidCharge());

            var voided = event(ChargeVoided.class, asked, told(Facts.voided()));

            assertThat(voided.releasedHold()).isEqualTo(EUR_10);
            assertThat(voided.answered().operations()).containsExactly(VOID);
        }

        @Test
        void of_an_open_or_unknown_charge_waits_for_its_answer() {
            var unknown = after(aRequested(), unknown(CHARGE));

            var wish = event(VoidRequested.class, unknown, voidCharge());
            var held = told(unknown.evolve(wish), Facts.authorized(1000));

            assertThat(wish.afterOperation()).isEqualTo(CHARGE);
            assertThat(file(held).operations()).extracting(Operation::id).containsExactly(VOID);
            assertThat(inWords(held, voidCharge())).isEqualTo("OPERATION_IN_PROGRESS");
        }

        @Test
        void of_a_charge_that_never_was_is_answered_with_it() {
            var asked = after(aRequested(), unknown(CHARGE), voidCharge());

            var failed = event(ChargeFailed.class, asked, refused(CHARGE, Facts.failed(CHARGE)));

            assertThat(failed.answered().operations()).containsExactly(CHARGE, VOID);
        }

        @Test
        void of_a_sale_that_was_taken_first_is_answered_when_that_comes_back() {
            var taken =
                    after(aRequested(), unknown(CHARGE), voidCharge(), told(Facts.captured(1000)));

            var reversed = event(CaptureReversed.class, taken, told(Facts.failed()));

            assertThat(reversed.answered()).isEqualTo(new Answered(List.of(VOID), List.of(CHARGE)));
            assertThat(file(taken.evolve(reversed)).operations()).isEmpty();
        }

        @Test
        void of_a_pending_charge_answers_both() {
            var asked = after(anActionRequired(), voidCharge());

            var voided = event(ChargeVoided.class, asked, told(Facts.voided()));

            assertThat(voided.answered().operations()).containsExactly(CHARGE, VOID);
            assertThat(voided.releasedHold().isZero()).isTrue();
        }

        @Test
        void refused_leaves_the_charge_as_it_was() {
            var asked = after(aHeld(), voidCharge());

            var failed = event(VoidFailed.class, asked, refused(VOID, Facts.voidRefused(VOID)));
            var payment = asked.evolve(failed);

            assertThat(failed.answered().operations()).containsExactly(VOID);
            assertThat(payment).isInstanceOf(Payment.Authorized.class);
            assertThat(file(payment).hold()).isEqualTo(EUR_10);
        }

        @Test
        void overtaken_by_a_capture_is_answered_when_the_provider_says_so() {
            var asked = after(aRequested(), voidCharge());
            var captured = told(asked, Facts.captured(1000));

            var done = answer(VOID, new Outcome.Succeeded(List.of(Facts.captured(1000))));
            var failed = event(VoidFailed.class, captured, done);

            assertThat(failed.failure().code()).isEqualTo("superseded");
            assertThat(failed.answered().operations()).containsExactly(VOID);
        }

        @Test
        void of_another_payment_of_the_provider_leaves_our_hold() {
            var other = FactSource.first("stripe", "pc_9", "pi_9", Facts.THEN);

            var payment = told(aHeld(), new ProviderFact.Voided(other));

            assertThat(payment).isInstanceOf(Payment.Authorized.class);
            assertThat(file(payment).hold()).isEqualTo(EUR_10);
            assertThat(file(payment).paymentReference()).isEqualTo("pi_1");
        }

        @Test
        void heard_of_before_its_hold_holds_nothing_later() {
            var failedOnce = told(aFailed(), new ProviderFact.Voided(Facts.of("pc_2")));

            assertThat(accepted(failedOnce, told(Facts.authorized("pc_2", 1000)))).isEmpty();
            assertThat(accepted(failedOnce, told(Facts.authorized("pc_3", 1000)))).isEmpty();
        }
    }

    @Nested
    class Late_success {

        @Test
        void after_a_refusal_is_booked_and_answered_anew() {
            var captured =
                    event(ChargeCaptured.class, aFailed(), told(Facts.captured("pc_2", 1000)));

            assertThat(captured.unexpected()).isTrue();
            assertThat(captured.answered()).isEqualTo(Answered.anew(List.of(CHARGE)));
        }

        @Test
        void after_a_refusal_may_be_a_hold() {
            var held =
                    event(ChargeAuthorized.class, aFailed(), told(Facts.authorized("pc_2", 1000)));

            assertThat(held.unexpected()).isTrue();
            assertThat(held.answered()).isEqualTo(Answered.anew(List.of(CHARGE)));
        }

        @Test
        void after_a_void_is_booked_whatever_the_provider_said_first() {
            var captured = event(ChargeCaptured.class, aVoided(), told(Facts.captured(1000)));

            assertThat(captured.unexpected()).isTrue();
            assertThat(captured.releasedHold().isZero()).isTrue();
            assertThat(captured.answered()).isEqualTo(Answered.anew(List.of(VOID)));
        }

        @Test
        void after_an_expiry_nobody_waited_for_corrects_no_answer() {
            var captured = event(ChargeCaptured.class, anExpired(), told(Facts.captured(1000)));

            assertThat(captured.unexpected()).isTrue();
            assertThat(captured.answered()).isEqualTo(Answered.NONE);
        }

        @Test
        void after_a_void_at_the_provider_does_not_correct_an_older_refused_void() {
            var voidedThere =
                    told(
                            after(aHeld(), voidCharge(), refused(VOID, Facts.voidRefused(VOID))),
                            Facts.voided());

            var captured = event(ChargeCaptured.class, voidedThere, told(Facts.captured(1000)));

            assertThat(captured.answered()).isEqualTo(Answered.NONE);
        }
    }
}
