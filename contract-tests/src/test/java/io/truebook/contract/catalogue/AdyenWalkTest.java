package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.RunningLedger;
import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A charge at Adyen from hold to refund: nothing but the provider's name is different. */
@Tag("database")
@ExtendWith(SharedStand.class)
class AdyenWalkTest {

    private static final String CLEARING = "provider:adyen:clearing";

    private final Shop shop;
    private final Provider provider;

    AdyenWalkTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void a_charge_is_held_taken_and_paid_back_at_adyen() {
        var charge = shop.charged(Wish.of("adyen-walk").atAdyen().held());
        assertThat(shop.timeline(charge).held(CLEARING)).isEqualTo(1999);

        shop.capture("adyen-walk-capture", charge, 1500);
        shop.awaitStatus(charge, "captured");
        var refund = shop.beginRefund("adyen-walk-refund", charge, 400);
        shop.awaitStatus(refund, "succeeded");

        var told = shop.timeline(charge);
        assertThat(told.held(CLEARING)).isZero();
        assertThat(told.credited(CLEARING)).isEqualTo(-1100);
        assertThat(told.credited("provider:adyen:refunds_pending")).isZero();
        assertThat(shop.payable("adyen-walk", "EUR")).isEqualTo(1100);
        assertThat(told.callbacks("done")).contains("AUTHORISATION", "CAPTURE", "REFUND");
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1500, 0));
        assertThat(provider.count(refund)).isEqualTo(new Provider.Count(0, 0, 1, 0, 400));
    }

    @Test
    void a_sale_at_adyen_is_taken_with_its_answer() {
        var charge = shop.charged(Wish.of("adyen-sale").atAdyen());

        assertThat(shop.payable("adyen-sale", "EUR")).isEqualTo(1999);
        provider.deliverAll();
        var told =
                shop.awaitTimeline(
                        charge,
                        "its callback",
                        now -> now.callbacks("done").contains("AUTHORISATION"));
        assertThat(told.count("charge-captured")).isEqualTo(1);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    /** Without a key of anybody's, the simulator plays Adyen as it plays Stripe. */
    @Test
    void out_of_the_box_adyen_is_there_to_be_tried(@TempDir Path data) {
        try (var ledger = RunningLedger.on(data)) {
            var merchant = new Shop(ledger.client());

            var charge = merchant.charged(Wish.of("adyen-tried").atAdyen().held());
            merchant.capture("adyen-tried-capture", charge, 1999);

            merchant.awaitStatus(charge, "captured");
            assertThat(merchant.payable("adyen-tried", "EUR")).isEqualTo(1999);
        }
    }
}
