package io.truebook.api.webhook;

import static io.truebook.api.provider.adyen.Notifications.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.adyen.AdyenCallbacks;
import io.truebook.api.provider.adyen.Notifications;
import io.truebook.api.provider.adyen.Notifications.Item;
import io.truebook.ledger.payment.Dispute;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.Refund;
import io.truebook.ledger.provider.CaptureMode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adyen's notifications from the receiver to the books. The connection has the fixture's name. */
@Tag("database")
class AdyenWebhookDbTest {

    private static final Duration SOON = Duration.ofMillis(30);
    private static final WebhookSettings QUICK =
            new WebhookSettings(
                    SOON,
                    8,
                    1_000,
                    Duration.ofSeconds(5),
                    List.of(SOON),
                    List.of(SOON),
                    SOON,
                    Duration.ofMinutes(10));
    private static final String CLEARING = "provider:stripe:clearing";

    private final LedgerFixture ledger = new LedgerFixture();
    private final List<CallbackDialect> adyen =
            List.of(
                    new AdyenCallbacks(
                            LedgerFixture.CONNECTION,
                            List.of(Notifications.KEY),
                            Notifications.MERCHANT,
                            null,
                            false));
    private final WebhookInbox inbox = new WebhookInbox(ledger.database.dataSource());
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    adyen,
                    inbox,
                    (_, _) -> false,
                    new UnprovenCallbacks(adyen, ledger.database.dataSource(), (_, _) -> false),
                    () -> {},
                    Clock.systemUTC());
    private @Nullable WebhookWorker worker;

    @BeforeEach
    void work() {
        worker =
                new WebhookWorker(
                                adyen,
                                inbox,
                                ledger.database.dataSource(),
                                ledger.payments::of,
                                ledger.recorder,
                                _ -> false,
                                QUICK,
                                Clock.systemUTC())
                        .start();
    }

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.close();
        }
        ledger.close();
    }

    private String receive(byte[] body) {
        return receiver.receive(LedgerFixture.CONNECTION, body, _ -> List.of());
    }

    /** What Adyen tells of a charge whose payment is called after it. */
    private static Item about(String charge, String code, boolean success) {
        return Item.of(code, success).about(charge, "PSP" + charge, null);
    }

    private static Item modification(String code, boolean success, String reference, String psp) {
        return Item.of(code, success).about(reference, "MOD" + reference, psp);
    }

    private List<String> statuses() {
        return ledger.jdbc
                .sql("select status from truebook.provider_callback order by callback_id")
                .query(String.class)
                .list();
    }

    private void awaitWorked(int callbacks) {
        LedgerFixture.await(
                this::statuses,
                all -> all.size() == callbacks && all.stream().allMatch("done"::equals));
    }

    @Test
    void an_authorisation_takes_the_money_where_the_charge_wanted_that_and_else_holds_it() {
        var sale = ledger.charge(1000, CaptureMode.AUTOMATIC);
        var hold = ledger.charge(1000, CaptureMode.MANUAL);

        var answer =
                receive(
                        message(
                                about(sale, "AUTHORISATION", true),
                                about(hold, "AUTHORISATION", true)));

        assertThat(answer).isEqualTo("[accepted]");
        ledger.await(sale, Payment.Captured.class::isInstance);
        ledger.await(hold, Payment.Authorized.class::isInstance);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    @Test
    void a_capture_that_fails_after_all_is_taken_back_and_no_replay_brings_it_again() {
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        byte[] authorised = message(about(id, "AUTHORISATION", true));
        receive(authorised);
        ledger.await(id, Payment.Captured.class::isInstance);

        receive(message(modification("CAPTURE_FAILED", true, id, "PSP" + id)));
        ledger.await(id, Payment.Failed.class::isInstance);
        receive(authorised);
        receive(text(authorised, "2026-11-20T10", "2027-01-01T10"));

        awaitWorked(2);
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
        var id = ledger.charge(1000, capture);
        receive(message(about(id, refusal, success)));
        ledger.await(id, Payment.Failed.class::isInstance);

        receive(message(about(id, "AUTHORISATION", true)));

        boolean sale = capture == CaptureMode.AUTOMATIC;
        ledger.await(
                id,
                sale ? Payment.Captured.class::isInstance : Payment.Authorized.class::isInstance);
        assertThat(ledger.posted(CLEARING)).isEqualTo(sale ? 1000 : 0);
    }

    @Test
    void a_refusal_that_comes_after_the_money_takes_nothing_back() {
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(message(about(id, "AUTHORISATION", true)));
        ledger.await(id, Payment.Captured.class::isInstance);

        receive(message(about(id, "AUTHORISATION", false)));
        receive(message(about(id, "OFFER_CLOSED", true)));

        awaitWorked(3);
        assertThat(ledger.payment(id)).isInstanceOf(Payment.Captured.class);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    private static byte[] text(byte[] body, String what, String by) {
        return new String(body, UTF_8).replace(what, by).getBytes(UTF_8);
    }

    @Test
    void a_refused_capture_or_cancel_ends_the_operation_and_leaves_the_hold() {
        var id = ledger.charge(1000, CaptureMode.MANUAL);
        receive(message(about(id, "AUTHORISATION", true)));
        ledger.await(id, Payment.Authorized.class::isInstance);
        ledger.capture(id, null);

        receive(message(modification("CAPTURE", false, id + "-capture-1", "PSP" + id)));
        ledger.await(id, payment -> payment.known().orElseThrow().operation().isEmpty());
        ledger.voidCharge(id);
        receive(message(modification("TECHNICAL_CANCEL", false, id, "PSP" + id)));
        ledger.await(id, payment -> payment.known().orElseThrow().operation().isEmpty());

        assertThat(ledger.payment(id)).isInstanceOf(Payment.Authorized.class);
    }

    @Test
    void a_refund_is_booked_when_it_is_told_and_given_back_when_it_comes_back() {
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(message(about(id, "AUTHORISATION", true)));
        ledger.await(id, Payment.Captured.class::isInstance);
        var refund = ledger.refund(id, 1000);

        receive(message(modification("REFUND", true, refund, "PSP" + id)));
        ledger.await(id, payment -> status(payment, refund) == Refund.Status.SUCCEEDED);
        assertThat(ledger.posted(CLEARING)).isZero();
        receive(message(modification("REFUNDED_REVERSED", true, refund, "PSP" + id)));
        ledger.await(id, payment -> status(payment, refund) == Refund.Status.FAILED);

        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    private static Refund.@Nullable Status status(Payment payment, String refund) {
        return payment.known().orElseThrow().refunds().get(refund).status();
    }

    @Test
    void a_chargeback_leaves_comes_back_and_leaves_again() {
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(message(about(id, "AUTHORISATION", true)));
        ledger.await(id, Payment.Captured.class::isInstance);

        receive(message(modification("NOTIFICATION_OF_CHARGEBACK", true, id, "PSP" + id)));
        receive(message(modification("CHARGEBACK", true, id, "PSP" + id)));
        awaitWorked(3);
        assertThat(ledger.posted(CLEARING)).isZero();
        receive(message(modification("CHARGEBACK_REVERSED", true, id, "PSP" + id)));
        awaitWorked(4);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
        receive(message(modification("SECOND_CHARGEBACK", true, id, "PSP" + id)));
        awaitWorked(5);

        assertThat(ledger.posted(CLEARING)).isZero();
    }

    @Test
    void a_chargeback_nobody_defends_is_borne_by_the_merchant_unless_it_is_reversed_after_all() {
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(message(about(id, "AUTHORISATION", true)));
        ledger.await(id, Payment.Captured.class::isInstance);

        receive(message(modification("DISPUTE_DEFENSE_PERIOD_ENDED", true, id, "PSP" + id)));
        receive(message(modification("CHARGEBACK", true, id, "PSP" + id)));
        awaitWorked(3);
        assertThat(dispute(id).status()).isEqualTo(Dispute.Status.LOST);
        assertThat(ledger.posted("provider:stripe:disputes")).isZero();
        receive(message(modification("CHARGEBACK_REVERSED", true, id, "PSP" + id)));
        awaitWorked(4);

        assertThat(dispute(id).status()).isEqualTo(Dispute.Status.WON);
        assertThat(ledger.posted(CLEARING)).isEqualTo(1000);
    }

    private Dispute dispute(String id) {
        return ledger.payment(id).known().orElseThrow().disputes().values().iterator().next();
    }
}
