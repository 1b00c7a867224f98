package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A dispute at Adyen goes through stages, and none but the last is its end. */
@Tag("database")
@ExtendWith(SharedStand.class)
class AdyenDisputesTest {

    private static final String DISPUTES = "provider:adyen:disputes";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Shop shop;
    private final Provider provider;

    AdyenDisputesTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void row_50_at_adyen_a_chargeback_comes_back_goes_again_and_ends_with_arbitration() {
        var charge = shop.charged(Wish.of("row-50-adyen").atAdyen());
        long before = movedThere();

        happens(charge, "CHARGEBACK");
        assertMoved(charge, -1999, before);
        assertThat(status(charge)).isEqualTo("open");
        assertThat(shop.timeline(charge).held(payable("row-50-adyen"))).isEqualTo(1999);
        happens(charge, "CHARGEBACK_REVERSED");
        assertMoved(charge, 0, before);
        happens(charge, "SECOND_CHARGEBACK");
        assertMoved(charge, -1999, before);
        assertThat(status(charge)).as("what was won before is open again").isEqualTo("open");
        assertThat(shop.timeline(charge).credited(payable("row-50-adyen"))).isEqualTo(1999);

        happens(charge, "PREARBITRATION_LOST");

        assertThat(status(charge)).isEqualTo("lost");
        assertThat(movedThere()).isEqualTo(before - 1999);
        assertBorneByTheMerchant(charge, "row-50-adyen");
    }

    @Test
    void row_50_at_adyen_stages_in_another_order_come_to_the_same() {
        var charge = shop.charged(Wish.of("row-50-adyen-order").atAdyen());
        provider.add(always("webhook_delayed").event("CHARGEBACK*").lasting(LONG));
        provider.add(always("webhook_duplicate").event("SECOND_CHARGEBACK"));
        tell(charge, "CHARGEBACK");
        tell(charge, "CHARGEBACK_REVERSED");
        happens(charge, "SECOND_CHARGEBACK");
        happens(charge, "PREARBITRATION_LOST");
        assertThat(status(charge)).isEqualTo("lost");

        provider.deliverAll();

        awaitTold(charge, "CHARGEBACK");
        awaitTold(charge, "CHARGEBACK_REVERSED");
        assertThat(status(charge)).isEqualTo("lost");
        assertThat(shop.timeline(charge).count("dispute-funds-withdrawn")).isEqualTo(2);
        assertBorneByTheMerchant(charge, "row-50-adyen-order");
    }

    private void assertBorneByTheMerchant(String charge, String row) {
        var told = shop.timeline(charge);
        assertThat(told.credited(DISPUTES)).isZero();
        assertThat(told.credited(payable(row))).isZero();
        assertThat(told.held(payable(row))).isZero();
        var shown = shop.show(charge).get("disputes");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("amount_withdrawn").asLong()).isEqualTo(2 * 1999);
        assertThat(shown.get(0).get("amount_reinstated").asLong()).isEqualTo(1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    /** Ours stands where Adyen's own balance went. */
    private void assertMoved(String charge, long amount, long before) {
        assertThat(shop.timeline(charge).credited(DISPUTES)).isEqualTo(amount);
        assertThat(movedThere()).isEqualTo(before + amount);
    }

    /** What disputes have done to Adyen's balance so far, of all payments. */
    private long movedThere() {
        long moved = 0;
        for (var total : provider.books().get("totals")) {
            if (total.get("reporting_category").asString().contains("hargeback")) {
                moved += total.get("gross").asLong();
            }
        }
        return moved;
    }

    /** The next news of the dispute, worked. */
    private void happens(String charge, String event) {
        tell(charge, event);
        awaitTold(charge, event);
    }

    private void tell(String charge, String event) {
        provider.happens(
                "adyen/payments/" + shop.paymentIntent(charge) + "/disputes",
                "{\"event\": \"%s\"}".formatted(event));
    }

    private void awaitTold(String charge, String event) {
        shop.awaitTimeline(charge, event, now -> now.callbacks("done").contains(event));
    }

    private String status(String charge) {
        return shop.show(charge).at("/disputes/0/status").asString();
    }

    private static String payable(String merchant) {
        return "merchant:" + merchant + ":payable";
    }
}
