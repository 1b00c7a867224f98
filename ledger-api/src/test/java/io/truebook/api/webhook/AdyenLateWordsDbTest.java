package io.truebook.api.webhook;

import static io.truebook.api.webhook.AdyenLedger.CLEARING;
import static io.truebook.api.webhook.AdyenLedger.about;
import static io.truebook.api.webhook.AdyenLedger.modification;
import static io.truebook.api.webhook.AdyenLedger.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.adyen.Notifications.Item;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.payment.Refund;
import io.truebook.ledger.provider.CaptureMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adyen's later word against its earlier one: no money moves without a trace. */
@Tag("database")
class AdyenLateWordsDbTest {

    private final AdyenLedger adyen = new AdyenLedger();
    private final LedgerFixture ledger = adyen.ledger;

    @AfterEach
    void stop() {
        adyen.close();
    }

    private PaymentFile file(String charge) {
        return ledger.payment(charge).known().orElseThrow();
    }

    private String reason() {
        return ledger.jdbc
                .sql(
                        """
                        select reason from truebook.provider_callback
                        where status = 'parked' order by callback_id desc limit 1
                        """)
                .query(String.class)
                .single();
    }

    @Nested
    class A_capture {

        private Item capture(String charge, String reference, long amount) {
            return Item.of("CAPTURE", true)
                    .about(charge + "-capture-1", reference, payment(charge))
                    .worth(amount);
        }

        @ParameterizedTest
        @EnumSource(CaptureMode.class)
        void made_again_after_it_failed_is_kept_for_a_person(CaptureMode mode) {
            var id = adyen.authorised(1000, mode);
            int before = 1;
            if (mode == CaptureMode.MANUAL) {
                ledger.capture(id, null);
                adyen.receive(capture(id, "MOD1", 1000));
                ledger.await(id, Payment.Captured.class::isInstance);
                before = 2;
            }
            adyen.receive(modification("CAPTURE_FAILED", true, id, id));
            ledger.await(id, Payment.Failed.class::isInstance);

            adyen.receive(capture(id, "MOD2", 1000));

            assertThat(adyen.statuses(before + 2).getLast()).isEqualTo("parked");
            assertThat(reason()).isEqualTo("Captured, again or told late: the capture had failed");
            assertThat(ledger.posted(CLEARING)).isZero();
        }

        @Test
        void of_another_amount_is_kept_for_a_person() {
            var id = adyen.authorised(1000, CaptureMode.MANUAL);
            ledger.capture(id, 600L);
            adyen.receive(capture(id, "MOD1", 600));
            ledger.await(id, Payment.Captured.class::isInstance);

            adyen.receive(capture(id, "MOD2", 400));

            assertThat(adyen.statuses(3)).containsExactly("done", "done", "parked");
            assertThat(reason())
                    .isEqualTo("Captured 400 EUR (minor units), and 600 EUR is booked of it");
            assertThat(ledger.posted(CLEARING)).isEqualTo(600);
        }

        @Test
        void told_beside_the_sale_it_is_part_of_is_no_news() {
            var id = adyen.authorised(1000, CaptureMode.AUTOMATIC);

            adyen.receive(capture(id, "MOD1", 1000));

            assertThat(adyen.statuses(2)).containsOnly("done");
            assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
        }
    }

    @Nested
    class A_refund {

        @Test
        void that_leaves_after_it_failed_is_booked_or_kept_for_a_person() {
            var id = adyen.authorised(1000, CaptureMode.AUTOMATIC);
            var refund = ledger.refund(id, 1000);
            adyen.receive(modification("REFUND_FAILED", true, refund, id));
            ledger.await(
                    id,
                    payment ->
                            payment.known().orElseThrow().refunds().get(refund).status()
                                    == Refund.Status.FAILED);

            adyen.receive(modification("REFUND", true, refund, id));
            assertThat(adyen.statuses(3)).containsExactly("done", "done", "parked");
            adyen.receive(Item.of("REFUND", true).about(refund, "MOD2", payment(id)));

            assertThat(adyen.statuses(4)).containsExactly("done", "done", "parked", "done");
            assertThat(ledger.posted(CLEARING)).isZero();
        }
    }

    @Nested
    class A_sale_that_adyen_cancelled {

        @Test
        void is_taken_back_and_the_void_is_answered() {
            var id = adyen.charge(1000, CaptureMode.AUTOMATIC);
            ledger.voidCharge(id);
            adyen.receive(about(id, "AUTHORISATION", true));
            ledger.await(id, Payment.Captured.class::isInstance);

            adyen.receive(modification("TECHNICAL_CANCEL", true, id, id));

            assertThat(adyen.statuses(2)).containsOnly("done");
            assertThat(ledger.payment(id)).isInstanceOf(Payment.Failed.class);
            assertThat(file(id).operations()).isEmpty();
            assertThat(ledger.posted(CLEARING)).isZero();
        }

        @Test
        void holds_no_money_when_the_authorisation_comes_later() {
            var id = adyen.charge(1000, CaptureMode.AUTOMATIC);
            ledger.voidCharge(id);
            adyen.receive(modification("TECHNICAL_CANCEL", true, id, id));
            ledger.await(id, Payment.Voided.class::isInstance);

            adyen.receive(about(id, "AUTHORISATION", true));

            assertThat(adyen.statuses(2)).containsOnly("done");
            assertThat(ledger.payment(id)).isInstanceOf(Payment.Voided.class);
            assertThat(file(id).operations()).isEmpty();
            assertThat(ledger.posted(CLEARING)).isZero();
        }
    }
}
