package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.LoneSimulator;
import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Callbacks that prove nothing, and those that only look so: false, old, rolled, or skewed. */
@Tag("database")
@ExtendWith(SharedStand.class)
class ForgeriesTest {

    private static final int FLOOD = 60;

    private final Stand stand;
    private final Shop shop;
    private final Provider provider;
    private final Caller caller;

    ForgeriesTest(Stand stand) {
        this.stand = stand;
        this.shop = stand.shop();
        this.provider = stand.provider();
        this.caller = stand.caller();
    }

    @Test
    void row_62_a_forged_callback_is_refused_and_moves_nothing() {
        provider.add(always("webhook_forged"));
        var charge = shop.begin(Wish.of("row-62").method("pm_usBankAccount_processing"));
        shop.awaitStatus(charge, "processing");
        provider.deliverAll();
        provider.heal();
        var wished = succeeded(provider.event(shop.paymentIntent(charge), "charge.pending"));
        var genuine = Caller.signature(wished, LoneSimulator.SECRET, Instant.now());
        double forged = refused("forged");

        assertRefused(caller.post(wished, signedBy(wished, "whsec_of_somebody_else")));
        assertRefused(caller.post(wished.replace("1999", "1998"), genuine));
        assertRefused(caller.post(wished, genuine.replace("v1=", "v0=")));
        assertRefused(caller.post(wished, "t=" + Instant.now().getEpochSecond()));
        assertRefused(caller.postBare(wished));

        assertThat(refused("forged") - forged).isEqualTo(5);
        assertThat(shop.status(charge)).isEqualTo("processing");
        assertThat(shop.payable("row-62", "EUR")).isZero();
        assertThat(shop.timeline(charge).events()).doesNotContain("charge-captured");
        assertThat(provider.count(charge).captured()).isZero();
        assertAskedABoundedNumberOfTimes(wished);
        assertThat(shop.status(charge)).isEqualTo("processing");
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
        shop.awaitStatus(charge, "captured");
        assertThat(shop.payable("row-62", "EUR")).isEqualTo(1999);
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    /** Whoever forges may have us ask the provider, ten times a minute and no more. */
    private void assertAskedABoundedNumberOfTimes(String forgery) {
        double before = hints();
        double refused = refused("forged");

        for (int i = 0; i < FLOOD; i++) {
            assertRefused(caller.post(forgery, signedBy(forgery, "whsec_of_somebody_else")));
        }

        assertThat(refused("forged") - refused).isEqualTo(FLOOD);
        // The flood is over within a minute, or at most two of them begin in it.
        assertThat(hints() - before).isLessThanOrEqualTo(2 * 10);
    }

    /** Callbacks without a proof that had the provider asked sooner, so far. */
    private double hints() {
        return stand.metric("truebook_webhook_hints_total", "connection=\"stripe\"");
    }

    @Test
    void row_63_a_genuine_callback_of_old_is_refused_or_known() {
        var charge = shop.charged(Wish.of("row-63"));
        var event = provider.event(shop.paymentIntent(charge), "charge.succeeded").toString();

        assertRefused(caller.post(event, signed(event, Duration.ofHours(1))));
        assertThat(caller.post(event, signed(event, Duration.ofSeconds(290))).status())
                .isBetween(200, 299);

        provider.deliverAll();
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        assertThat(shop.payable("row-63", "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge).captured()).isEqualTo(1);
    }

    @Test
    void row_64_while_a_secret_is_rolled_nothing_is_lost() {
        var ledger = stand.ledger().address();
        var rolls =
                List.of(
                        List.of(Stand.OLD_SECRET),
                        List.of(Stand.OLD_SECRET, LoneSimulator.SECRET),
                        List.of("whsec_unknown_to_us", LoneSimulator.SECRET),
                        List.of(LoneSimulator.SECRET));
        for (int i = 0; i < rolls.size(); i++) {
            provider.deliverTo(ledger, rolls.get(i).toArray(String[]::new));
            var row = "row-64-" + i;
            var charge = shop.charged(Wish.of(row));

            provider.deliverAll();

            shop.awaitTimeline(
                    charge,
                    "its callback",
                    now -> now.callbacks("done").contains("charge.succeeded"));
            assertThat(shop.payable(row, "EUR")).isEqualTo(1999);
            assertThat(provider.count(charge).captured()).isEqualTo(1);
        }
    }

    @Test
    void row_65_with_a_wrong_clock_all_look_old_and_the_money_is_right_all_the_same() {
        provider.deliverAll();
        provider.add(always("webhook_lost"));
        var charge = shop.begin(Wish.of("row-65").method("pm_usBankAccount_processing"));
        shop.awaitStatus(charge, "processing");
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
        var events = provider.events(shop.paymentIntent(charge));
        assertThat(events).hasSizeGreaterThanOrEqualTo(3);
        double before = refused("untimely");
        assertThat(clocksApart()).isZero();

        // As they come in one after the other when our clock is six minutes fast.
        var age = Duration.ofMinutes(6);
        for (var event : events) {
            var body = event.toString();
            assertRefused(caller.post(body, signed(body, age)));
            age = age.minusSeconds(2);
        }

        assertThat(refused("untimely") - before).isEqualTo(events.size());
        assertThat(clocksApart()).isBetween(340.0, 361.0);
        assertThat(stand.ledger().log())
                .containsPattern("ALERT stripe: callbacks are signed, but 35\\d s away from now");
        shop.awaitStatus(charge, "captured");
        assertThat(shop.timeline(charge).event("charge-captured").at("/evidence/channel"))
                .hasToString("\"query\"");
        for (var event : events) {
            assertThat(caller.deliver(event.toString()).status()).isBetween(200, 299);
        }
        assertThat(clocksApart()).isZero();
        shop.awaitTimeline(
                charge, "them", now -> now.callbacks("done").contains("charge.succeeded"));
        assertThat(shop.payable("row-65", "EUR")).isEqualTo(1999);
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        assertThat(provider.count(charge).captured()).isEqualTo(1);
    }

    /** Callbacks without a proof that holds, so far. */
    private double refused(String reason) {
        return stand.metric(
                "truebook_webhook_refused_total",
                "connection=\"stripe\"",
                "reason=\"" + reason + "\"");
    }

    private double clocksApart() {
        return stand.metric("truebook_webhook_clocks_apart_seconds", "connection=\"stripe\"");
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("code").asString()).isEqualTo("webhook_signature_invalid");
    }

    /** What a thief would like to be true. */
    private static String succeeded(JsonNode pending) {
        var event = (ObjectNode) pending.deepCopy();
        event.put("id", "evt_row_62").put("type", "charge.succeeded");
        ((ObjectNode) event.at("/data/object"))
                .put("status", "succeeded")
                .put("captured", true)
                .put("amount_captured", 1999);
        return event.toString();
    }

    private static String signedBy(String body, String secret) {
        return Caller.signature(body, secret, Instant.now());
    }

    private static String signed(String body, Duration ago) {
        return Caller.signature(body, LoneSimulator.SECRET, Instant.now().minus(ago));
    }
}
