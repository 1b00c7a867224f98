package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class WebhookDbTest {

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

    private final LedgerFixture ledger = new LedgerFixture();
    private final List<CallbackDialect> stripe =
            List.of(new StripeCallbacks("stripe", List.of(Callbacks.SECRET), null, false));
    private final WebhookInbox inbox = new WebhookInbox(ledger.database.dataSource());
    private final List<WebhookWorker> workers = new ArrayList<>();
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    stripe,
                    inbox,
                    (_, _) -> false,
                    new UnprovenCallbacks(stripe, ledger.database.dataSource(), (_, _) -> false),
                    () -> workers.forEach(WebhookWorker::wake),
                    Clock.systemUTC());

    private WebhookDbTest work() {
        return work(ledger.payments::of);
    }

    private WebhookDbTest work(Function<String, Payment> payments) {
        workers.add(
                new WebhookWorker(
                                stripe,
                                inbox,
                                ledger.database.dataSource(),
                                payments,
                                ledger.recorder,
                                QUICK,
                                Clock.systemUTC())
                        .start());
        return this;
    }

    @AfterEach
    void stop() {
        workers.forEach(WebhookWorker::close);
        ledger.close();
    }

    private void receive(String body) {
        receiver.receive("stripe", Callbacks.bytes(body), _ -> Callbacks.signature(body));
    }

    private List<String> statuses() {
        return ledger.jdbc
                .sql("select status from truebook.provider_callback order by callback_id")
                .query(String.class)
                .list();
    }

    private void awaitStatus(String status) {
        LedgerFixture.await(this::statuses, all -> all.equals(List.of(status)));
    }

    private static boolean isCaptured(Payment payment) {
        return payment instanceof Payment.Captured;
    }

    @Nested
    class A_charge_event {

        @Test
        void moves_the_ledger_once_whatever_the_number_of_deliveries_and_workers() {
            work().work();
            var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
            var charge = Callbacks.charge("ch_x", id, 1000, "succeeded");

            for (int i = 0; i < 5; i++) {
                receive(Callbacks.event("evt_same", "charge.succeeded", charge));
                receive(Callbacks.event("charge.updated", charge));
            }

            ledger.await(id, WebhookDbTest::isCaptured);
            LedgerFixture.await(
                    WebhookDbTest.this::statuses,
                    all -> all.size() == 6 && all.stream().allMatch("done"::equals));
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1000);
        }

        @Test
        void as_stripe_publishes_it_is_an_orphan_and_with_our_metadata_moves_the_ledger() {
            work();
            var id = ledger.charge(700, CaptureMode.AUTOMATIC);
            receive(Callbacks.event("charge.succeeded", Callbacks.PUBLISHED_CHARGE));
            awaitStatus("orphan");

            var ours =
                    Callbacks.PUBLISHED_CHARGE
                            .replace(
                                    "\"metadata\": {}",
                                    "\"metadata\": {\"truebook_operation\": \"" + id + "\"}")
                            .replace("\"amount\": 100", "\"amount\": 700")
                            .replace("\"usd\"", "\"eur\"")
                            .replace("\"captured\": false", "\"captured\": true");
            receive(Callbacks.event("charge.succeeded", ours));

            ledger.await(id, WebhookDbTest::isCaptured);
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(700);
        }

        @Test
        void that_fails_after_success_takes_the_money_back() {
            work();
            var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
            var charge = Callbacks.charge("ch_x", id, 1000, "succeeded");
            receive(Callbacks.event("charge.succeeded", charge));
            ledger.await(id, WebhookDbTest::isCaptured);

            receive(
                    Callbacks.event(
                            "charge.failed", charge.replace("\"succeeded\"", "\"failed\"")));

            ledger.await(id, payment -> payment instanceof Payment.Failed);
            assertThat(ledger.posted("provider:stripe:clearing")).isZero();
        }

        @Test
        void in_another_currency_than_the_payments_is_an_orphan() {
            work();
            var id = ledger.charge(1000, CaptureMode.AUTOMATIC);

            receive(
                    Callbacks.event(
                            "charge.succeeded",
                            Callbacks.charge("ch_x", id, 1000, "succeeded")
                                    .replace("\"eur\"", "\"usd\"")));

            awaitStatus("orphan");
            assertThat(ledger.payment(id)).isInstanceOf(Payment.Requested.class);
        }
    }

    @Nested
    class Events_in_any_order {

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4})
        void end_in_the_same_books(long seed) {
            work().work();
            var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
            var charge = Callbacks.charge("ch_x", id, 1000, "succeeded");
            var events = new ArrayList<String>();
            events.add(Callbacks.event("charge.succeeded", charge));
            events.add(Callbacks.event("charge.updated", charge));
            events.add(Callbacks.event("charge.refunded", charge));
            events.add(
                    Callbacks.event(
                            "payment_intent.processing",
                            "{\"id\": \"pi_ch_x\", \"status\": \"processing\", \"metadata\":"
                                    + " {\"truebook_operation\": \""
                                    + id
                                    + "\"}}"));
            events.add(
                    Callbacks.event(
                            "refund.created", Callbacks.refund("re_a", "pi_ch_x", "", 300)));
            events.add(
                    Callbacks.event(
                            "refund.updated", Callbacks.refund("re_a", "pi_ch_x", "", 300)));
            events.addAll(List.copyOf(events));
            Collections.shuffle(events, new Random(seed));

            events.forEach(WebhookDbTest.this::receive);

            LedgerFixture.await(
                    WebhookDbTest.this::statuses,
                    all -> all.size() == 6 && all.stream().allMatch("done"::equals));
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(700);
            assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-700);
        }
    }

    @Nested
    class What_we_cannot_book {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "not json at all",
                    "{\"object\": \"v2.core.event\", \"id\": \"evt_thin\"}",
                    "{\"object\": \"event\", \"id\": \"evt_1\", \"api_version\": null,"
                            + " \"type\": \"charge.succeeded\", \"data\": {\"object\": {}}}",
                    "{\"object\": \"event\", \"id\": \"evt_1\", \"api_version\":"
                            + " \"2027-01-01.elm\", \"type\": \"charge.succeeded\"}",
                    "{\"object\": \"event\", \"id\": \"evt_1\", \"api_version\":"
                            + " \"2026-07-29.dahlia\", \"type\": \"brand.new\"}",
                    "{\"object\": \"event\", \"id\": \"evt_1\", \"api_version\":"
                            + " \"2026-07-29.dahlia\", \"type\": \"charge.succeeded\","
                            + " \"livemode\": true, \"data\": {\"object\": {}}}",
                    "{\"object\": \"event\", \"id\": \"evt_1\", \"api_version\":"
                            + " \"2026-07-29.dahlia\", \"type\": \"charge.succeeded\", \"account\":"
                            + " \"acct_1\", \"data\": {\"object\": {}}}",
                    "{\"object\": \"event\", \"id\": \"evt_1\", \"api_version\":"
                            + " \"2026-07-29.dahlia\", \"type\": \"charge.succeeded\", \"data\":"
                            + " {\"object\": {\"id\": \"ch_1\", \"status\": \"succeeded\"}}}"
                })
        void is_acknowledged_kept_and_parked(String body) {
            work();

            receive(body);

            awaitStatus("parked");
        }

        @ParameterizedTest
        @ValueSource(longs = {-5, 4_102_444_800L, 253_402_300_800L, 9_000_000_000_000_000_000L})
        void is_dead_at_once_when_it_happened_at_no_possible_time(long created) {
            work();
            var id = ledger.charge(100, CaptureMode.AUTOMATIC);
            var charge = Callbacks.charge("ch_x", id, 100, "succeeded");

            receive(
                    Callbacks.event(
                            "charge.succeeded", charge.replace("1790000000", "" + created)));

            awaitStatus("dead");
            assertThat(failures()).isEqualTo(1);
            assertThat(ledger.payment(id)).isInstanceOf(Payment.Requested.class);
        }

        @ParameterizedTest
        @CsvSource({
            "1790000000, 9000000000000000000",
            "1790000000, -9223372036854775808",
            "1036800000000, 1100",
            "-5, 1100"
        })
        void is_dead_at_once_when_a_payout_is_of_no_possible_amount_or_time(
                long created, long amount) {
            work();

            receive(
                    Callbacks.event(
                            "payout.paid",
                            """
                            {"id": "po_1", "object": "payout", "amount": %d, "currency": "eur",
                             "created": %d, "arrival_date": 1790200000, "status": "paid"}
                            """
                                    .formatted(amount, created)));

            awaitStatus("dead");
            assertThat(failures()).isEqualTo(1);
            assertThat(ledger.posted("provider:stripe:in_transit")).isZero();
        }

        private int failures() {
            return ledger.jdbc
                    .sql("select failure_count from truebook.provider_callback")
                    .query(Integer.class)
                    .single();
        }

        @Test
        void is_dead_with_its_reason_after_the_last_try_and_holds_up_nobody() {
            var poisoned = ledger.charge(100, CaptureMode.AUTOMATIC);
            var other = ledger.charge(200, CaptureMode.AUTOMATIC);
            work(id -> {
                if (id.equals(poisoned)) {
                    throw new IllegalStateException("poison");
                }
                return ledger.payments.of(id);
            });

            receive(
                    Callbacks.event(
                            "charge.succeeded",
                            Callbacks.charge("ch_x", poisoned, 100, "succeeded")));
            receive(
                    Callbacks.event(
                            "charge.succeeded", Callbacks.charge("ch_y", other, 200, "succeeded")));

            ledger.await(other, WebhookDbTest::isCaptured);
            LedgerFixture.await(WebhookDbTest.this::statuses, List.of("dead", "done")::equals);
            assertThat(
                            ledger.jdbc
                                    .sql(
                                            "select reason from truebook.provider_callback"
                                                    + " where status = 'dead'")
                                    .query(String.class)
                                    .single())
                    .startsWith("IllegalStateException at WebhookDbTest")
                    .doesNotContain("poison");
        }
    }
}
