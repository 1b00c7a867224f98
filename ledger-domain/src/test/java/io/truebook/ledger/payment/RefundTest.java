package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.EUR_10;
import static io.truebook.ledger.payment.Payments.aCaptured;
import static io.truebook.ledger.payment.Payments.aFailed;
import static io.truebook.ledger.payment.Payments.aHeld;
import static io.truebook.ledger.payment.Payments.accepted;
import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.answer;
import static io.truebook.ledger.payment.Payments.event;
import static io.truebook.ledger.payment.Payments.file;
import static io.truebook.ledger.payment.Payments.inWords;
import static io.truebook.ledger.payment.Payments.refused;
import static io.truebook.ledger.payment.Payments.requestRefund;
import static io.truebook.ledger.payment.Payments.told;
import static io.truebook.ledger.payment.Payments.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentEvent.RefundFailed;
import io.truebook.ledger.payment.PaymentEvent.RefundRequested;
import io.truebook.ledger.payment.PaymentEvent.RefundSucceeded;
import io.truebook.ledger.payment.Refund.Status;
import io.truebook.ledger.provider.Outcome;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Captured money given back: what fits, what is reserved, and every way in which it may end. */
class RefundTest {

    private static final String REFUND = "re_1";

    @Nested
    class Requested {

        @Test
        void several_fit_up_to_the_exact_remainder() {
            var payment =
                    after(aCaptured(), requestRefund("re_1", 300L), requestRefund("re_2", 300L));

            var rest = event(RefundRequested.class, payment, requestRefund("re_3", null));

            assertThat(rest.amount()).isEqualTo(Money.of(400, "EUR"));
            assertThat(inWords(payment, requestRefund("re_3", 401L)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
            assertThat(inWords(payment.evolve(rest), requestRefund("re_4", null)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
            assertThat(inWords(payment.evolve(rest), requestRefund("re_4", 1L)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
        }

        @Test
        void under_an_id_that_is_there_changes_nothing() {
            var payment = after(aCaptured(), requestRefund(REFUND, 300L));

            assertThat(accepted(payment, requestRefund(REFUND, 300L))).isEmpty();
            assertThat(file(payment).refundable()).isEqualTo(Money.of(700, "EUR"));
        }

        @Test
        void after_a_partial_capture_fit_into_what_was_captured() {
            var payment = told(aHeld(), Facts.captured(600));

            assertThat(inWords(payment, requestRefund(REFUND, 601L)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
        }

        @Test
        void that_failed_leave_room_again() {
            var payment =
                    after(
                            aCaptured(),
                            requestRefund(REFUND, null),
                            refused(REFUND, Facts.refundFailed(REFUND, REFUND, 1000)));

            assertThat(file(payment).refundable()).isEqualTo(EUR_10);
        }

        @Test
        void of_a_reversed_capture_are_rejected() {
            var reversed = told(aCaptured(), Facts.failed());

            assertThat(inWords(reversed, requestRefund(REFUND, 1L)))
                    .isEqualTo("CHARGE_NOT_CAPTURED");
        }
    }

    @Nested
    class Unknown {

        private final Payment payment =
                after(aCaptured(), requestRefund(REFUND, 300L), unknown(REFUND));

        @Test
        void keeps_the_amount_reserved() {
            assertThat(status(payment)).isEqualTo(Status.UNKNOWN);
            assertThat(file(payment).refundable()).isEqualTo(Money.of(700, "EUR"));
            assertThat(accepted(payment, unknown(REFUND))).isEmpty();
        }

        @Test
        void resolves_to_succeeded() {
            var succeeded =
                    event(
                            RefundSucceeded.class,
                            payment,
                            told(Facts.refunded("pr_1", REFUND, 300)));

            assertThat(succeeded.reserved()).isEqualTo(Money.of(300, "EUR"));
            assertThat(succeeded.answered().operations()).containsExactly(REFUND);
        }

        @Test
        void resolves_to_failed() {
            var failed =
                    event(
                            RefundFailed.class,
                            payment,
                            refused(REFUND, Facts.refundFailed(REFUND, REFUND, 300)));

            assertThat(failed.afterSuccess()).isFalse();
            assertThat(failed.answered().operations()).containsExactly(REFUND);
        }

        @Test
        void does_not_come_back_once_the_provider_has_it() {
            var pending = told(payment, Facts.refundPending("pr_1", REFUND, 300));

            assertThat(status(pending)).isEqualTo(Status.PENDING);
            assertThat(accepted(pending, unknown(REFUND))).isEmpty();
            assertThat(accepted(pending, answer(REFUND, pendingAgain()))).isEmpty();
        }

        private static Outcome pendingAgain() {
            return new Outcome.Pending(List.of(Facts.refundPending("pr_1", REFUND, 300)));
        }
    }

    @Nested
    class Ended {

        private final Payment requested = after(aCaptured(), requestRefund(REFUND, 300L));
        private final Payment succeeded = told(requested, Facts.refunded("pr_1", REFUND, 300));

        @Test
        void may_fail_after_success_and_is_answered_anew() {
            var failed =
                    event(
                            RefundFailed.class,
                            succeeded,
                            told(Facts.refundFailed("pr_1", REFUND, 300)));

            assertThat(failed.afterSuccess()).isTrue();
            assertThat(failed.answered()).isEqualTo(Answered.anew(List.of(REFUND)));
            assertThat(file(succeeded.evolve(failed)).refundable()).isEqualTo(EUR_10);
        }

        @Test
        void stays_failed_when_its_older_success_is_heard_of() {
            var failed = told(requested, Facts.refundFailed("pr_1", REFUND, 300));

            assertThat(accepted(failed, told(Facts.refunded("pr_1", REFUND, 300)))).isEmpty();
            assertThat(accepted(failed, told(Facts.refundPending("pr_1", REFUND, 300)))).isEmpty();
        }

        @Test
        void may_succeed_late_and_is_answered_anew() {
            var failed = after(requested, refused(REFUND, Facts.refundFailed(REFUND, REFUND, 300)));

            var late =
                    event(RefundSucceeded.class, failed, told(Facts.refunded("pr_1", REFUND, 300)));

            assertThat(late.reserved().isZero()).isTrue();
            assertThat(late.answered()).isEqualTo(Answered.anew(List.of(REFUND)));
        }

        @Test
        void with_another_amount_counts_what_has_left() {
            var payment = told(requested, Facts.refunded("pr_1", REFUND, 250));

            assertThat(file(payment).refunded()).isEqualTo(Money.of(250, "EUR"));
            assertThat(file(payment).refundable()).isEqualTo(Money.of(750, "EUR"));
        }

        @Test
        void twice_for_one_wish_is_two_refunds_and_either_may_fail() {
            var twice = told(succeeded, Facts.refunded("pr_2", REFUND, 300));

            assertThat(file(twice).refunded()).isEqualTo(Money.of(600, "EUR"));

            var one = told(twice, Facts.refundFailed("pr_2", REFUND, 300));
            assertThat(file(one).refunded()).isEqualTo(Money.of(300, "EUR"));
            assertThat(status(one)).isEqualTo(Status.SUCCEEDED);

            var none = told(one, Facts.refundFailed("pr_1", REFUND, 300));
            assertThat(file(none).refunded().isZero()).isTrue();
        }
    }

    @Nested
    class Made_at_the_provider {

        private final Payment payment = told(aCaptured(), Facts.refunded("pr_7", null, 400));

        @Test
        void takes_its_part_of_the_remainder() {
            assertThat(file(payment).refunded()).isEqualTo(Money.of(400, "EUR"));
            assertThat(inWords(payment, requestRefund(REFUND, 601L)))
                    .isEqualTo("REFUND_EXCEEDS_REMAINING");
        }

        @Test
        void has_the_same_id_whoever_hears_of_it() {
            var elsewhere = told(aCaptured(), Facts.refunded("pr_7", null, 400));

            assertThat(file(elsewhere).refunds().keySet())
                    .isEqualTo(file(payment).refunds().keySet());
        }

        @Test
        void answers_nobody() {
            var failed =
                    event(RefundFailed.class, payment, told(Facts.refundFailed("pr_7", null, 400)));

            assertThat(failed.afterSuccess()).isTrue();
            assertThat(failed.answered()).isEqualTo(Answered.NONE);
        }

        @Test
        void is_booked_even_when_it_is_too_much() {
            var more = told(payment, Facts.refunded("pr_8", null, 900));

            assertThat(file(more).refunded()).isEqualTo(Money.of(1300, "EUR"));
            assertThat(file(more).refundable().isZero()).isTrue();
        }

        @Test
        void waits_until_the_charge_may_have_taken_money() {
            var refund = Facts.refunded("pr_7", null, 400);

            assertThat(aHeld().recognises(refund)).isFalse();
            assertThat(aFailed().recognises(refund)).isTrue();
            assertThat(aCaptured().recognises(refund)).isTrue();
        }

        @Test
        void failed_before_its_success_was_heard_of_moves_nothing() {
            var failedFirst = told(aCaptured(), Facts.refundFailed("pr_8", null, 400));

            assertThat(accepted(failedFirst, told(Facts.refunded("pr_8", null, 400)))).isEmpty();
            assertThat(file(failedFirst).refundable()).isEqualTo(EUR_10);
        }
    }

    private static Status status(Payment payment) {
        return file(payment).refunds().get(REFUND).status();
    }
}
