package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class WebhookDbTest {

    private final WorkedInbox inbox = new WorkedInbox();
    private final LedgerFixture ledger = inbox.ledger;

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Nested
    class A_charge_event {

        @Test
        void moves_the_ledger_once_whatever_the_number_of_deliveries_and_workers() {
            inbox.work().work();
            var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
            var charge = Callbacks.charge("ch_x", id, 1000, "succeeded");

            for (int i = 0; i < 5; i++) {
                inbox.receive(Callbacks.event("evt_same", "charge.succeeded", charge));
                inbox.receive(Callbacks.event("charge.updated", charge));
            }

            ledger.await(id, WorkedInbox::isCaptured);
            LedgerFixture.await(
                    inbox::statuses,
                    all -> all.size() == 6 && all.stream().allMatch("done"::equals));
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1000);
        }

        @Test
        void as_stripe_publishes_it_is_an_orphan_and_with_our_metadata_moves_the_ledger() {
            inbox.work();
            var id = ledger.charge(700, CaptureMode.AUTOMATIC);
            inbox.receive(Callbacks.event("charge.succeeded", Callbacks.PUBLISHED_CHARGE));
            inbox.awaitStatus("orphan");

            var ours =
                    Callbacks.PUBLISHED_CHARGE
                            .replace(
                                    "\"metadata\": {}",
                                    "\"metadata\": {\"truebook_operation\": \"" + id + "\"}")
                            .replace("\"amount\": 100", "\"amount\": 700")
                            .replace("\"usd\"", "\"eur\"")
                            .replace("\"captured\": false", "\"captured\": true");
            inbox.receive(Callbacks.event("charge.succeeded", ours));

            ledger.await(id, WorkedInbox::isCaptured);
            assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(700);
        }

        @Test
        void that_fails_after_success_takes_the_money_back() {
            inbox.work();
            var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
            var charge = Callbacks.charge("ch_x", id, 1000, "succeeded");
            inbox.receive(Callbacks.event("charge.succeeded", charge));
            ledger.await(id, WorkedInbox::isCaptured);

            inbox.receive(
                    Callbacks.event(
                            "charge.failed", charge.replace("\"succeeded\"", "\"failed\"")));

            ledger.await(id, payment -> payment instanceof Payment.Failed);
            assertThat(ledger.posted("provider:stripe:clearing")).isZero();
        }

        @Test
        void in_another_currency_than_the_payments_is_an_orphan() {
            inbox.work();
            var id = ledger.charge(1000, CaptureMode.AUTOMATIC);

            inbox.receive(
                    Callbacks.event(
                            "charge.succeeded",
                            Callbacks.charge("ch_x", id, 1000, "succeeded")
                                    .replace("\"eur\"", "\"usd\"")));

            inbox.awaitStatus("orphan");
            assertThat(ledger.payment(id)).isInstanceOf(Payment.Requested.class);
        }
    }

    @Nested
    class Events_in_any_order {

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4})
        void end_in_the_same_books(long seed) {
            inbox.work().work();
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

            events.forEach(inbox::receive);

            LedgerFixture.await(
                    inbox::statuses,
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
            inbox.work();

            inbox.receive(body);

            inbox.awaitStatus("parked");
        }

        @ParameterizedTest
        @ValueSource(longs = {-5, 4_102_444_800L, 253_402_300_800L, 9_000_000_000_000_000_000L})
        void is_dead_at_once_when_it_happened_at_no_possible_time(long created) {
            inbox.work();
            var id = ledger.charge(100, CaptureMode.AUTOMATIC);
            var charge = Callbacks.charge("ch_x", id, 100, "succeeded");

            inbox.receive(
                    Callbacks.event(
                            "charge.succeeded", charge.replace("1790000000", "" + created)));

            inbox.awaitStatus("dead");
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
            inbox.work();

            inbox.receive(
                    Callbacks.event(
                            "payout.paid",
                            """
                            {"id": "po_1", "object": "payout", "amount": %d, "currency": "eur",
                             "created": %d, "arrival_date": 1790200000, "status": "paid"}
                            """
                                    .formatted(amount, created)));

            inbox.awaitStatus("dead");
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
            inbox.work(id -> {
                if (id.equals(poisoned)) {
                    throw new IllegalStateException("poison");
                }
                return ledger.payments.of(id);
            });

            inbox.receive(
                    Callbacks.event(
                            "charge.succeeded",
                            Callbacks.charge("ch_x", poisoned, 100, "succeeded")));
            inbox.receive(
                    Callbacks.event(
                            "charge.succeeded", Callbacks.charge("ch_y", other, 200, "succeeded")));

            ledger.await(other, WorkedInbox::isCaptured);
            LedgerFixture.await(inbox::statuses, List.of("dead", "done")::equals);
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
