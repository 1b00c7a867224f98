package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Callbacks that come early, late, twice, in the wrong order or never: one booking each time. */
@Tag("database")
@ExtendWith(SharedStand.class)
class WebhooksTest {

    private static final String PAYMENTS = "/v1/payment_intents";
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Long enough for a callback to be worked, and within the patience of a call. */
    private static final Duration HEARD_IN_TIME = Duration.ofSeconds(1);

    private static final String CLEARING = "provider:stripe:clearing";

    private final Shop shop;
    private final Provider provider;
    private final Caller caller;

    WebhooksTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
        this.caller = stand.caller();
    }

    @Test
    void row_03_a_callback_before_the_answer_books_and_the_answer_changes_nothing() {
        provider.add(once("latency_after_effect").on("POST", PAYMENTS).lasting(HEARD_IN_TIME));

        var charge = shop.begin(Wish.of("row-03"));

        shop.awaitStatus(charge, "captured");
        var told =
                shop.awaitTimeline(
                        charge, "the end of the call", now -> !now.calls("send").contains(""));
        assertThat(told.calls("send")).containsExactly("succeeded");
        assertThat(told.events()).doesNotContain("operation-unknown");
        assertToldByCallback(told);
        assertBookedOnce(charge, told);
    }

    @Test
    void row_04_a_callback_after_the_answer_books_nothing_more() {
        provider.add(always("webhook_delayed").lasting(LONG));
        var charge = shop.charged(Wish.of("row-04"));
        assertThat(shop.timeline(charge).callbacks("done")).isEmpty();

        provider.deliverAll();

        assertBookedOnce(charge, awaitCallback(charge, "charge.succeeded"));
    }

    @Test
    void row_05_one_event_many_times_at_once_is_accepted_each_time_and_booked_once() {
        var charge = waiting("row-05");
        provider.add(always("webhook_lost"));
        succeed(charge);
        var event = provider.event(shop.paymentIntent(charge), "charge.succeeded").toString();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var posts =
                    IntStream.range(0, 12)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(
                                            () -> caller.deliver(event).status(), threads))
                            .toList();
            assertThat(posts).extracting(CompletableFuture::join).allMatch(it -> it / 100 == 2);
        }

        var told = awaitCallback(charge, "charge.succeeded");
        assertThat(told.callbacks("done")).containsOnlyOnce("charge.succeeded");
        assertToldByCallback(told);
        assertBookedOnce(charge, told);
    }

    @Test
    void row_06_two_events_for_one_fact_book_once() {
        var charge = waiting("row-06");
        provider.add(once("webhook_twin").event("charge.succeeded"));

        succeed(charge);

        var told =
                shop.awaitTimeline(
                        charge,
                        "both events",
                        now ->
                                Collections.frequency(now.callbacks("done"), "charge.succeeded")
                                        == 2);
        assertThat(provider.events(shop.paymentIntent(charge)))
                .filteredOn(event -> event.get("type").asString().equals("charge.succeeded"))
                .extracting(event -> event.get("id").asString())
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertToldByCallback(told);
        assertBookedOnce(charge, told);
    }

    @Test
    void row_07_two_types_of_event_for_one_payment_book_once() {
        for (var order :
                List.of(
                        List.of("payment_intent.succeeded", "charge.succeeded"),
                        List.of("charge.succeeded", "payment_intent.succeeded"))) {
            var charge = waiting("row-07-" + order.getFirst().replaceAll("[._]", "-"));
            provider.add(always("webhook_lost"));
            succeed(charge);
            var intent = shop.paymentIntent(charge);

            order.forEach(type -> deliver(provider.event(intent, type)));

            // What follows them about the same payment is worked after them.
            deliver(provider.event(intent, "payment_intent.processing"));
            awaitCallback(charge, "payment_intent.processing");
            var told = awaitCallback(charge, "charge.succeeded");
            assertThat(told.callbacks("done")).containsOnlyOnce("charge.succeeded");
            assertToldByCallback(told);
            assertBookedOnce(charge, told);
            provider.heal();
        }
    }

    @Test
    void row_08_a_refund_before_its_charge_waits_and_then_both_are_booked() {
        var strangers = refundOfNobodys();
        var charge = chargedUnheard("row-08");
        var intent = provider.intentOf(charge);
        var refund = provider.dashboard("/v1/refunds", "amount=500&payment_intent=" + intent);
        var early = provider.event(intent, "refund.created").get("id").asString();

        var orphan = shop.awaitKept("orphan", early);

        assertThat(orphan.get("reason").asString()).startsWith("No payment of ours");
        assertThat(orphan.get("next_look_at").isNull()).isFalse();
        assertThat(shop.timeline(charge).events())
                .doesNotContain("refund-succeeded", "charge-captured");
        assertThat(shop.payable("row-08", "EUR")).isZero();

        provider.resend(provider.event(intent, "charge.succeeded"));

        shop.awaitStatus(charge, "partially_refunded");
        var told = shop.timeline(charge);
        assertThat(told.events()).containsSubsequence("charge-captured", "refund-succeeded");
        assertThat(told.credited("merchant:row-08:payable")).isEqualTo(1499);
        assertThat(told.count("refund-succeeded")).isEqualTo(1);
        assertThat(shop.show(charge).get("amount_refunded").asLong()).isEqualTo(500);
        assertThat(shop.kept("orphan"))
                .noneMatch(one -> one.get("event_id").asString().equals(early));
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        assertThat(provider.look("/v1/refunds?payment_intent=" + intent).get("data"))
                .hasSize(1)
                .allMatch(one -> one.get("id").equals(refund.get("id")))
                .allMatch(one -> one.get("amount").asLong() == 500);
        assertGivenUp(strangers);
    }

    @Test
    void row_09_an_older_status_after_a_newer_one_is_kept_and_changes_nothing() {
        provider.add(always("webhook_lost").event("payment_intent.processing"));
        provider.add(always("webhook_lost").event("charge.pending"));
        var charge = shop.begin(Wish.of("row-09").method("pm_usBankAccount_processing"));
        shop.awaitStatus(charge, "processing");
        var intent = shop.paymentIntent(charge);
        provider.happens("payment_intents/" + intent + "/succeed");
        shop.awaitStatus(charge, "captured");

        provider.resend(provider.event(intent, "payment_intent.processing"));
        provider.resend(provider.event(intent, "charge.pending"));

        awaitCallback(charge, "payment_intent.processing");
        assertBookedOnce(charge, awaitCallback(charge, "charge.pending"));
        assertThat(shop.status(charge)).isEqualTo("captured");
    }

    @Test
    void row_10_what_no_callback_tells_is_asked_for() {
        provider.add(always("webhook_lost"));
        provider.turn("{\"settle_delay_ms\": 400}");

        var charge = shop.begin(Wish.of("row-10").method("pm_usBankAccount"));

        shop.awaitStatus(charge, "captured");
        var told = shop.timeline(charge);
        assertThat(told.event("charge-captured").at("/evidence/channel").asString())
                .isEqualTo("query");
        assertThat(told.callbacks("done")).isEmpty();
        assertBookedOnce(charge, told);
    }

    @Test
    void row_51_a_fee_that_comes_later_is_booked_then_and_once() {
        provider.add(always("webhook_duplicate"));
        provider.turn("{\"fee_delay_ms\": 1500}");

        var charged = shop.charge(Wish.of("row-51"));

        assertThat(charged.json().get("fees").asLong()).isZero();
        var charge = charged.json().get("id").asString();
        awaitCallback(charge, "charge.updated");
        provider.deliverAll();
        Shop.await(
                "the fee", () -> assertThat(shop.show(charge).get("fees").asLong()).isEqualTo(88));
        var told = shop.timeline(charge);
        assertThat(told.count("provider-fee-recorded")).isEqualTo(1);
        assertThat(told.credited("provider:stripe:fees")).isEqualTo(-88);
        assertThat(told.credited(CLEARING)).isEqualTo(88 - 1999);
        assertBookedOnce(charge, told);
    }

    /** The provider has charged; the ledger has heard nothing and cannot ask. */
    private String chargedUnheard(String row) {
        provider.addAll(
                always("webhook_lost").event("charge.*"),
                always("webhook_lost").event("payment_intent.*"),
                always("error_before_effect").on("GET", PAYMENTS + "*").status(503),
                once("drop_after_effect").on("POST", PAYMENTS),
                always("error_before_effect").on("POST", PAYMENTS).status(503));
        var charge = shop.begin(Wish.of(row));
        Shop.await("the charge", () -> assertThat(provider.count(charge).captured()).isEqualTo(1));
        return charge;
    }

    private void assertBookedOnce(String charge, Timeline told) {
        var merchant = shop.show(charge).get("merchant").asString();
        assertThat(told.count("charge-captured")).isEqualTo(1);
        assertThat(told.credited("merchant:" + merchant + ":payable")).isEqualTo(1999);
        assertThat(told.postings("merchant:" + merchant + ":payable")).isEqualTo(1);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    private Timeline awaitCallback(String charge, String type) {
        return shop.awaitTimeline(
                charge, type + " to be worked", now -> now.callbacks("done").contains(type));
    }

    /** A debit that waits for its end, of which only a callback can tell: nobody may ask. */
    private String waiting(String row) {
        var lost = provider.add(always("webhook_lost"));
        var charge = shop.begin(Wish.of(row).method("pm_usBankAccount_processing"));
        shop.awaitStatus(charge, "processing");
        provider.add(always("error_before_effect").on("GET", PAYMENTS + "*").status(503));
        provider.remove(lost);
        return charge;
    }

    private void succeed(String charge) {
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
    }

    private void deliver(JsonNode event) {
        assertThat(caller.deliver(event.toString()).status()).isBetween(200, 299);
    }

    private static void assertToldByCallback(Timeline told) {
        assertThat(told.event("charge-captured").at("/evidence/channel").asString())
                .isEqualTo("webhook");
    }

    /** A refund of a payment that was never ours; its event's id. */
    private String refundOfNobodys() {
        var payment =
                provider.dashboard(
                        PAYMENTS,
                        "amount=700&currency=eur&confirm=true&payment_method=pm_card_visa"
                                + "&payment_method_types[]=card");
        var intent = payment.get("id").asString();
        provider.dashboard("/v1/refunds", "payment_intent=" + intent);
        return provider.event(intent, "refund.created").get("id").asString();
    }

    /** It was looked at for a while, and is kept for a person. */
    private void assertGivenUp(String eventId) {
        Shop.await(
                "an orphan to be given up",
                () -> {
                    var orphan = shop.awaitKept("orphan", eventId);
                    assertThat(orphan.get("next_look_at").isNull()).isTrue();
                    assertThat(orphan.get("reason").asString()).endsWith("no longer looked for");
                });
    }
}
