package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.ledger.payment.Dispute;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentFile;
import io.truebook.ledger.provider.CaptureMode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stripe's dispute events, signed and through the inbox, down to the balances. */
@Tag("database")
class DisputeDbTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final WebhookSettings QUICK =
            new WebhookSettings(
                    SOON,
                    8,
                    1_000,
                    Duration.ofSeconds(5),
                    List.of(SOON, SOON),
                    Collections.nCopies(200, SOON),
                    SOON,
                    Duration.ofMinutes(10));
    private static final String OUT =
            """
            {"id": "txn_out", "object": "balance_transaction", "amount": -1000, "fee": 15,
             "net": -1015, "currency": "eur", "created": 1790000100,
             "reporting_category": "dispute"}
            """;
    private static final String BACK =
            """
            {"id": "txn_back", "object": "balance_transaction", "amount": 1000, "fee": -15,
             "net": 1015, "currency": "eur", "created": 1790000200,
             "reporting_category": "dispute_reversal"}
            """;

    private final LedgerFixture ledger = new LedgerFixture();
    private final List<CallbackDialect> stripe =
            List.of(new StripeCallbacks("stripe", List.of(Callbacks.SECRET), null, false));
    private final WebhookInbox inbox = new WebhookInbox(ledger.database.dataSource());
    private final WebhookWorker worker =
            new WebhookWorker(
                            stripe,
                            ledger.database.dataSource(),
                            ledger.payments::of,
                            ledger.recorder,
                            _ -> false,
                            QUICK,
                            Clock.systemUTC())
                    .start();
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    stripe,
                    inbox,
                    new UnprovenCallbacks(stripe, ledger.database.dataSource(), (_, _) -> false),
                    worker::wake,
                    Clock.systemUTC());
    private final String charge = ledger.charge(1000, CaptureMode.AUTOMATIC);
    private final String captured =
            Callbacks.event(
                    "charge.succeeded", Callbacks.charge("ch_x", charge, 1000, "succeeded"));

    @AfterEach
    void stop() {
        worker.close();
        ledger.close();
    }

    /** Delivers all of them twice, in an order drawn by lot, and waits until none is left. */
    private void receive(long seed, String... events) {
        var letters = new ArrayList<>(List.of(events));
        letters.addAll(List.of(events));
        Collections.shuffle(letters, new Random(seed));
        letters.forEach(this::receive);
        awaitDone();
    }

    private void receive(String event) {
        receiver.receive("stripe", Callbacks.bytes(event), _ -> Callbacks.signature(event));
    }

    private void awaitDone() {
        LedgerFixture.await(
                () ->
                        ledger.jdbc
                                .sql("select distinct status from truebook.provider_callback")
                                .query(String.class)
                                .list(),
                List.of("done")::equals);
    }

    private static String dispute(String type, String status, String... movements) {
        return Callbacks.event(
                "charge.dispute." + type, Callbacks.dispute("dp_x", "ch_x", status, movements));
    }

    private Dispute.Status status() {
        return file().disputes().get("dp_x").status();
    }

    private PaymentFile file() {
        return ledger.payment(charge).known().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void that_is_won_ends_where_it_began_whatever_the_order(long seed) {
        receive(
                seed,
                captured,
                dispute("created", "needs_response"),
                dispute("funds_withdrawn", "needs_response", OUT),
                dispute("updated", "under_review", OUT),
                dispute("funds_reinstated", "won", BACK, OUT),
                dispute("closed", "won", OUT, BACK));

        assertThat(status()).isEqualTo(Dispute.Status.WON);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1000);
        assertThat(ledger.posted("provider:stripe:disputes")).isZero();
        assertThat(ledger.posted("provider:stripe:fees")).isZero();
        assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void that_is_lost_is_borne_by_the_merchant_and_its_fee_by_us(long seed) {
        receive(
                seed,
                captured,
                dispute("funds_withdrawn", "needs_response", OUT),
                dispute("created", "needs_response"),
                dispute("closed", "lost", OUT));

        assertThat(status()).isEqualTo(Dispute.Status.LOST);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(-15);
        assertThat(ledger.posted("provider:stripe:disputes")).isZero();
        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(15);
        assertThat(ledger.posted("merchant:acme:payable")).isZero();
        assertThat(file().refundable().isZero()).isTrue();
    }

    @Test
    void of_another_currency_than_the_charge_is_kept_for_a_person_and_the_rest_is_booked() {
        receive(captured);
        ledger.await(charge, payment -> payment instanceof Payment.Captured);
        var out = OUT.replace("\"eur\"", "\"usd\"").replace("-1000", "-1100");
        var lost = Callbacks.dispute("dp_x", "ch_x", "lost", out).replace("\"eur\"", "\"usd\"");

        receive(Callbacks.event("evt_usd", "charge.dispute.closed", lost));

        var kept = new KeptCallbacks(ledger.database.dataSource());
        var orphan =
                LedgerFixture.await(
                                () -> kept.list(LedgerFixture.TENANT, "orphan", null, null, 10),
                                all -> all.size() == 1)
                        .getFirst();
        assertThat(orphan.eventId()).isEqualTo("evt_usd");
        assertThat(orphan.paymentId()).isEqualTo(charge);
        assertThat(orphan.reason()).startsWith("The payment does not recognise all of it");
        assertThat(file().facts()).contains("stripe|txn_out|fee|1");
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1000);
    }

    @Test
    void that_only_asks_moves_no_money() {
        receive(
                1,
                captured,
                dispute("created", "warning_needs_response"),
                dispute("closed", "warning_closed"));

        assertThat(status()).isEqualTo(Dispute.Status.INQUIRY_CLOSED);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1000);
        assertThat(file().refundable().minor()).isEqualTo(1000);
    }

    @Test
    void makes_a_refund_fail_that_had_succeeded_and_governs_the_money() {
        receive(captured);
        ledger.await(charge, payment -> payment instanceof Payment.Captured);
        var refund = ledger.refund(charge, 300);
        var succeeded = Callbacks.refund("re_x", "pi_ch_x", refund, 300);
        var failed =
                succeeded.replace(
                        "\"succeeded\"",
                        "\"failed\", \"failure_reason\": \"charge_for_pending_refund_disputed\","
                                + " \"failure_balance_transaction\": \"txn_refund_back\"");

        receive(
                3,
                Callbacks.event("refund.updated", succeeded),
                Callbacks.event("refund.failed", failed),
                dispute("funds_withdrawn", "needs_response", OUT));

        var known = file().refunds().get(refund);
        assertThat(known.failure()).isNotNull();
        assertThat(known.failure().providerCode()).isEqualTo("charge_for_pending_refund_disputed");
        assertThat(file().hasOpenDispute()).isTrue();
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1000 - 1000 - 15);
        assertThat(ledger.posted("provider:stripe:refunds_pending")).isZero();
        assertThat(ledger.posted("provider:stripe:disputes")).isEqualTo(1000);
        assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-1000);
    }
}
