package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application dies between two steps. All accidents are prepared first and share two kills,
 * because a start costs more than a row; each row then asks what became of its own.
 */
@Tag("database")
class CrashesTest {

    private static final String PAYMENTS = "/v1/payment_intents";
    private static final String PATIENT = "--truebook.providers.stripe.read-timeout=4s";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int BURST = 20;

    @TempDir static Path data;
    private static Stand stand;
    private static Shop shop;
    private static Provider provider;
    private static String intended;
    private static String called;
    private static String acknowledged;
    private static List<String> burst;

    @BeforeAll
    static void crash() {
        var paused = Stand.open(data, PATIENT, "--truebook.dispatcher.paused=true");
        intended = paused.shop().begin(Wish.of("row-17"));
        paused.ledger().killApplication();
        stand = paused.reopened(PATIENT);
        shop = stand.shop();
        provider = stand.provider();
        shop.awaitStatus(intended, "captured");

        provider.add(always("webhook_delayed").lasting(LONG));
        acknowledged = shop.charged(Wish.of("row-20"));
        provider.add(once("timeout_after_effect").on("POST", PAYMENTS).lasting(LONG));
        called = shop.begin(Wish.of("row-18"));
        Shop.await("the call", () -> assertThat(provider.count(called).captured()).isEqualTo(1));
        burst =
                IntStream.range(0, BURST)
                        .mapToObj(i -> shop.begin(Wish.of("row-19").transaction("row-19-" + i)))
                        .toList();
        stand.ledger().killApplication();
        provider.heal();
        provider.happens("webhooks/flush"); // Nobody there: the provider has to try again.
        stand.ledger().startAgain();
    }

    @AfterAll
    static void close() {
        stand.assertSound();
        stand.close();
    }

    @Test
    void row_17_a_crash_before_the_call_is_resumed_with_the_stored_request() {
        assertThat(shop.timeline(intended).calls("send")).containsExactly("succeeded");
        assertCapturedOnce(intended, "row-17");
    }

    @Test
    void row_18_a_crash_after_the_call_asks_again_under_the_same_key() {
        shop.awaitStatus(called, "captured");

        assertCapturedOnce(called, "row-18");
    }

    @Test
    void row_19_after_a_crash_the_balances_are_the_sum_of_the_events() {
        for (var charge : burst) {
            shop.awaitStatus(charge, "captured");
        }

        for (var charge : burst) {
            assertThat(shop.timeline(charge).credited("merchant:row-19:payable")).isEqualTo(1999);
            assertThat(provider.count(charge).captured()).isEqualTo(1);
        }
        assertThat(shop.payable("row-19", "EUR")).isEqualTo(BURST * 1999L);
        stand.assertSound();
        Shop.await(
                "the list to show them all",
                () ->
                        assertThat(
                                        stand.client()
                                                .get("/v1/charges?merchant=row-19&limit=100")
                                                .json()
                                                .get("data")
                                                .size())
                                .isEqualTo(BURST));
    }

    @Test
    void row_20_what_the_provider_could_not_tell_is_told_again_and_booked_once() {
        provider.deliverAll();

        shop.awaitTimeline(
                acknowledged,
                "its callback",
                now -> now.callbacks("done").contains("charge.succeeded"));
        // And once more, for an acknowledgement may have been lost on its way.
        var event = provider.event(shop.paymentIntent(acknowledged), "charge.succeeded");
        assertThat(stand.caller().deliver(event.toString()).status()).isBetween(200, 299);
        provider.resend(event);
        provider.deliverAll();
        assertCapturedOnce(acknowledged, "row-20");
        assertThat(shop.charge(Wish.of("row-20")).isReplay()).isTrue();
    }

    private static void assertCapturedOnce(String charge, String merchant) {
        var told = shop.timeline(charge);
        assertThat(told.count("charge-captured")).isEqualTo(1);
        assertThat(told.events()).doesNotContain("charge-failed");
        assertThat(shop.payable(merchant, "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }
}
