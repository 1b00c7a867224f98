package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Adyen said was done, and was not: told by a later callback alone. */
@Tag("database")
@ExtendWith(SharedStand.class)
class AdyenReversalsTest {

    private static final String CLEARING = "provider:adyen:clearing";
    private static final String PENDING = "provider:adyen:refunds_pending";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Shop shop;
    private final Provider provider;

    AdyenReversalsTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void row_11_at_adyen_a_payment_that_is_authorised_after_its_refusal_is_booked() {
        var wish = Wish.of("row-11-adyen").atAdyen().method("pm_card_chargeDeclined");
        var declined = shop.charge(wish);
        assertThat(declined.json().get("status").asString())
                .as(declined.text())
                .isEqualTo("failed");
        var charge = declined.json().get("id").asString();
        provider.deliverAll();
        awaitTold(charge, "AUTHORISATION");

        provider.happens("adyen/payments/" + shop.paymentIntent(charge) + "/authorise");

        shop.awaitStatus(charge, "captured");
        var told = shop.timeline(charge);
        assertThat(told.event("charge-captured").get("unexpected").asBoolean()).isTrue();
        assertThat(told.credited(payable("row-11-adyen"))).isEqualTo(1999);
        assertThat(told.credited(CLEARING)).isEqualTo(-1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        var again = shop.charge(wish);
        assertThat(again.json().get("status").asString()).isEqualTo("captured");
        assertThat(again.json().get("corrected").asBoolean()).isTrue();
    }

    @Test
    void row_33_a_capture_that_fails_after_all_is_reversed() {
        provider.add(always("webhook_duplicate").event("CAPTURE_FAILED"));
        var charge = shop.charged(Wish.of("row-33").atAdyen().held());
        shop.capture("row-33-capture", charge, 1999);
        shop.awaitStatus(charge, "captured");
        var taken = awaitTold(charge, "CAPTURE");
        assertThat(taken.credited(payable("row-33"))).isEqualTo(1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));

        provider.happens("adyen/modifications/" + taken.pspOf("CAPTURE") + "/fail");

        shop.awaitStatus(charge, "failed");
        provider.deliverAll();
        var told = awaitTold(charge, "CAPTURE_FAILED");
        assertThat(told.count("capture-reversed")).isEqualTo(1);
        assertThat(told.credited(payable("row-33"))).isZero();
        assertThat(told.credited(CLEARING)).isZero();
        assertThat(told.held(CLEARING)).isZero();
        assertThat(provider.count(charge).capturedMinor()).isZero();
        var again = shop.capture("row-33-capture", charge, 1999);
        assertThat(again.json().get("status").asString()).isEqualTo("failed");
        assertThat(again.json().get("corrected").asBoolean()).isTrue();
    }

    @Test
    void row_33_a_sale_whose_capture_fails_is_reversed_and_its_recapture_waits_for_a_person() {
        var wish = Wish.of("row-33-sale").atAdyen();
        var charge = shop.charged(wish);
        var payment = shop.paymentIntent(charge);

        provider.happens("adyen/payments/" + payment + "/fail");

        shop.awaitStatus(charge, "failed");
        assertThat(shop.timeline(charge).count("capture-reversed")).isEqualTo(1);
        assertThat(shop.payable("row-33-sale", "EUR")).isZero();
        assertThat(provider.count(charge).capturedMinor()).isZero();
        assertThat(shop.charge(wish).json().get("corrected").asBoolean()).isTrue();

        provider.happens("adyen/payments/" + payment + "/recapture");

        var again = AdyenNotice.of(provider.told(payment).getLast());
        Shop.await(
                "it to be kept",
                () -> assertThat(shop.whyParked(again.eventId())).contains("Captured again"));
        assertThat(shop.status(charge)).isEqualTo("failed");
        assertThat(shop.payable("row-33-sale", "EUR")).isZero();
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    @Test
    void row_35_at_adyen_a_refund_that_comes_back_is_reversed_and_may_be_tried_again() {
        for (var code : List.of("REFUND_FAILED", "REFUNDED_REVERSED")) {
            var row = "row-35-" + code.toLowerCase(Locale.ROOT).replace('_', '-');
            var charge = shop.charged(Wish.of(row).atAdyen());
            var refund = refunded(row + "-refund", charge, 500);

            provider.happens(
                    "adyen/modifications/"
                            + shop.show(refund).get("provider_reference").asString()
                            + "/fail",
                    "{\"event\": \"%s\"}".formatted(code));

            shop.awaitStatus(refund, "failed");
            var told = awaitTold(charge, code);
            assertThat(told.count("refund-failed")).isEqualTo(1);
            assertThat(told.event("refund-failed").get("after_success").asBoolean()).isTrue();
            assertThat(told.credited(payable(row))).isEqualTo(1999);
            assertThat(told.credited(PENDING)).isZero();
            assertThat(told.credited(CLEARING)).isEqualTo(-1999);
            assertThat(shop.show(charge).get("amount_refundable").asLong()).isEqualTo(1999);
            assertThat(provider.count(refund).refunds()).isZero();

            var otherWay = refunded(row + "-another", charge, 1999);

            assertThat(provider.count(otherWay).refundedMinor()).isEqualTo(1999);
            assertThat(shop.payable(row, "EUR")).isZero();
        }
    }

    @Test
    void row_73_at_adyen_a_void_that_comes_too_late_leaves_what_was_captured() {
        provider.add(always("webhook_delayed").event("CAPTURE").lasting(LONG));
        var charge = shop.charged(Wish.of("row-73-adyen-captured").atAdyen().held());
        modify(charge, "captures", "\"amount\": {\"value\": 1999, \"currency\": \"EUR\"}, ");

        shop.voidHold("row-73-adyen-void", charge);

        awaitTold(charge, "CANCELLATION");
        assertThat(shop.timeline(charge).events()).contains("void-failed");
        assertThat(shop.status(charge)).isEqualTo("authorized");
        provider.deliverAll();
        shop.awaitStatus(charge, "captured");
        assertThat(shop.payable("row-73-adyen-captured", "EUR")).isEqualTo(1999);
        assertThat(shop.timeline(charge).held(CLEARING)).isZero();
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    @Test
    void row_73_at_adyen_a_capture_that_comes_too_late_takes_nothing() {
        provider.add(always("webhook_delayed").event("CANCELLATION").lasting(LONG));
        var charge = shop.charged(Wish.of("row-73-adyen-voided").atAdyen().held());
        modify(charge, "cancels", "");

        shop.capture("row-73-adyen-capture", charge, 1999);

        awaitTold(charge, "CAPTURE");
        assertThat(shop.timeline(charge).events()).contains("capture-failed");
        assertThat(shop.payable("row-73-adyen-voided", "EUR")).isZero();
        provider.deliverAll();
        shop.awaitStatus(charge, "voided");
        assertThat(shop.payable("row-73-adyen-voided", "EUR")).isZero();
        assertThat(shop.timeline(charge).held(CLEARING)).isZero();
        assertThat(provider.count(charge).captured()).isZero();
    }

    @Test
    void row_73_at_adyen_a_void_and_a_capture_at_once_end_as_adyen_says() {
        var charge = shop.charged(Wish.of("row-73-adyen-race").atAdyen().held());

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taking =
                    CompletableFuture.runAsync(
                            () -> shop.capture("row-73-adyen-race-a", charge, 1999), threads);
            var leaving =
                    CompletableFuture.runAsync(
                            () -> shop.voidHold("row-73-adyen-race-b", charge), threads);
            CompletableFuture.allOf(taking, leaving).join();
        }

        provider.deliverAll();
        Shop.await(
                "an end",
                () -> {
                    var shown = shop.show(charge);
                    assertThat(shown.get("operation").isNull()).isTrue();
                    assertThat(shown.get("status").asString()).isIn("captured", "voided");
                });
        var theirs = provider.count(charge);
        assertThat(theirs.captured()).isEqualTo(shop.status(charge).equals("captured") ? 1 : 0);
        assertThat(shop.payable("row-73-adyen-race", "EUR")).isEqualTo(theirs.capturedMinor());
        assertThat(shop.timeline(charge).held(CLEARING)).isZero();
    }

    /** Somebody works in Adyen's own screens, past the ledger. */
    private void modify(String charge, String how, String fields) {
        provider.adyen(
                "/v71/payments/" + shop.paymentIntent(charge) + "/" + how,
                "{%s\"merchantAccount\": \"%s\"}".formatted(fields, Stand.ADYEN_MERCHANT));
    }

    private String refunded(String transactionId, String charge, long amount) {
        var refund = shop.beginRefund(transactionId, charge, amount);
        shop.awaitStatus(refund, "succeeded");
        return refund;
    }

    private Timeline awaitTold(String charge, String code) {
        return shop.awaitTimeline(
                charge, code + " to be worked", now -> now.callbacks("done").contains(code));
    }

    private static String payable(String merchant) {
        return "merchant:" + merchant + ":payable";
    }
}
