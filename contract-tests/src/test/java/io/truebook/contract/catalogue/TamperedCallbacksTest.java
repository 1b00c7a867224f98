package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Genuine callbacks, tampered with on a seed: forged, truncated, replayed or reordered, they never
 * move money. {@code -Dcallbacks.seed=} repeats a run, {@code -Dcallbacks.tries=} makes it longer.
 */
@Tag("database")
@ExtendWith(SharedStand.class)
class TamperedCallbacksTest {

    private static final long SEED = Long.getLong("callbacks.seed", System.nanoTime() % 1_000_000);
    private static final int TRIES = Integer.getInteger("callbacks.tries", 400);

    private static final List<CallbackMutation> MUTATIONS = List.of(CallbackMutation.values());

    private final Stand stand;
    private final Shop shop;
    private final Provider provider;
    private final Caller caller;

    TamperedCallbacksTest(Stand stand) {
        this.stand = stand;
        this.shop = stand.shop();
        this.provider = stand.provider();
        this.caller = stand.caller();
    }

    @Test
    void no_tampered_callback_moves_money() {
        var random = new SplittableRandom(SEED);
        // Open debits that the ledger has heard nothing of: each true word would move money.
        provider.add(always("webhook_lost"));
        var charges = new ArrayList<String>();
        var bodies = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            var charge =
                    shop.begin(
                            Wish.of("tampered-" + i)
                                    .merchant("tampered")
                                    .method("pm_usBankAccount_processing"));
            shop.awaitStatus(charge, "processing");
            charges.add(charge);
            for (var event : provider.events(shop.paymentIntent(charge))) {
                bodies.add(event.toString().replace("charge.pending", "charge.succeeded"));
            }
        }

        for (int i = 0; i < TRIES; i++) {
            var mutation = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
            var body = bodies.get(random.nextInt(bodies.size()));
            var other = bodies.get(random.nextInt(bodies.size()));
            var sent = mutation.of(body, other, Instant.now(), random);

            var answer = caller.post(sent.body(), sent.signature());

            assertThat(answer.status()).as("seed %d: %s %s", SEED, mutation, sent).isEqualTo(400);
        }

        assertThat(charges)
                .allSatisfy(charge -> {
                    assertThat(shop.status(charge)).isEqualTo("processing");
                    assertThat(shop.timeline(charge).callbacks("done")).isEmpty();
                });
        assertThat(shop.payable("tampered", "EUR")).isZero();
        for (var charge : charges) {
            provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/fail");
            shop.awaitStatus(charge, "failed");
        }
    }

    @Test
    void genuine_callbacks_in_any_order_and_number_move_money_once() {
        var charge = shop.charged(Wish.of("shuffled").amount(10_000, "EUR").held());
        assertThat(shop.capture("shuffled-capture", charge, 6000).status()).isEqualTo(200);
        var kept = shop.refund("shuffled-refund", charge, 1000).json().get("id").asString();
        var back = shop.refund("shuffled-back", charge, 500).json().get("id").asString();
        provider.happens(
                "refunds/" + shop.show(back).get("provider_reference").asString() + "/fail");
        shop.awaitStatus(back, "failed");
        provider.deliverAll();
        var events = provider.events(shop.paymentIntent(charge));
        var before = worth(charge);

        var random = new Random(SEED);
        var all = new ArrayList<JsonNode>();
        for (int copy = 0; copy < 3; copy++) {
            all.addAll(events);
        }
        Collections.shuffle(all, random);
        for (int i = 0; i < all.size(); i++) {
            // Under another id each, so that nothing but its meaning tells that it is known.
            var body = all.get(i).toString().replace("\"id\":\"evt_", "\"id\":\"evt_" + i + "_");
            assertThat(caller.deliver(body).status()).isBetween(200, 299);
        }

        shop.awaitTimeline(
                charge,
                "all of them to be worked, seed " + SEED,
                now ->
                        now.callbacks("received").isEmpty()
                                && now.callbacks("done").size() > all.size() / 2);
        assertThat(worth(charge)).as("seed %d", SEED).isEqualTo(before);
        assertThat(shop.status(kept)).isEqualTo("succeeded");
        assertThat(shop.status(back)).isEqualTo("failed");
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 6000, 0));
        stand.assertSound();
    }

    /** What the charge has done to every account it touches. */
    private List<Long> worth(String charge) {
        var told = shop.timeline(charge);
        return List.of(
                told.credited("merchant:shuffled:payable"),
                told.credited("provider:stripe:clearing"),
                told.credited("provider:stripe:fees"),
                told.credited("provider:stripe:refunds_pending"),
                told.held("merchant:shuffled:payable"));
    }
}
