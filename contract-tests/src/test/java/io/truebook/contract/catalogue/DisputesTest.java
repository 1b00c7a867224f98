package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Money that the cardholder's bank takes back, or asks about: 19.99, with a fee of 15.00. */
@Tag("database")
@ExtendWith(SharedStand.class)
class DisputesTest {

    private static final String DISPUTES = "provider:stripe:disputes";
    private static final String CLEARING = "provider:stripe:clearing";
    private static final String FEES = "provider:stripe:fees";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Shop shop;
    private final Provider provider;

    DisputesTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void row_46_an_inquiry_moves_no_money_and_forbids_no_refund() {
        var charge = shop.charged(Wish.of("row-46"));
        var inquiry = dispute(charge, "{\"inquiry\": true}");
        awaitDispute(charge, "inquiry");

        var refunded = shop.refund("row-46-refund", charge, 500);

        assertThat(refunded.status()).as(refunded.text()).isEqualTo(201);
        provider.happens("disputes/" + inquiry + "/close", "{\"status\": \"warning_closed\"}");
        awaitDispute(charge, "inquiry_closed");
        var told = shop.timeline(charge);
        assertThat(told.postings(DISPUTES)).isZero();
        assertThat(told.credited("merchant:row-46:payable")).isEqualTo(1499);
        assertThat(shop.show(charge).get("amount_disputed").asLong()).isZero();
        assertThat(provider.count(charge).capturedMinor()).isEqualTo(1999);
    }

    @Test
    void row_47_what_a_dispute_takes_is_lost_or_comes_back_by_the_providers_word() {
        var lost = shop.charged(Wish.of("row-47-lost"));
        var won = shop.charged(Wish.of("row-47-won"));
        var lostCase = dispute(lost, "{}");
        var wonCase = dispute(won, "{}");
        for (var charge : new String[] {lost, won}) {
            awaitDispute(charge, "open");
            var open = awaitWithdrawn(charge, 1);
            assertThat(open.credited(DISPUTES)).isEqualTo(-1999);
            assertThat(open.credited(FEES)).isEqualTo(-88 - 1500);
            assertThat(open.credited(CLEARING)).isEqualTo(88 + 1500);
            assertThat(shop.status(charge)).isEqualTo("disputed");
            assertSameThere(charge, charge.equals(lost) ? lostCase : wonCase, -1999);
        }

        provider.happens("disputes/" + lostCase + "/close", "{\"status\": \"lost\"}");
        provider.happens("disputes/" + wonCase + "/reinstate");
        provider.happens("disputes/" + wonCase + "/close", "{\"status\": \"won\"}");

        awaitDispute(lost, "lost");
        awaitDispute(won, "won");
        var gone = shop.timeline(lost);
        assertThat(gone.credited(DISPUTES)).isZero();
        assertThat(gone.credited("merchant:row-47-lost:payable")).isZero();
        assertThat(gone.held("merchant:row-47-lost:payable")).isZero();
        var back =
                shop.awaitTimeline(won, "the money and its fee", now -> now.credited(FEES) == -88);
        assertThat(back.credited(DISPUTES)).isZero();
        assertThat(back.credited(CLEARING)).isEqualTo(88 - 1999);
        assertThat(back.credited("merchant:row-47-won:payable")).isEqualTo(1999);
        assertThat(back.held("merchant:row-47-won:payable")).isZero();
        assertSameThere(lost, lostCase, -1999);
        assertSameThere(won, wonCase, 0);
    }

    @Test
    void row_48_a_dispute_after_a_refund_is_booked_flagged_and_refunded_no_further() {
        var charge = shop.charged(Wish.of("row-48"));
        var refunded = shop.refund("row-48-refund", charge, 500);
        assertThat(refunded.status()).as(refunded.text()).isEqualTo(201);

        var dispute = dispute(charge, "{\"amount\": 1999}");

        awaitDispute(charge, "open");
        var told = awaitWithdrawn(charge, 1);
        assertThat(told.event("dispute-funds-withdrawn").get("excess").asBoolean()).isTrue();
        assertThat(told.credited(DISPUTES)).isEqualTo(-1999);
        assertThat(told.credited("merchant:row-48:payable")).isEqualTo(1499);
        var refused = shop.refund("row-48-more", charge, 100);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().get("code").asString()).isEqualTo("charge_disputed");
        assertThat(shop.show(charge).get("amount_refundable").asLong()).isZero();
        assertThat(shop.timeline(charge).count("refund-requested")).isEqualTo(1);
        assertSameThere(charge, dispute, -1999);
        assertThat(provider.count(refunded.json().get("id").asString()))
                .isEqualTo(new Provider.Count(0, 0, 1, 0, 500));
    }

    @Test
    void row_49_funds_withdrawn_before_the_dispute_is_heard_of_are_one_dispute() {
        var charge = shop.charged(Wish.of("row-49"));
        provider.add(always("webhook_delayed").event("charge.dispute.created").lasting(LONG));
        var dispute = dispute(charge, "{}");
        var early = awaitWithdrawn(charge, 1);
        assertThat(early.callbacks("done")).doesNotContain("charge.dispute.created");

        provider.deliverAll();

        var told =
                shop.awaitTimeline(
                        charge,
                        "the dispute's opening",
                        now -> now.callbacks("done").contains("charge.dispute.created"));
        assertThat(told.count("dispute-funds-withdrawn")).isEqualTo(1);
        assertThat(told.credited(DISPUTES)).isEqualTo(-1999);
        assertThat(shop.show(charge).get("disputes").size()).isEqualTo(1);
        assertThat(theDispute(charge).get("status").asString()).isEqualTo("open");
        assertThat(theDispute(charge).get("amount").asLong()).isEqualTo(1999);
        assertSameThere(charge, dispute, -1999);
    }

    @Test
    void row_50_a_second_chargeback_takes_the_money_again() {
        var charge = shop.charged(Wish.of("row-50"));
        var dispute = dispute(charge, "{}");
        awaitWithdrawn(charge, 1);
        provider.happens("disputes/" + dispute + "/reinstate");
        shop.awaitTimeline(
                charge, "the reversal", now -> now.count("dispute-funds-reinstated") == 1);
        assertThat(shop.timeline(charge).credited(DISPUTES)).isZero();
        assertSameThere(charge, dispute, 0);

        provider.happens("disputes/" + dispute + "/withdraw");

        var told = awaitWithdrawn(charge, 2);
        assertThat(told.credited(DISPUTES)).isEqualTo(-1999);
        var shown = theDispute(charge);
        assertThat(shown.get("amount_withdrawn").asLong()).isEqualTo(2 * 1999);
        assertThat(shown.get("amount_reinstated").asLong()).isEqualTo(1999);
        provider.happens("disputes/" + dispute + "/close", "{\"status\": \"lost\"}");
        awaitDispute(charge, "lost");
        assertSameThere(charge, dispute, -1999);
        assertThat(shop.timeline(charge).credited("merchant:row-50:payable")).isZero();
        assertThat(shop.timeline(charge).credited(DISPUTES)).isZero();
    }

    /** The provider's id of the dispute. */
    private String dispute(String charge, String how) {
        return provider.dispute(shop.paymentIntent(charge), how);
    }

    /** Charged once there as well, and what the dispute moved there is what it moved here. */
    private void assertSameThere(String charge, String dispute, long moved) {
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        assertThat(provider.movedBy(dispute)).isEqualTo(moved);
    }

    private JsonNode theDispute(String charge) {
        return shop.show(charge).get("disputes").get(0);
    }

    private void awaitDispute(String charge, String status) {
        Shop.await(
                "the dispute to be " + status,
                () ->
                        assertThat(shop.show(charge).at("/disputes/0/status").asString(""))
                                .isEqualTo(status));
    }

    /** Waits for the money and for its fee. */
    private Timeline awaitWithdrawn(String charge, int times) {
        return shop.awaitTimeline(
                charge,
                "the withdrawal",
                now ->
                        now.count("dispute-funds-withdrawn") == times
                                && now.credited(FEES) == -88 - 1500);
    }
}
