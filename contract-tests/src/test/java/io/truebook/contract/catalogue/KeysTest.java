package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.counter;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys the provider has forgotten, or knows by another request: nothing is ever sent blindly. */
@Tag("database")
class KeysTest {

    private static final String PAYMENTS = "/v1/payment_intents";

    /** Stands for the 23 hours after which a key must be taken for forgotten. */
    private static final Duration WINDOW = Duration.ofSeconds(4);

    @TempDir static Path data;
    private static Stand stand;
    private static Shop shop;
    private static Provider provider;

    @BeforeAll
    static void open() {
        stand =
                Stand.open(
                        data, "--truebook.providers.stripe.key-window=" + WINDOW.toSeconds() + "s");
        shop = stand.shop();
        provider = stand.provider();
    }

    @AfterEach
    void heal() {
        provider.heal();
    }

    @AfterAll
    static void close() {
        stand.assertSound();
        stand.close();
    }

    @Test
    void row_26_a_key_that_the_provider_knows_by_another_request_books_nothing() {
        provider.add(always("error_before_effect").on("POST", PAYMENTS).status(503));
        var charge = shop.begin(Wish.of("row-26"));
        var taken = provider.call("/v1/refunds", "payment_intent=pi_nobody", keyOf(charge));
        assertThat(taken.status()).isEqualTo(404);
        provider.heal();
        var posts = provider.add(counter("POST", PAYMENTS));

        Shop.await("the refused key", () -> assertThat(provider.met(posts)).isPositive());
        Shop.await(
                "its alarm",
                () ->
                        assertThat(stand.ledger().log())
                                .contains("ALERT stripe")
                                .contains("key of " + charge));

        shop.awaitTimeline(charge, "doubt", now -> now.events().contains("operation-unknown"));
        assertThat(shop.status(charge)).isEqualTo("unknown");
        assertThat(shop.timeline(charge).postings("merchant:row-26:payable")).isZero();
        assertThat(provider.count(charge).payments()).isZero();
    }

    @Test
    void row_29_past_the_key_window_a_charge_is_looked_up_and_never_sent() {
        provider.addAll(
                always("webhook_lost"),
                always("error_before_effect").on("GET", PAYMENTS + "*").status(503),
                once("drop_before_effect").on("POST", PAYMENTS),
                once("drop_after_effect").on("POST", PAYMENTS));
        var lost = shop.begin(Wish.of("row-29-lost"));
        shop.awaitStatus(lost, "unknown");
        var made = shop.begin(Wish.of("row-29-made"));
        shop.awaitStatus(made, "unknown");
        awaitEndOfWindow();
        provider.happens("idempotency_keys/age", "{\"hours\": 25}");
        provider.heal();
        var posts = provider.add(counter("POST", PAYMENTS));
        int asked = shop.timeline(lost).calls("query").size();

        shop.awaitStatus(made, "captured");
        shop.awaitTimeline(
                lost, "four more questions", now -> now.calls("query").size() >= asked + 4);

        assertThat(provider.met(posts)).isZero();
        assertThat(shop.status(lost)).isEqualTo("unknown");
        assertThat(provider.count(lost).payments()).isZero();
        assertThat(provider.count(made).captured()).isEqualTo(1);
        assertThat(shop.payable("row-29-lost", "EUR")).isZero();
        assertThat(shop.payable("row-29-made", "EUR")).isEqualTo(1999);
    }

    /** As long as the window lasts, from now. */
    private static void awaitEndOfWindow() {
        Awaitility.await("the end of the window")
                .pollDelay(WINDOW)
                .atMost(WINDOW.multipliedBy(3))
                .until(() -> true);
    }

    /** As the architecture describes it: 32 hex digits of a hash of tenant and operation. */
    private static String keyOf(String operation) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(("default\0" + operation).getBytes(StandardCharsets.UTF_8));
            return "tb_" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
