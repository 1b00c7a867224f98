package io.truebook.api.webhook;

import static io.truebook.api.provider.adyen.Notifications.message;
import static io.truebook.api.webhook.AdyenLedger.CLEARING;
import static io.truebook.api.webhook.AdyenLedger.about;
import static io.truebook.api.webhook.AdyenLedger.modification;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.payment.Dispute;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.Refund;
import io.truebook.ledger.provider.CaptureMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adyen's notifications from the receiver to the books, where they tell what they should. */
@Tag("database")
class AdyenWebhookDbTest {

    private final AdyenLedger adyen = new AdyenLedger();
    private final LedgerFixture ledger = adyen.ledger;

    @AfterEach
    void stop() {
        adyen.close();
    }

    private void assertWorked(int callbacks) {
        assertThat(adyen.statuses(callbacks)).containsOnly("done");
    }

    @Test
    void an_authorisation_takes_the_money_where_the_charge_wanted_that_and_else_holds_it() {
        var sale = adyen.charge(1000, CaptureMode.AUTOMATIC);
        var hold = adyen.charge(1000, CaptureMode.MANUAL);

        var answer =
                adyen.receive(
                        about(sale, "AUTHORISATION", true), about(hold, "AUTHORISATION", true));

        assertThat(answer).isEqualTo("[accepted]");
        ledger.await(sale, Payment.Captured.class::isInstance);
        ledger.await(hold, Payment.Authorized.class::isInstance);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    @Test
    void a_capture_that_fails_after_all_is_taken_back_and_no_replay_brings_it_again() {
        var id = adyen.charge(1000, CaptureMode.AUTOMATIC);
        byte[] authorised = message(about(id, "AUTHORISATION", true));
        adyen.receive(authorised);
        ledger.await(id, Payment.Captured.class::isInstance);

        adyen.receive(modification("CAPTURE_FAILED", true, id, id));
        ledger.await(id, Payment.Failed.class::isInstance);
        adyen.receive(authorised);
        adyen.receive(text(authorised, "2026-11-20T10", "2027-01-01T10"));

        assertWorked(2);
        assertThat(ledger.posted(CLEARING)).isZero();
    }

    @ParameterizedTest(name = "{0} {1}, {2}")
    @CsvSource({
        "AUTHORISATION, false, AUTOMATIC",
        "AUTHORISATION, false, MANUAL",
        "OFFER_CLOSED, true, AUTOMATIC",
        "OFFER_CLOSED, true, MANUAL"
    })
    void a_payment_that_is_authorised_after_all_is_booked(
            String refusal, boolean success, CaptureMode capture) {
        var id = adyen.charge(1000, capture);
        adyen.receive(about(id, refusal, success));
        ledger.await(id, Payment.Failed.class::isInstance);

        adyen.receive(about(id, "AUTHORISATION", true));

        boolean sale = capture == CaptureMode.AUTOMATIC;
        ledger.await(
                id,
                sale ? Payment.Captured.class::isInstance : Payment.Authorized.class::isInstance);
        assertThat(ledger.posted(CLEARING)).isEqualTo(sale ? 1000 : 0);
    }

    @Test
    void a_refusal_that_comes_after_the_money_takes_nothing_back() {
        var id = adyen.authorised(1000, CaptureMode.AUTOMATIC);

        adyen.receive(about(id, "AUTHORISATION", false));
        adyen.receive(about(id, "OFFER_CLOSED", true));

        assertWorked(3);
        assertThat(ledger.payment(id)).isInstanceOf(Payment.Captured.class);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    private static byte[] text(byte[] body, String what, String by) {
        return new String(body, UTF_8).replace(what, by).getBytes(UTF_8);
    }

    @Test
    void a_refused_capture_or_cancel_ends_the_operation_and_leaves_the_hold() {
        var id = adyen.authorised(1000, CaptureMode.MANUAL);
        ledger.capture(id, null);

        adyen.receive(modification("CAPTURE", false, id + "-capture-1", id));
        ledger.await(id, payment -> payment.known().orElseThrow().operation().isEmpty());
        ledger.voidCharge(id);
        adyen.receive(modification("TECHNICAL_CANCEL", false, id, id));
        ledger.await(id, payment -> payment.known().orElseThrow().operation().isEmpty());

        assertThat(ledger.payment(id)).isInstanceOf(Payment.Authorized.class);
    }

    @Test
    void a_refund_is_booked_when_it_is_told_and_given_back_when_it_comes_back() {
        var id = adyen.authorised(1000, CaptureMode.AUTOMATIC);
        var refund = ledger.refund(id, 1000);

        adyen.receive(modification("REFUND", true, refund, id));
        ledger.await(id, payment -> status(payment, refund) == Refund.Status.SUCCEEDED);
        assertThat(ledger.posted(CLEARING)).isZero();
        adyen.receive(modification("REFUNDED_REVERSED", true, refund, id));
        ledger.await(id, payment -> status(payment, refund) == Refund.Status.FAILED);

        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    private static Refund.@Nullable Status status(Payment payment, String refund) {
        return payment.known().orElseThrow().refunds().get(refund).status();
    }

    @Test
    void a_chargeback_leaves_comes_back_and_leaves_again() {
        var id = adyen.authorised(1000, CaptureMode.AUTOMATIC);

        adyen.receive(modification("NOTIFICATION_OF_CHARGEBACK", true, id, id));
        adyen.receive(modification("CHARGEBACK", true, id, id));
        assertWorked(3);
        assertThat(ledger.posted(CLEARING)).isZero();
        adyen.receive(modification("CHARGEBACK_REVERSED", true, id, id));
        assertWorked(4);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
        adyen.receive(modification("SECOND_CHARGEBACK", true, id, id));
        assertWorked(5);

        assertThat(ledger.posted(CLEARING)).isZero();
    }

    @Test
    void a_chargeback_nobody_defends_is_borne_by_the_merchant_unless_it_is_reversed_after_all() {
        var id = adyen.authorised(1000, CaptureMode.AUTOMATIC);

        adyen.receive(modification("DISPUTE_DEFENSE_PERIOD_ENDED", true, id, id));
        adyen.receive(modification("CHARGEBACK", true, id, id));
        assertWorked(3);
        assertThat(dispute(id).status()).isEqualTo(Dispute.Status.LOST);
        assertThat(ledger.posted("provider:adyen:disputes")).isZero();
        assertThat(ledger.posted("merchant:acme:payable")).isZero();
        adyen.receive(modification("CHARGEBACK_REVERSED", true, id, id));
        assertWorked(4);

        assertThat(dispute(id).status()).isEqualTo(Dispute.Status.WON);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    private Dispute dispute(String id) {
        return ledger.payment(id).known().orElseThrow().disputes().values().iterator().next();
    }
}
