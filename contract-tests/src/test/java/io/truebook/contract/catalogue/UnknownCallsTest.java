package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.counter;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Calls of which nobody knows what they did: the outcome is unknown, never failed, and the
 * provider's own word ends it with one charge.
 */
@Tag("database")
@ExtendWith(SharedStand.class)
class UnknownCallsTest {

    private static final String PAYMENTS = "/v1/payment_intents";
    private static final Duration HELD = Duration.ofSeconds(3);

    private final Shop shop;
    private final Provider provider;

    UnknownCallsTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void row_01_a_charge_that_was_made_unheard_is_looked_up_and_captured_once() {
        provider.addAll(
                always("webhook_lost"),
                once("timeout_after_effect").on("POST", PAYMENTS).lasting(HELD));

        var charge = shop.begin(Wish.of("row-01"));

        shop.awaitStatus(charge, "captured");
        var told = assertCapturedOnceAfterDoubt(charge);
        assertThat(told.calls("send")).containsExactly("unknown");
        assertThat(told.event("charge-captured").at("/evidence/channel").asString())
                .isEqualTo("query");
    }

    @Test
    void row_02_a_charge_that_was_never_made_is_sent_again_under_its_key() {
        provider.add(once("timeout_before_effect").on("POST", PAYMENTS).lasting(HELD));

        var charge = shop.begin(Wish.of("row-02"));

        shop.awaitStatus(charge, "captured");
        var told = assertCapturedOnceAfterDoubt(charge);
        assertThat(told.calls("query")).contains("not_executed");
        assertThat(told.calls("send")).startsWith("unknown").hasSize(2);
    }

    @Test
    void row_21_a_500_that_is_replayed_stays_unknown_until_the_provider_says_more() {
        var posts = provider.add(counter("POST", PAYMENTS));
        provider.add(
                once("late_effect").kept().on("POST", PAYMENTS).lasting(Duration.ofMinutes(5)));

        var charge = shop.begin(Wish.of("row-21"));

        Shop.await("three tries", () -> assertThat(provider.met(posts)).isGreaterThan(2));
        assertThat(shop.status(charge)).isEqualTo("unknown");
        assertThat(shop.payable("row-21", "EUR")).isZero();
        assertThat(provider.count(charge).payments()).isZero();

        provider.happens("late_effects");

        shop.awaitStatus(charge, "captured");
        assertCapturedOnceAfterDoubt(charge);
        assertThat(provider.count(charge).payments()).isEqualTo(1);
    }

    @Test
    void row_23_a_provider_that_takes_its_time_holds_up_nobody_else() {
        var posts = provider.add(counter("POST", PAYMENTS));
        provider.add(once("latency").on("POST", PAYMENTS).lasting(Duration.ofSeconds(4)));

        var slow = shop.begin(Wish.of("row-23-slow"));
        Shop.await("the slow call", () -> assertThat(provider.met(posts)).isEqualTo(1));
        var other = shop.charged(Wish.of("row-23-other"));
        assertThat(provider.count(other)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));

        shop.awaitStatus(slow, "captured");
        assertCapturedOnceAfterDoubt(slow);
        assertThat(shop.show(other).get("journal_position").asLong())
                .isLessThan(shop.show(slow).get("journal_position").asLong());
    }

    @Test
    void row_28_an_answer_that_is_no_answer_is_looked_up() {
        provider.add(always("webhook_lost"));
        var spoilt =
                List.of(
                        once("garbage"),
                        once("garbage").body("truncated"),
                        once("garbage").body("torn"),
                        once("garbage").body("empty"),
                        once("garbage").status(502),
                        once("error_after_effect").status(502));

        for (int i = 0; i < spoilt.size(); i++) {
            provider.add(spoilt.get(i).on("POST", PAYMENTS));
            var charge = shop.begin(Wish.of("row-28-" + i));
            shop.awaitStatus(charge, "captured");

            var told = assertCapturedOnceAfterDoubt(charge);
            assertThat(told.calls("send")).as("%s", spoilt.get(i)).startsWith("unknown");
            assertThat(told.callbacks("done")).isEmpty();
        }
    }

    @Test
    void row_30_a_request_that_any_layer_sends_again_carries_its_key() {
        var posts = provider.add(counter("POST", PAYMENTS));
        provider.add(once("drop_after_effect").on("POST", PAYMENTS));
        var after = shop.begin(Wish.of("row-30-after"));
        shop.awaitStatus(after, "captured");
        provider.add(once("drop_before_effect").on("POST", PAYMENTS));
        var before = shop.begin(Wish.of("row-30-before"));
        shop.awaitStatus(before, "captured");

        for (var charge : new String[] {after, before}) {
            assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
            assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        }
        // More requests came than we know to have sent, and the key made them one charge each.
        int sent =
                Stream.of(after, before)
                        .mapToInt(charge -> shop.timeline(charge).calls("send").size())
                        .sum();
        assertThat(provider.met(posts)).isGreaterThanOrEqualTo(sent).isGreaterThan(2);
    }

    private Timeline assertCapturedOnceAfterDoubt(String charge) {
        var told = shop.timeline(charge);
        assertThat(told.events())
                .containsSubsequence("charge-requested", "operation-unknown", "charge-captured")
                .doesNotContain("charge-failed");
        assertThat(told.count("charge-captured")).isEqualTo(1);
        assertThat(told.credited(payable(charge))).isEqualTo(1999);
        var count = provider.count(charge);
        assertThat(count.captured()).isEqualTo(1);
        assertThat(count.capturedMinor()).isEqualTo(1999);
        return told;
    }

    private String payable(String charge) {
        return "merchant:" + shop.show(charge).get("merchant").asString() + ":payable";
    }
}
