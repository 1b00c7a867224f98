package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.counter;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Money on its way back: late, twice, contested, unheard of, or returned to us. */
@Tag("database")
@ExtendWith(SharedStand.class)
class RefundsTest {

    private static final String PENDING = "provider:stripe:refunds_pending";
    private static final String CLEARING = "provider:stripe:clearing";
    private static final Duration HELD = Duration.ofSeconds(3);

    private final Shop shop;
    private final Provider provider;
    private final Caller caller;

    RefundsTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
        this.caller = stand.caller();
    }

    @Test
    void row_34_a_pending_refund_is_owed_until_it_arrives() {
        provider.turn("{\"refund_delay_ms\": 600000}");
        var charge = shop.charged(Wish.of("row-34").method("pm_card_pendingRefund"));
        long before = shop.timeline(charge).credited(CLEARING);
        var refund = shop.beginRefund("row-34-refund", charge, 500);
        shop.awaitStatus(refund, "pending");

        var waiting = shop.timeline(charge);
        assertThat(waiting.credited(payable("row-34"))).isEqualTo(1499);
        assertThat(waiting.credited(PENDING)).isEqualTo(500);
        assertThat(waiting.credited(CLEARING)).isEqualTo(before);

        provider.happens("refunds/" + objectOf(refund) + "/succeed");

        shop.awaitStatus(refund, "succeeded");
        var told = shop.timeline(charge);
        assertThat(told.credited(PENDING)).isZero();
        assertThat(told.credited(CLEARING)).isEqualTo(before + 500);
        assertThat(provider.count(refund).refunds()).isEqualTo(1);
    }

    @Test
    void row_35_a_refund_that_comes_back_is_reversed_and_may_be_tried_again() {
        var charge = shop.charged(Wish.of("row-35"));
        var refunded = shop.refund("row-35-refund", charge, 500);
        var refund = succeeded(refunded);

        provider.happens(
                "refunds/" + objectOf(refund) + "/fail",
                "{\"reason\": \"expired_or_canceled_card\"}");

        shop.awaitStatus(refund, "failed");
        var told = shop.timeline(charge);
        assertThat(told.count("refund-failed")).isEqualTo(1);
        assertThat(told.event("refund-failed").get("after_success").asBoolean()).isTrue();
        assertThat(told.credited(payable("row-35"))).isEqualTo(1999);
        assertThat(told.credited(PENDING)).isZero();
        assertThat(shop.show(charge).get("amount_refundable").asLong()).isEqualTo(1999);
        var again = shop.refund("row-35-refund", charge, 500);
        assertThat(again.json().get("status").asString()).isEqualTo("failed");
        assertThat(again.json().get("corrected").asBoolean()).isTrue();
        assertThat(provider.count(refund).refunds()).isZero();

        var otherWay = succeeded(shop.refund("row-35-another", charge, 1999));

        assertThat(provider.count(otherWay).refundedMinor()).isEqualTo(1999);
        assertThat(shop.payable("row-35", "EUR")).isZero();
    }

    @Test
    void row_36_a_refund_that_a_dispute_overtook_is_reversed_and_not_sent_again() {
        provider.turn("{\"refund_delay_ms\": 600000}");
        var charge = shop.charged(Wish.of("row-36").method("pm_card_pendingRefund"));
        var refund = shop.beginRefund("row-36-refund", charge, 700);
        shop.awaitStatus(refund, "pending");
        var posts = provider.add(counter("POST", "/v1/refunds"));
        var dispute = provider.dispute(intent(charge), "{\"amount\": 1999}");
        shop.awaitStatus(charge, "disputed");

        provider.happens(
                "refunds/" + objectOf(refund) + "/fail",
                "{\"reason\": \"charge_for_pending_refund_disputed\"}");

        shop.awaitStatus(refund, "failed");
        assertThat(shop.show(refund).at("/failure/provider_code").asString())
                .isEqualTo("charge_for_pending_refund_disputed");
        var more = shop.refund("row-36-more", charge, 100);
        assertThat(more.status()).as(more.text()).isEqualTo(422);
        assertThat(more.json().get("code").asString()).isEqualTo("charge_disputed");
        assertThat(shop.show(charge).get("amount_refundable").asLong()).isZero();
        var told =
                shop.awaitTimeline(
                        charge,
                        "the dispute's money to go",
                        now -> now.credited("provider:stripe:disputes") == -1999);
        assertThat(told.credited(payable("row-36"))).isEqualTo(1999);
        assertThat(told.credited(PENDING)).isZero();
        assertThat(told.count("refund-requested")).isEqualTo(1);
        assertThat(provider.met(posts)).isZero();
        assertThat(provider.count(refund)).isEqualTo(new Provider.Count(0, 0, 0, 0, 0));
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        assertThat(provider.movedBy(dispute)).isEqualTo(-1999);
    }

    @Test
    void row_37_of_two_refunds_that_want_the_rest_one_is_refused_before_any_call() {
        var charge = shop.charged(Wish.of("row-37"));
        var posts = provider.add(counter("POST", "/v1/refunds"));

        Answer first;
        Answer second;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one =
                    CompletableFuture.supplyAsync(
                            () -> shop.refund("row-37-a", charge, 1500), threads);
            var two =
                    CompletableFuture.supplyAsync(
                            () -> shop.refund("row-37-b", charge, 1500), threads);
            first = one.join();
            second = two.join();
        }

        assertThat(Stream.of(first, second).map(Answer::status))
                .containsExactlyInAnyOrder(201, 422);
        var refused = first.status() == 422 ? first : second;
        assertThat(refused.json().get("code").asString()).isEqualTo("refund_exceeds_remaining");
        assertThat(refused.json().get("final").asBoolean()).isTrue();
        assertThat(shop.payable("row-37", "EUR")).isEqualTo(499);
        assertThat(provider.met(posts)).isEqualTo(1);
        var charged = provider.event(shop.paymentIntent(charge), "charge.refunded");
        assertThat(charged.at("/data/object/amount_refunded").asLong()).isEqualTo(1500);
        assertThat(shop.timeline(charge).count("refund-requested")).isEqualTo(1);
    }

    @Test
    void row_38_a_refund_of_unknown_fate_keeps_its_amount_and_happens_once() {
        var charge = shop.charged(Wish.of("row-38"));
        provider.add(always("webhook_lost"));
        provider.add(once("timeout_after_effect").on("POST", "/v1/refunds").lasting(HELD));
        var made = shop.beginRefund("row-38-made", charge, 500);
        shop.awaitStatus(made, "succeeded");
        provider.add(once("timeout_before_effect").on("POST", "/v1/refunds").lasting(HELD));
        var notMade = shop.beginRefund("row-38-not-made", charge, 600);

        var tooMuch = shop.refund("row-38-too-much", charge, 900);

        assertThat(tooMuch.status()).as(tooMuch.text()).isEqualTo(422);
        shop.awaitStatus(notMade, "succeeded");
        assertThat(provider.count(made)).isEqualTo(new Provider.Count(0, 0, 1, 0, 500));
        assertThat(provider.count(notMade)).isEqualTo(new Provider.Count(0, 0, 1, 0, 600));
        var told = shop.timeline(charge);
        assertThat(told.count("operation-unknown")).isEqualTo(2);
        assertThat(told.credited(payable("row-38"))).isEqualTo(1999 - 500 - 600);
        assertThat(told.credited(PENDING)).isZero();
    }

    @Test
    void row_39_a_refund_made_at_the_provider_is_booked_as_nobodys_wish() {
        var charge = shop.charged(Wish.of("row-39"));

        provider.dashboard("/v1/refunds", "amount=500&payment_intent=" + intent(charge));

        shop.awaitStatus(charge, "partially_refunded");
        var told = shop.timeline(charge);
        assertThat(told.credited(payable("row-39"))).isEqualTo(1499);
        assertThat(told.credited(PENDING)).isZero();
        assertThat(told.events()).doesNotContain("refund-requested");
        var booked = told.event("refund-succeeded");
        // Lists, and what nobody asked us for, follow the journal by a moment.
        Shop.await("the refund", () -> shop.show(booked.get("refund_id").asString()));
        var refund = shop.show(booked.get("refund_id").asString());
        assertThat(refund.get("transaction_id").isNull()).isTrue();
        assertThat(refund.get("amount").asLong()).isEqualTo(500);
        assertThat(shop.refund("row-39-rest", charge, 1500).status()).isEqualTo(422);
    }

    @Test
    void row_40_running_totals_of_refunds_are_not_added_up() {
        var charge = shop.charged(Wish.of("row-40").amount(10_000, "EUR"));
        var first = succeeded(shop.refund("row-40-first", charge, 3000));
        var rest = succeeded(shop.refund("row-40-rest", charge, 7000));
        provider.deliverAll();
        var totals =
                provider.events(intent(charge)).stream()
                        .filter(event -> event.get("type").asString().equals("charge.refunded"))
                        .toList();
        assertThat(totals)
                .extracting(event -> event.at("/data/object/amount_refunded").asLong())
                .containsExactly(3000L, 10_000L);

        tellAgain(charge, totals);

        shop.awaitStatus(charge, "refunded");
        var told = shop.timeline(charge);
        assertThat(told.count("refund-succeeded")).isEqualTo(2);
        assertThat(told.credited(payable("row-40"))).isZero();
        assertThat(shop.show(charge).get("amount_refunded").asLong()).isEqualTo(10_000);
        assertThat(provider.count(first).refundedMinor()).isEqualTo(3000);
        assertThat(provider.count(rest).refundedMinor()).isEqualTo(7000);
    }

    /** In events of their own, and after them one that shows when they have been worked. */
    private void tellAgain(String charge, List<JsonNode> totals) {
        for (int i = 0; i < totals.size(); i++) {
            deliver(totals.get(i), "evt_row_40_" + i);
        }
        deliver(provider.event(intent(charge), "charge.succeeded"), "evt_row_40_after");
        shop.awaitTimeline(
                charge,
                "what came after them",
                now -> Collections.frequency(now.callbacks("done"), "charge.succeeded") == 2);
    }

    private void deliver(JsonNode event, String id) {
        var twin = ((ObjectNode) event.deepCopy()).put("id", id);
        assertThat(caller.deliver(twin.toString()).status()).isBetween(200, 299);
    }

    private String succeeded(Answer refunded) {
        assertThat(refunded.status()).as(refunded.text()).isEqualTo(201);
        assertThat(refunded.json().get("status").asString()).isEqualTo("succeeded");
        return refunded.json().get("id").asString();
    }

    /** The provider's id of a refund. */
    private String objectOf(String refund) {
        return shop.show(refund).get("provider_reference").asString();
    }

    private String intent(String charge) {
        return shop.paymentIntent(charge);
    }

    private static String payable(String merchant) {
        return "merchant:" + merchant + ":payable";
    }
}
