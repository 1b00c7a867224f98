package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.counter;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that ledger and provider do not agree about in time; the application is killed. */
@Tag("database")
class FollowedOperationsTest {

    private static final String PAYMENTS = "/v1/payment_intents";
    private static final String FOLLOWED =
            "select count(*) from truebook.reconciliation_saga where operation_id = ?";
    private static final String SAGA = "--truebook.reconciliation.saga.";

    @TempDir Path data;

    @Test
    void what_stays_unknown_is_one_break_over_a_kill_and_ends_with_the_answer() {
        try (var stand = Stand.open(data, impatient("unanswered=2s"))) {
            var shop = stand.shop();
            var provider = stand.provider();
            var ann = Accountant.called("ann", stand.ledger());
            provider.add(
                    once("late_effect").kept().on("POST", PAYMENTS).lasting(Duration.ofMinutes(5)));

            var charge = shop.begin(Wish.of("followed"));
            Shop.await("the break", () -> ann.breakOf("STALE_UNKNOWN", charge));
            var found = ann.breakOf("STALE_UNKNOWN", charge);
            assertThat(found.get("status").asString()).isEqualTo("open");
            stand.ledger().killApplication();
            stand.ledger().startAgain();
            provider.happens("late_effects");
            shop.awaitStatus(charge, "captured");

            var id = found.get("id").asString();
            Shop.await(
                    "the end of the break",
                    () -> assertThat(ann.look(id).get("status").asString()).isEqualTo("resolved"));
            assertThat(ann.look(id).at("/evidence/leg").asString()).isEqualTo("events");
            stand.assertSound();
        }
    }

    @Test
    void what_no_callback_tells_is_asked_for_and_is_no_break_when_the_provider_has_it() {
        try (var stand = Stand.open(data, impatient("callback=2s"));
                var tables = new OwnersSession(stand.ledger())) {
            var shop = stand.shop();
            var provider = stand.provider();
            var asked = provider.add(counter("GET", PAYMENTS + "/*"));
            noCallbacks(provider);

            var charge = shop.charged(Wish.of("untold"));

            Shop.await("the question", () -> assertThat(provider.met(asked)).isEqualTo(1));
            Shop.await("the end of it", () -> assertThat(tables.number(FOLLOWED, charge)).isZero());
            assertThat(stand.client().get("/v1/breaks?limit=100").json().get("data")).isEmpty();
            assertThat(provider.met(asked)).isEqualTo(1);
            assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
            stand.assertSound();
        }
    }

    @Test
    void what_the_provider_does_not_confirm_is_one_break_over_a_kill_until_it_does() {
        try (var stand = Stand.open(data, impatient("callback=1s", "question=4s"))) {
            var shop = stand.shop();
            var provider = stand.provider();
            var ann = Accountant.called("ann", stand.ledger());
            noCallbacks(provider);
            var asked = provider.add(counter("GET", PAYMENTS + "/*"));
            var away =
                    provider.add(
                            always("error_before_effect").on("GET", PAYMENTS + "*").status(503));

            var charge = shop.charged(Wish.of("unconfirmed"));
            Shop.await("the question", () -> assertThat(provider.met(asked)).isPositive());
            stand.ledger().killApplication();
            stand.ledger().startAgain();

            Shop.await("the break", () -> ann.breakOf("MISSING_AT_PROVIDER", charge));
            var found = ann.breakOf("MISSING_AT_PROVIDER", charge);
            assertThat(found.at("/evidence/text").asString()).contains("it has not replied");
            provider.remove(away);
            ann.awaitStatus(found.get("id").asString(), "resolved");
            assertThat(ann.history(found.get("id").asString()))
                    .containsExactly("break-opened", "break-closed");
            stand.assertSound();
        }
    }

    private static void noCallbacks(Provider provider) {
        provider.add(always("webhook_lost"));
        provider.add(always("error_before_effect").on("GET", "/v1/events*").status(503));
    }

    private static String[] impatient(String... more) {
        return Stream.concat(
                        Stream.of("wave=200ms", "tick=300ms", "first-look=300ms"), Stream.of(more))
                .map(setting -> SAGA + setting)
                .toArray(String[]::new);
    }
}
