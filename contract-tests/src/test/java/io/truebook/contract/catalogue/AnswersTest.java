package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.counter;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client is answered: once more, corrected, refused, or later. */
@Tag("database")
@ExtendWith(SharedStand.class)
class AnswersTest {

    private static final String PAYMENTS = "/v1/payment_intents";
    private static final String CLEARING = "provider:stripe:clearing";
    private static final String FEES = "provider:stripe:fees";

    private final Shop shop;
    private final Provider provider;

    AnswersTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void row_11_a_late_success_corrects_a_failure() {
        var wish = Wish.of("row-11").method("pm_card_chargeDeclined");
        var failed = shop.charge(wish);
        var charge = id(failed);
        assertThat(failed.json().get("status").asString()).isEqualTo("failed");

        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");

        shop.awaitStatus(charge, "captured");
        var told = shop.timeline(charge);
        assertThat(told.events()).containsSubsequence("charge-failed", "charge-captured");
        assertThat(told.event("charge-captured").get("unexpected").asBoolean()).isTrue();
        assertThat(shop.payable("row-11", "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge).captured()).isEqualTo(1);
        var again = shop.charge(wish);
        assertThat(again.isReplay()).isTrue();
        assertThat(again.json().get("corrected").asBoolean()).isTrue();
        assertThat(again.json().get("status").asString()).isEqualTo("captured");
    }

    @Test
    void row_12_a_late_failure_reverses_a_capture() {
        provider.turn("{\"settle_delay_ms\": 100}");
        var wish = Wish.of("row-12").method("pm_usBankAccount");
        var charge = shop.begin(wish);
        shop.awaitStatus(charge, "captured");
        var fee = shop.awaitTimeline(charge, "its fee", now -> now.credited(FEES) != 0);
        assertThat(fee.credited(CLEARING)).isEqualTo(-1999 - fee.credited(FEES));

        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/fail");

        shop.awaitStatus(charge, "failed");
        var told = shop.timeline(charge);
        assertThat(told.count("capture-reversed")).isEqualTo(1);
        assertThat(told.credited("merchant:row-12:payable")).isZero();
        // What the provider took for it, it keeps: that is all that is left between us.
        assertThat(told.credited(CLEARING)).isEqualTo(-told.credited(FEES));
        assertThat(provider.count(charge).captured()).isZero();
        assertThat(shop.show(charge).get("amount_refundable").asLong()).isZero();
        assertThat(shop.charge(wish).json().get("corrected").asBoolean()).isTrue();
    }

    @Test
    void row_14_the_same_command_again_is_answered_from_the_record() {
        var wish = Wish.of("row-14");
        var first = shop.charge(wish);

        var again = shop.charge(wish);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.isReplay()).isTrue();
        assertThat(shop.timeline(id(first)).calls("send")).hasSize(1);
        assertThat(provider.count(id(first)).captured()).isEqualTo(1);
    }

    @Test
    void row_15_another_command_under_the_same_id_is_refused_and_touches_nothing() {
        var wish = Wish.of("row-15");
        var charge = shop.charged(wish);
        provider.deliverAll();
        var posts = provider.add(counter("POST", PAYMENTS));
        var told = shop.timeline(charge).events();

        for (var other :
                List.of(
                        wish.amount(2000, "EUR"),
                        wish.amount(1999, "USD"),
                        wish.merchant("row-15-other"),
                        wish.method("pm_card_mastercard"))) {
            var refused = shop.charge(other);
            assertThat(refused.status()).as(refused.text()).isEqualTo(422);
            assertThat(refused.json().get("code").asString()).isEqualTo("transaction_id_reused");
        }

        assertThat(shop.payable("row-15", "EUR")).isEqualTo(1999);
        assertThat(shop.payable("row-15", "USD")).isZero();
        assertThat(shop.payable("row-15-other", "EUR")).isZero();
        assertThat(shop.timeline(charge).events()).startsWith(told.toArray(String[]::new));
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        assertThat(provider.met(posts)).isZero();
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    @Test
    void row_16_the_same_command_many_times_at_once_is_executed_once() {
        var wish = Wish.of("row-16");
        var posts = provider.add(counter("POST", PAYMENTS));

        var answers = atOnce(12, () -> shop.charge(wish));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers).extracting(Answer::text).containsOnly(answers.getFirst().text());
        assertThat(answers).filteredOn(answer -> !answer.isReplay()).hasSize(1);
        assertThat(provider.met(posts)).isEqualTo(1);
        assertThat(provider.count(id(answers.getFirst())).captured()).isEqualTo(1);
        assertThat(shop.payable("row-16", "EUR")).isEqualTo(1999);
    }

    @Test
    void row_22_an_outage_fails_no_charge_and_starts_no_storm() {
        var calls = provider.add(always("latency").lasting(Duration.ZERO));
        var outage = provider.add(always("error_before_effect").status(503));
        var charges =
                IntStream.range(0, 8).mapToObj(i -> shop.begin(Wish.of("row-22-" + i))).toList();

        Awaitility.await("nothing to fail")
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(charges)
                                .allSatisfy(charge ->
                                        assertThat(shop.status(charge))
                                                .isIn("requested", "unknown")));
        // Each was tried, and then the provider was left alone but for a few probes.
        assertThat(provider.met(calls)).isBetween(1L, 8L * 5);
        long before = provider.met(calls);
        provider.remove(outage);

        Awaitility.await("the backlog")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(charges)
                                .allSatisfy(charge ->
                                        assertThat(shop.status(charge)).isEqualTo("captured")));
        // One look-up and one call of each, and no more: what has piled up is no burst.
        assertThat(provider.met(calls) - before).isBetween(8L, 8L * 4);
        for (int i = 0; i < charges.size(); i++) {
            var charge = charges.get(i);
            assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
            assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
            assertThat(shop.payable("row-22-" + i, "EUR")).isEqualTo(1999);
        }
    }

    @Test
    void row_24_a_provider_that_says_too_many_is_asked_again_with_the_same_key() {
        provider.add(once("error_before_effect").on("POST", PAYMENTS).status(429).times(2));
        var limited = shop.begin(Wish.of("row-24-limit"));
        shop.awaitStatus(limited, "captured");
        provider.add(
                once("error_before_effect").on("POST", PAYMENTS).status(429).code("lock_timeout"));
        var locked = shop.begin(Wish.of("row-24-lock"));
        shop.awaitStatus(locked, "captured");

        assertSentAgain(limited, "not_executed", "not_executed", "succeeded");
        assertSentAgain(locked, "not_executed", "succeeded");
    }

    @Test
    void row_25_a_key_that_is_in_use_is_sent_again_later() {
        var posts = provider.add(counter("POST", PAYMENTS));
        provider.add(once("error_before_effect").on("POST", PAYMENTS).status(409));

        var charge = shop.begin(Wish.of("row-25"));

        shop.awaitStatus(charge, "captured");
        assertSentAgain(charge, "not_executed", "succeeded");
        assertThat(provider.met(posts)).isEqualTo(2);
    }

    /** Never in doubt, never failed: sent under one key until it was executed, and booked once. */
    private void assertSentAgain(String charge, String... outcomes) {
        var told = shop.timeline(charge);
        var payable = "merchant:" + shop.show(charge).get("merchant").asString() + ":payable";
        assertThat(told.calls("send")).containsExactly(outcomes);
        assertThat(told.events()).doesNotContain("operation-unknown", "charge-failed");
        assertThat(told.count("charge-captured")).isEqualTo(1);
        assertThat(told.credited(payable)).isEqualTo(1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    @Test
    void row_27_a_decline_is_final_for_its_id_and_another_id_is_another_attempt() {
        var wish = Wish.of("row-27").method("pm_card_chargeDeclinedInsufficientFunds");
        var posts = provider.add(counter("POST", PAYMENTS));

        var declined = shop.charge(wish);

        assertThat(declined.status()).isEqualTo(201);
        assertThat(declined.json().get("status").asString()).isEqualTo("failed");
        var failure = declined.json().get("failure");
        assertThat(failure.get("code").asString()).isEqualTo("declined");
        assertThat(failure.get("provider_code").asString()).isEqualTo("insufficient_funds");
        assertThat(shop.charge(wish).body()).isEqualTo(declined.body());
        assertThat(shop.timeline(id(declined)).postings("merchant:row-27:payable")).isZero();
        assertThat(provider.count(id(declined)).captured()).isZero();
        assertThat(provider.met(posts)).isEqualTo(1);

        var second = shop.charged(Wish.of("row-27-again"));

        assertThat(provider.count(second).captured()).isEqualTo(1);
    }

    @Test
    void row_44_minor_units_are_the_providers_own_and_a_wrong_scale_is_refused() {
        var yen = shop.charged(Wish.of("row-44-jpy").amount(500, "JPY"));
        var dinar = shop.charged(Wish.of("row-44-kwd").amount(5120, "KWD"));
        var krona = shop.charged(Wish.of("row-44-isk").amount(500, "ISK"));
        var posts = provider.add(counter("POST", PAYMENTS));
        var refused = shop.charge(Wish.of("row-44-wrong").amount(5121, "KWD"));

        assertThat(provider.count(yen).capturedMinor()).isEqualTo(500);
        assertThat(provider.count(dinar).capturedMinor()).isEqualTo(5120);
        assertThat(provider.count(krona).capturedMinor()).isEqualTo(50_000);
        assertThat(shop.payable("row-44-jpy", "JPY")).isEqualTo(500);
        assertThat(shop.payable("row-44-kwd", "KWD")).isEqualTo(5120);
        assertThat(shop.payable("row-44-isk", "ISK")).isEqualTo(500);
        shop.awaitTimeline(krona, "its fee, in whole krona", now -> now.credited(FEES) == -15);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("code").asString()).isEqualTo("amount_scale_not_supported");
        assertThat(shop.payable("row-44-wrong", "KWD")).isZero();
        assertThat(provider.met(posts)).isZero();
    }

    private static List<Answer> atOnce(int times, Supplier<Answer> request) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running =
                    IntStream.range(0, times)
                            .mapToObj(_ -> CompletableFuture.supplyAsync(request, threads))
                            .toList();
            return running.stream().map(CompletableFuture::join).toList();
        }
    }

    private static String id(Answer answer) {
        return answer.json().get("id").asString();
    }
}
