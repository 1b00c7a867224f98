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
        var wished = succeeded(provider.event(shop.paymentIntent(charge), "charge.pending"));
        var genuine = Caller.signature(wished, LoneSimulator.SECRET, Instant.now());

        assertRefused(caller.post(wished, signedBy(wished, "whsec_of_somebody_else")));
        assertRefused(caller.post(wished.replace("1999", "1998"), genuine));
        assertRefused(caller.post(wished, genuine.replace("v1=", "v0=")));
        assertRefused(caller.post(wished, "t=" + Instant.now().getEpochSecond()));
        assertRefused(caller.postBare(wished));

        provider.deliverAll();
        assertThat(shop.status(charge)).isEqualTo("processing");
        assertThat(shop.payable("row-62", "EUR")).isZero();
        assertThat(provider.count(charge).captured()).isZero();
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
        shop.awaitStatus(charge, "captured");
        assertThat(shop.payable("row-62", "EUR")).isEqualTo(1999);
    }

    @Test
    void row_63_a_genuine_callback_of_old_is_refused_or_known() {
        var charge = shop.charged(Wish.of("row-63"));
        var event = provider.event(shop.paymentIntent(charge), "charge.succeeded").toString();

        assertRefused(caller.post(event, signed(event, Duration.ofSeconds(301))));
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
        provider.add(always("webhook_lost"));
        var charge = shop.begin(Wish.of("row-65").method("pm_usBankAccount_processing"));
        shop.awaitStatus(charge, "processing");
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
        var events = provider.events(shop.paymentIntent(charge));

        for (var event : events) {
            var body = event.toString();
            assertRefused(caller.post(body, signed(body, Duration.ofMinutes(6))));
        }

        shop.awaitStatus(charge, "captured");
        for (var event : events) {
            assertThat(caller.deliver(event.toString()).status()).isBetween(200, 299);
        }
        shop.awaitTimeline(
                charge, "them", now -> now.callbacks("done").contains("charge.succeeded"));
        assertThat(shop.payable("row-65", "EUR")).isEqualTo(1999);
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        assertThat(provider.count(charge).captured()).isEqualTo(1);
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
