package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything goes wrong at once, on a seed, and the application is killed in the middle: afterwards
 * the ledger's books are the provider's to the minor unit, and nobody was charged twice.
 *
 * <p>{@code -Dstorm.charges=10000 -Dstorm.at-once=100} is the long mode; {@code -Dstorm.seed=}
 * repeats what is asked for and what goes wrong, not how processes interleave. A figure of the run
 * is printed at its end.
 */
@Tag("database")
class StormTest {

    private static final int CHARGES = Integer.getInteger("storm.charges", 250);
    private static final long SEED = Long.getLong("storm.seed", System.nanoTime() % 1_000_000);
    private static final int AT_ONCE = Integer.getInteger("storm.at-once", 24);
    private static final String[] SHORT = {
        "--truebook.providers.stripe.read-timeout=800ms",
        "--truebook.providers.adyen.read-timeout=800ms"
    };

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final Queue<String> charges = new ConcurrentLinkedQueue<>();
    private final Queue<String> refunds = new ConcurrentLinkedQueue<>();

    @Test
    void after_a_storm_the_books_are_the_providers_to_the_minor_unit() {
        say("seed %d, %d charges".formatted(SEED, CHARGES));
        long begin = System.nanoTime();
        try (var stand = Stand.open(directory, SHORT)) {
            stand.provider()
                    .turn(
                            """
                            {"seed": %d, "settle_delay_ms": 400, "refund_delay_ms": 400,
                             "fee_delay_ms": 200}\
                            """
                                    .formatted(SEED));
            Weather.STORM.forEach(stand.provider()::add);

            var wrongs = shop(stand);
            settle(stand);

            var findings = new StormBooks(stand).compare(charges, refunds);
            assertThat(wrongs).as("seed %d: answers", SEED).isEmpty();
            assertThat(findings).as("seed %d: books", SEED).isEmpty();
            assertThat(charges).hasSize(CHARGES);
            stand.assertSound();
            say(
                    "%d charges, %d refunds, nothing wrong, in %d s"
                            .formatted(
                                    charges.size(),
                                    refunds.size(),
                                    Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
        }
    }

    /** All shoppers, a few at a time; when half of the charges are made, the power goes. */
    private List<String> shop(Stand stand) {
        var shoppers =
                IntStream.range(0, CHARGES)
                        .mapToObj(number ->
                                new StormShopper(stand.client(), SEED, number, charges, refunds))
                        .toList();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var all =
                    shoppers.stream()
                            .map(shopper -> CompletableFuture.runAsync(shopper, threads))
                            .toArray(CompletableFuture[]::new);
            Awaitility.await("half of the charges, seed " + SEED)
                    .atMost(Duration.ofHours(1))
                    .until(() -> charges.size() > CHARGES / 2);
            stand.ledger().killApplication();
            stand.ledger().startAgain();
            CompletableFuture.allOf(all).join();
        }
        var wrongs = new ArrayList<String>();
        shoppers.forEach(shopper -> wrongs.addAll(shopper.wrongs()));
        return wrongs;
    }

    /** The sky clears: what is held back happens, what is owed is told, what is open ends. */
    private static void settle(Stand stand) {
        stand.provider().heal();
        stand.provider().happens("late_effects");
        stand.provider().deliverAll();
        Awaitility.await("everything final, seed " + SEED)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    assertThat(stand.provider().owed()).isZero();
                    assertThat(stand.metric("truebook_provider_operations")).isZero();
                    assertThat(stand.metric("truebook_webhook_inbox_callbacks")).isZero();
                });
        reconcile(stand);
    }

    /** Fees whose event was lost are in the settlement; beyond them it must find nothing. */
    private static void reconcile(Stand stand) {
        var today = LocalDate.now(ZoneOffset.UTC);
        var started =
                stand.client()
                        .post(
                                "storm-reconciliation",
                                "/v1/reconciliations",
                                "{\"provider\": \"stripe\", \"from\": \"%s\", \"to\": \"%s\"}"
                                        .formatted(today.minusDays(1), today.plusDays(1)));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        var path = "/v1/reconciliations/" + started.json().get("id").asString();
        Awaitility.await("the reconciliation")
                .atMost(Duration.ofMinutes(5))
                .until(() ->
                        !stand.client()
                                .get(path)
                                .json()
                                .get("status")
                                .asString()
                                .equals("running"));
        var run = stand.client().get(path);
        assertThat(run.json().get("status").asString()).as(run.text()).isEqualTo("completed");
        assertThat(run.json().get("breaks").asLong())
                .as("seed %d: %s", SEED, stand.client().get(path + "/report").text())
                .isZero();
    }

    private static void say(String what) {
        System.out.println("storm: " + what);
    }
}
