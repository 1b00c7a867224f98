package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Genuine callbacks that are not for us, or that nobody here can read. */
@Tag("database")
@ExtendWith(SharedStand.class)
class StrangersTest {

    private final Stand stand;
    private final Shop shop;
    private final Provider provider;
    private final Caller caller;

    StrangersTest(Stand stand) {
        this.stand = stand;
        this.shop = stand.shop();
        this.provider = stand.provider();
        this.caller = stand.caller();
    }

    @Test
    void row_66_an_event_of_the_other_mode_is_taken_and_not_booked() {
        assertMovesNothing("row-66", event -> event.put("livemode", true));
    }

    @Test
    void row_67_an_event_that_cannot_be_read_is_kept_and_harms_nobody() {
        assertMovesNothing("row-67-type", event -> event.put("type", "charge.of_tomorrow"));
        assertMovesNothing("row-67-null", event -> event.putNull("api_version"));
        assertMovesNothing("row-67-new", event -> event.put("api_version", "2031-01-01.elm"));
        assertMovesNothing(
                "row-67-thin",
                event -> {
                    event.remove("data");
                    event.put("object", "v2.core.event").put("created", "2026-11-20T10:00:00Z");
                    event.putObject("related_object").put("id", "ch_1").put("type", "charge");
                    return event;
                });
    }

    @Test
    void row_68_a_callback_that_cannot_be_worked_waits_alone() {
        var charge = open("row-68");
        var poison = succeeded(charge, "evt_row_68").put("created", 9_000_000_000_000_000_000L);
        ((ObjectNode) poison.at("/data/object")).put("created", 9_000_000_000_000_000_000L);

        assertThat(caller.deliver(poison.toString()).status()).isBetween(200, 299);
        var other = shop.charged(Wish.of("row-68-other"));

        provider.heal();
        provider.deliverAll();
        Shop.await("the dead letter", () -> assertThat(letters()).isNotEmpty());
        assertThat(shop.payable("row-68", "EUR")).isZero();
        assertThat(provider.count(other).captured()).isEqualTo(1);
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
        shop.awaitStatus(charge, "captured");
        assertThat(shop.payable("row-68", "EUR")).isEqualTo(1999);
        for (var letter : letters()) {
            var id = letter.get("id").asString();
            var gone =
                    stand.client()
                            .post(
                                    "row-68-" + id,
                                    "/v1/dead-letters/" + id + "/discard",
                                    "{\"reason\": \"no time that any calendar has\"}");
            assertThat(gone.status()).as(gone.text()).isEqualTo(200);
        }
        assertThat(letters()).isEmpty();
    }

    @Test
    void row_69_an_event_of_another_account_is_kept_and_not_booked() {
        assertMovesNothing("row-69", event -> event.put("account", "acct_of_somebody_else"));
    }

    /** Says that money was taken, in a way that is not for us; then the true word comes. */
    private void assertMovesNothing(String row, UnaryOperator<ObjectNode> strange) {
        var charge = open(row);
        var event = strange.apply(succeeded(charge, "evt_" + row.replace('-', '_')));

        assertThat(caller.deliver(event.toString()).status()).isBetween(200, 299);

        // What comes after it about the same payment is worked after it.
        var marker = succeeded(charge, "evt_" + row.replace('-', '_') + "_marker");
        marker.put("type", "payment_intent.processing");
        marker.putObject("data")
                .set("object", provider.event(shop.paymentIntent(charge), PROCESSING).at(OBJECT));
        assertThat(caller.deliver(marker.toString()).status()).isBetween(200, 299);
        shop.awaitTimeline(
                charge, "the later one", now -> now.callbacks("done").contains(PROCESSING));
        assertThat(shop.status(charge)).isEqualTo("processing");
        assertThat(shop.payable(row, "EUR")).isZero();
        assertThat(provider.count(charge).captured()).isZero();

        provider.heal();
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
        shop.awaitStatus(charge, "captured");
        assertThat(shop.payable(row, "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge).captured()).isEqualTo(1);
    }

    private static final String PROCESSING = "payment_intent.processing";
    private static final String OBJECT = "/data/object";

    /** A debit that waits for its end, of which no callback has told yet. */
    private String open(String row) {
        provider.add(always("webhook_lost"));
        var charge = shop.begin(Wish.of(row).method("pm_usBankAccount_processing"));
        shop.awaitStatus(charge, "processing");
        return charge;
    }

    /** What the provider would send if the debit had come to its end. */
    private ObjectNode succeeded(String charge, String id) {
        var event =
                (ObjectNode)
                        provider.event(shop.paymentIntent(charge), "charge.pending").deepCopy();
        event.put("id", id).put("type", "charge.succeeded");
        ((ObjectNode) event.at(OBJECT))
                .put("status", "succeeded")
                .put("captured", true)
                .put("amount_captured", 1999);
        return event;
    }

    private List<JsonNode> letters() {
        return stand.client()
                .get("/v1/dead-letters?source=webhooks")
                .json()
                .get("data")
                .valueStream()
                .toList();
    }
}
