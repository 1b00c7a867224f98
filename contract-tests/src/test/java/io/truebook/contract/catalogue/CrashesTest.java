package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LoneSimulator;
import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private static final String PATIENT = "--truebook.providers.stripe.read-timeout=8s";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int BURST = 20;
    private static final CompletableFuture<String> ACKNOWLEDGED = new CompletableFuture<>();

    @TempDir static Path data;
    private static Stand stand;
    private static Shop shop;
    private static Provider provider;
    private static SwallowedReply line;
    private static String intended;
    private static Provider.Count beforeResumed;
    private static String called;
    private static Timeline underWay;
    private static List<String> burst;

    @BeforeAll
    static void crash() {
        var paused = Stand.open(data, PATIENT, "--truebook.dispatcher.paused=true");
        intended = paused.shop().begin(Wish.of("row-17"));
        paused.ledger().killApplication();
        beforeResumed = paused.provider().count(intended);
        stand = paused.reopened(PATIENT);
        shop = stand.shop();
        provider = stand.provider();
        shop.awaitStatus(intended, "captured");
        provider.deliverAll();

        var lost = provider.add(always("webhook_lost"));
        provider.add(once("timeout_after_effect").on("POST", PAYMENTS).lasting(LONG));
        called = shop.begin(Wish.of("row-18"));
        Shop.await("the call", () -> assertThat(provider.count(called).captured()).isEqualTo(1));
        provider.remove(lost);
        line =
                new SwallowedReply(
                        stand.ledger().address(),
                        body -> body.contains("\"charge.succeeded\""),
                        CrashesTest::killInTheMiddle);
        provider.deliverTo(line.address(), LoneSimulator.SECRET);
        ACKNOWLEDGED.complete(shop.begin(Wish.of("row-20")));
        line.swallowed().join();
        provider.heal();
        // What was lost is not to be read in the list of events either.
        provider.add(always("error_before_effect").on("GET", "/v1/events*").status(503));
        stand.ledger().startAgain();
    }

    /** Its callback is worked, its acknowledgement not sent; one call is out, many are to come. */
    private static void killInTheMiddle() {
        shop.awaitTimeline(
                ACKNOWLEDGED.join(),
                "its callback to be worked",
                now -> now.callbacks("done").contains("charge.succeeded"));
        burst =
                IntStream.range(0, BURST)
                        .mapToObj(i -> shop.begin(Wish.of("row-19").transaction("row-19-" + i)))
                        .toList();
        underWay = shop.timeline(called);
        stand.ledger().killApplication();
    }

    @AfterAll
    static void close() {
        stand.assertSound();
        stand.close();
        line.close();
    }

    @Test
    void row_17_a_crash_before_the_call_is_resumed_with_the_stored_request() {
        assertThat(beforeResumed).isEqualTo(new Provider.Count(0, 0, 0, 0, 0));
        assertThat(shop.timeline(intended).calls("send")).containsExactly("succeeded");
        assertCapturedOnce(intended, "row-17");
    }

    @Test
    void row_18_a_crash_after_the_call_asks_again_under_the_same_key() {
        assertThat(underWay.calls("send")).containsExactly("");

        shop.awaitStatus(called, "captured");

        var told = shop.timeline(called);
        assertThat(told.calls("send")).first().isEqualTo("");
        assertThat(
                        told.calls("query").contains("succeeded")
                                || told.calls("send").getLast().equals("succeeded"))
                .as("asked again: %s", told.entries())
                .isTrue();
        assertThat(told.event("charge-captured").at("/evidence/channel").asString())
                .isNotEqualTo("webhook");
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
        var acknowledged = ACKNOWLEDGED.join();
        var event = line.swallowed().join();

        // By itself, as long as nobody said 2xx.
        Shop.await("another try", () -> assertThat(line.times(event)).isGreaterThan(1));
        Shop.await("all to be heard", () -> assertThat(provider.owed()).isZero());

        var told = shop.timeline(acknowledged);
        assertThat(told.callbacks("done")).containsOnlyOnce("charge.succeeded");
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
