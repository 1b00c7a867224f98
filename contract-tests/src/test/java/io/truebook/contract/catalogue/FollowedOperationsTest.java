package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that ledger and provider do not agree about in time; the application is killed. */
@Tag("database")
class FollowedOperationsTest {

    private static final String PAYMENTS = "/v1/payment_intents";
    private static final String SAGA = "--truebook.reconciliation.saga.";

    @TempDir Path data;

    @Test
    void what_stays_unknown_is_one_break_over_a_kill_and_ends_with_the_answer() {
        try (var stand =
                Stand.open(
                        data,
                        SAGA + "unanswered=2s",
                        SAGA + "wave=200ms",
                        SAGA + "tick=300ms",
                        SAGA + "first-look=300ms")) {
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
    void a_charge_no_callback_tells_of_is_a_break() {
        try (var stand =
                Stand.open(
                        data,
                        SAGA + "callback=2s",
                        SAGA + "wave=200ms",
                        SAGA + "tick=300ms",
                        SAGA + "first-look=300ms")) {
            var shop = stand.shop();
            var ann = Accountant.called("ann", stand.ledger());
            var told = shop.charged(Wish.of("told"));
            stand.provider().add(always("webhook_lost"));
            stand.provider()
                    .add(always("error_before_effect").on("GET", "/v1/events*").status(503));

            var charge = shop.charged(Wish.of("untold"));

            Shop.await("the break", () -> ann.breakOf("MISSING_AT_PROVIDER", charge));
            assertThat(stand.client().get("/v1/breaks?limit=100").text()).doesNotContain(told);
            stand.assertSound();
        }
    }
}
