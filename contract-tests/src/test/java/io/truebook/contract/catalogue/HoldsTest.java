package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money that is only held: taken in part, lapsed, or wanted by two at once. */
@Tag("database")
@ExtendWith(SharedStand.class)
class HoldsTest {

    private static final String CLEARING = "provider:stripe:clearing";

    private final Shop shop;
    private final Provider provider;

    HoldsTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void row_31_a_partial_capture_releases_the_rest_and_refunds_nothing() {
        var charge = shop.charged(Wish.of("row-31").amount(10_000, "EUR").held());

        var taken = shop.capture("row-31-capture", charge, 6000);

        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        provider.deliverAll();
        var told =
                shop.awaitTimeline(
                        charge,
                        "the capture's callback",
                        now -> now.callbacks("done").contains("charge.captured"));
        assertThat(told.held("merchant:row-31:payable")).isZero();
        assertThat(told.held(CLEARING)).isZero();
        assertThat(told.credited("merchant:row-31:payable")).isEqualTo(6000);
        assertThat(told.events()).doesNotContain("refund-succeeded", "refund-requested");
        var shown = shop.show(charge);
        assertThat(shown.get("amount_captured").asLong()).isEqualTo(6000);
        assertThat(shown.get("amount_refunded").asLong()).isZero();
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 6000, 0));
    }

    @Test
    void row_32_a_hold_that_lapses_moves_no_money() {
        var charge = shop.charged(Wish.of("row-32").held());
        assertThat(shop.timeline(charge).held(CLEARING)).isEqualTo(1999);

        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/expire");

        shop.awaitStatus(charge, "expired");
        var told = shop.timeline(charge);
        assertThat(told.held(CLEARING)).isZero();
        assertThat(told.held("merchant:row-32:payable")).isZero();
        assertThat(told.credited(CLEARING)).isZero();
        assertThat(provider.count(charge).captured()).isZero();
        var refused = shop.capture("row-32-too-late", charge, 1999);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    }

    @Test
    void row_73_when_a_void_races_with_a_capture_the_provider_decides() {
        var captured = shop.charged(Wish.of("row-73-captured").held());
        var voided = shop.charged(Wish.of("row-73-voided").held());
        provider.add(always("webhook_lost"));
        provider.dashboard(intent(captured) + "/capture", "");
        provider.dashboard(intent(voided) + "/cancel", "");

        var tooLateToVoid = shop.voidHold("row-73-void", captured);
        var tooLateToCapture = shop.capture("row-73-capture", voided, 1999);

        assertThat(tooLateToVoid.status()).as(tooLateToVoid.text()).isEqualTo(200);
        assertThat(tooLateToVoid.json().get("status").asString()).isEqualTo("captured");
        assertThat(shop.payable("row-73-captured", "EUR")).isEqualTo(1999);
        assertThat(shop.timeline(captured).events()).contains("void-failed");
        assertThat(provider.count(captured).captured()).isEqualTo(1);
        assertThat(tooLateToCapture.status()).as(tooLateToCapture.text()).isEqualTo(200);
        assertThat(tooLateToCapture.json().get("status").asString()).isEqualTo("voided");
        assertThat(shop.payable("row-73-voided", "EUR")).isZero();
        assertThat(shop.timeline(voided).held(CLEARING)).isZero();
        assertThat(provider.count(voided).captured()).isZero();
        for (int i = 0; i < 3; i++) {
            assertOneOfBothIsTrue("row-73-race-" + i);
        }
    }

    /**
     * Both at once, and whoever comes first at the provider: the ledger ends as the provider does.
     */
    private void assertOneOfBothIsTrue(String row) {
        var charge = shop.charged(Wish.of(row).held());
        var capture =
                CompletableFuture.supplyAsync(() -> shop.capture(row + "-capture", charge, 1999));
        shop.voidHold(row + "-void", charge);
        capture.join();

        Shop.await("an end", () -> assertThat(shop.status(charge)).isIn("captured", "voided"));
        boolean captured = shop.status(charge).equals("captured");
        long taken = captured ? 1999 : 0;
        assertThat(provider.count(charge))
                .isEqualTo(new Provider.Count(1, captured ? 1 : 0, 0, taken, 0));
        assertThat(shop.payable(row, "EUR")).isEqualTo(taken);
        assertThat(shop.timeline(charge).held(CLEARING)).isZero();
        assertThat(shop.timeline(charge).held("merchant:" + row + ":payable")).isZero();
    }

    private String intent(String charge) {
        return "/v1/payment_intents/" + shop.paymentIntent(charge);
    }
}
