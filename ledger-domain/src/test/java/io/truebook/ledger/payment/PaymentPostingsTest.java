package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.aCaptured;
import static io.truebook.ledger.payment.Payments.aFailed;
import static io.truebook.ledger.payment.Payments.aHeld;
import static io.truebook.ledger.payment.Payments.aRequested;
import static io.truebook.ledger.payment.Payments.accepted;
import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.anActionRequired;
import static io.truebook.ledger.payment.Payments.captureCharge;
import static io.truebook.ledger.payment.Payments.refused;
import static io.truebook.ledger.payment.Payments.requestCharge;
import static io.truebook.ledger.payment.Payments.requestRefund;
import static io.truebook.ledger.payment.Payments.told;
import static io.truebook.ledger.payment.Payments.unknown;
import static io.truebook.ledger.payment.Payments.voidCharge;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.journal.Posting;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.ProviderFact;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The chart of postings, row by row, to the minor unit. */
class PaymentPostingsTest {

    @Nested
    class No_money_moves {

        @Test
        void when_something_is_asked_for() {
            assertThat(books(new Payment.None(), requestCharge(CaptureMode.MANUAL))).isEmpty();
            assertThat(books(aHeld(), captureCharge(600L))).isEmpty();
            assertThat(books(aHeld(), voidCharge())).isEmpty();
        }

        @Test
        void when_nothing_is_known_or_decided() {
            assertThat(books(aRequested(), unknown("ch_1"))).isEmpty();
            assertThat(books(aRequested(), told(Facts.processing()))).isEmpty();
            assertThat(books(aRequested(), told(Facts.actionRequired()))).isEmpty();
        }

        @Test
        void when_a_charge_fails_before_it_held_anything() {
            assertThat(books(aRequested(), told(Facts.failed()))).isEmpty();
            assertThat(books(anActionRequired(), told(Facts.voided()))).isEmpty();
        }

        @Test
        void when_a_capture_or_a_void_is_refused() {
            var capture = after(aHeld(), captureCharge(null));
            var voiding = after(aHeld(), voidCharge());
            var captureId = "ch_1-capture-1";
            var voidId = "ch_1-void-1";

            assertThat(books(capture, refused(captureId, Facts.captureRefused(captureId))))
                    .isEmpty();
            assertThat(books(voiding, refused(voidId, Facts.voidRefused(voidId)))).isEmpty();
        }

        @Test
        void when_another_object_fails_or_is_released() {
            assertThat(books(aHeld(), told(Facts.failed("pc_2")))).isEmpty();
            assertThat(books(aCaptured(), told(Facts.failed("pc_2")))).isEmpty();
            assertThat(books(aFailed(), told(new ProviderFact.Voided(Facts.of("pc_2"))))).isEmpty();
            assertThat(books(aCaptured(), told(Facts.refundFailed("pr_9", null, 1)))).isEmpty();
        }
    }

    @Nested
    class Held {

        @Test
        void authorized() {
            assertThat(books(aRequested(CaptureMode.MANUAL), told(Facts.authorized(1000))))
                    .containsExactly(
                            "HOLD 1000 EUR: provider:stripe:clearing / merchant:m-1:payable ch_1");
        }

        @Test
        void captured_whole() {
            assertThat(books(aHeld(), told(Facts.captured(1000))))
                    .containsExactly(
                            "HOLD_RELEASE 1000 EUR: provider:stripe:clearing / merchant:m-1:payable"
                                    + " ch_1",
                            "POSTED 1000 EUR: provider:stripe:clearing / merchant:m-1:payable"
                                    + " ch_1");
        }

        @Test
        void captured_in_part() {
            assertThat(books(aHeld(), told(Facts.captured(600))))
                    .containsExactly(
                            "HOLD_RELEASE 1000 EUR: provider:stripe:clearing / merchant:m-1:payable"
                                    + " ch_1",
                            "POSTED 600 EUR: provider:stripe:clearing / merchant:m-1:payable ch_1");
        }

        @Test
        void voided_expired_or_failed() {
            var released =
                    "HOLD_RELEASE 1000 EUR: provider:stripe:clearing / merchant:m-1:payable ch_1";

            assertThat(books(aHeld(), told(Facts.voided()))).containsExactly(released);
            assertThat(books(aHeld(), told(Facts.expired()))).containsExactly(released);
            assertThat(books(aHeld(), told(Facts.failed()))).containsExactly(released);
        }
    }

    @Nested
    class Captured {

        @Test
        void without_an_authorization() {
            assertThat(books(aRequested(), told(Facts.captured(1000))))
                    .containsExactly(
                            "POSTED 1000 EUR: provider:stripe:clearing / merchant:m-1:payable"
                                    + " ch_1");
        }

        @Test
        void reversed() {
            assertThat(books(aCaptured(), told(Facts.failed())))
                    .containsExactly(
                            "POSTED 1000 EUR: merchant:m-1:payable / provider:stripe:clearing"
                                    + " ch_1");
        }

        @Test
        void fee_taken_and_returned() {
            assertThat(books(aCaptured(), told(Facts.fee("txn_1", 55))))
                    .containsExactly(
                            "POSTED 55 EUR: provider:stripe:fees / provider:stripe:clearing txn_1");
            assertThat(books(aCaptured(), told(Facts.fee("txn_2", -55))))
                    .containsExactly(
                            "POSTED 55 EUR: provider:stripe:clearing / provider:stripe:fees txn_2");
            assertThat(accepted(aCaptured(), told(Facts.fee("txn_3", 0)))).isEmpty();
        }
    }

    @Nested
    class Refunds {

        private static final String RESERVE =
                "POSTED 300 EUR: merchant:m-1:payable / provider:stripe:refunds_pending re_1";
        private static final String GIVE_BACK =
                "POSTED 300 EUR: provider:stripe:refunds_pending / merchant:m-1:payable re_1";
        private static final String LEAVE =
                "POSTED 300 EUR: provider:stripe:refunds_pending / provider:stripe:clearing re_1";
        private static final String RETURN =
                "POSTED 300 EUR: provider:stripe:clearing / provider:stripe:refunds_pending re_1";

        private final Payment asked = after(aCaptured(), requestRefund("re_1", 300L));

        @Test
        void requested() {
            assertThat(books(aCaptured(), requestRefund("re_1", 300L))).containsExactly(RESERVE);
        }

        @Test
        void unknown_or_pending() {
            assertThat(books(asked, Payments.unknown("re_1"))).isEmpty();
            assertThat(books(asked, told(Facts.refundPending("pr_1", "re_1", 300)))).isEmpty();
        }

        @Test
        void succeeded() {
            assertThat(books(asked, told(Facts.refunded("pr_1", "re_1", 300))))
                    .containsExactly(LEAVE);
        }

        @Test
        void failed_before_success() {
            assertThat(books(asked, told(Facts.refundFailed("pr_1", "re_1", 300))))
                    .containsExactly(GIVE_BACK);
        }

        @Test
        void failed_after_success() {
            var left = told(asked, Facts.refunded("pr_1", "re_1", 300));

            assertThat(books(left, told(Facts.refundFailed("pr_1", "re_1", 300))))
                    .containsExactly(RETURN, GIVE_BACK);
        }

        @Test
        void succeeded_late() {
            var failed = after(asked, refused("re_1", Facts.refundFailed("re_1", "re_1", 300)));

            assertThat(books(failed, told(Facts.refunded("pr_1", "re_1", 300))))
                    .containsExactly(RESERVE, LEAVE);
        }

        @Test
        void with_another_amount() {
            assertThat(books(asked, told(Facts.refunded("pr_1", "re_1", 250))))
                    .containsExactly(
                            GIVE_BACK, RESERVE.replace("300", "250"), LEAVE.replace("300", "250"));
        }

        @Test
        void made_at_the_provider() {
            var books = books(aCaptured(), told(Facts.refunded("pr_7", null, 300)));

            assertThat(books)
                    .extracting(leg -> leg.substring(0, leg.lastIndexOf(' ')))
                    .containsExactly(
                            "POSTED 300 EUR: merchant:m-1:payable / provider:stripe:refunds_pending",
                            "POSTED 300 EUR: provider:stripe:refunds_pending /"
                                    + " provider:stripe:clearing");
        }
    }

    /** The entry of a command's events, a line for each pair: debit / credit, then the item. */
    private static List<String> books(Payment payment, PaymentCommand command) {
        var lines = new ArrayList<String>();
        for (var event : accepted(payment, command)) {
            var postings = PaymentPostings.entryFor(event).postings();
            for (int i = 0; i < postings.size(); i += 2) {
                lines.add(line(postings.get(i), postings.get(i + 1)));
            }
        }
        return lines;
    }

    private static String line(Posting debit, Posting credit) {
        return "%s %s: %s / %s %s"
                .formatted(
                        debit.layer(),
                        debit.amount(),
                        debit.account(),
                        credit.account(),
                        credit.item());
    }
}
