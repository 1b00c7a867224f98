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

    private static final String PAYMENTS = "/v1/payment_intents";
    private static final String PROCESSING = "payment_intent.processing";
    private static final String OBJECT = "/data/object";
    private static final long IN_3000_YEARS = 99_999_999_999L;

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
        assertParked(
                "row-66",
                event -> event.put("livemode", true),
                "It is of the other mode: livemode true");
    }

    @Test
    void row_67_an_event_that_cannot_be_read_is_kept_and_harms_nobody() {
        var version = "Its api_version is not one we can read";
        assertParked(
                "row-67-type",
                event -> event.put("type", "charge.of_tomorrow"),
                "A type we do not book: charge.of_tomorrow");
        assertParked("row-67-null", event -> event.putNull("api_version"), version);
        assertParked("row-67-new", event -> event.put("api_version", "2031-01-01.elm"), version);
        assertParked(
                "row-67-thin",
                event -> {
                    event.remove("data");
                    event.put("object", "v2.core.event").put("created", "2026-11-20T10:00:00Z");
                    event.putObject("related_object").put("id", "ch_1").put("type", "charge");
                    return event;
                },
                "No snapshot event");
    }

    @Test
    void row_68_a_callback_that_cannot_be_worked_waits_alone() {
        var charge = open("row-68");
        provider.add(always("error_before_effect").on("GET", PAYMENTS + "*").status(503));
        provider.happens("payment_intents/" + shop.paymentIntent(charge) + "/succeed");
        var event = provider.event(shop.paymentIntent(charge), "charge.succeeded");
        var id = event.get("id").asString();

        JsonNode letter;
        try (var _ = new UnwritablePayment(stand.ledger(), charge)) {
            assertThat(caller.deliver(event.toString()).status()).isBetween(200, 299);
            shop.awaitKept("dead", id);
            letter = letter(id);
            var other = shop.charged(Wish.of("row-68-other"));
            assertThat(provider.count(other)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        }

        // One try, and one more after the only pause of this impatient stand.
        assertThat(letter.get("attempts").asInt()).isEqualTo(2);
        assertThat(letter.at("/cause/code").asString()).isEqualTo("sql_P0001");
        assertThat(letter.toString()).doesNotContain("not now");
        assertThat(shop.payable("row-68", "EUR")).isZero();

        act(letter, "retry", "{}");

        shop.awaitStatus(charge, "captured");
        assertThat(shop.timeline(charge).event("charge-captured").at("/evidence/channel"))
                .hasToString("\"webhook\"");
        assertThat(shop.payable("row-68", "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        assertNeverTriedTwice("row-68-never");
        assertThat(letters())
                .extracting(one -> one.get("event_id").asString())
                .doesNotContain(id, "evt_row_68_never");
    }

    /** What no time will make possible is tried once, and thrown away by a person. */
    private void assertNeverTriedTwice(String row) {
        provider.heal();
        var charge = open(row);
        var poison = succeeded(charge, "evt_row_68_never").put("created", IN_3000_YEARS);
        ((ObjectNode) poison.at(OBJECT)).put("created", IN_3000_YEARS);

        assertThat(caller.deliver(poison.toString()).status()).isBetween(200, 299);

        shop.awaitKept("dead", "evt_row_68_never");
        var letter = letter("evt_row_68_never");
        assertThat(letter.get("attempts").asInt()).isEqualTo(1);
        assertThat(letter.at("/cause/code").asString()).isEqualTo("impossible_time");
        assertThat(shop.payable(row, "EUR")).isZero();
        assertThat(provider.count(charge).captured()).isZero();
        act(letter, "discard", "{\"reason\": \"nothing happens so late\"}");
    }

    @Test
    void row_69_an_event_of_another_account_is_kept_and_not_booked() {
        assertParked(
                "row-69",
                event -> event.put("account", "acct_of_somebody_else"),
                "It is about another account");
    }

    /** Says that money was taken, in a way that is not for us; then the true word comes. */
    private void assertParked(String row, UnaryOperator<ObjectNode> strange, String why) {
        var charge = open(row);
        var id = "evt_" + row.replace('-', '_');
        var event = strange.apply(succeeded(charge, id));

        assertThat(caller.deliver(event.toString()).status()).isBetween(200, 299);

        var parked = shop.awaitKept("parked", id);
        assertThat(parked.get("reason").asString()).isEqualTo(why);
        assertThat(parked.get("event_type")).isEqualTo(event.get("type"));
        assertThat(parked.get("next_look_at").isNull()).isTrue();
        // What comes after it about the same payment is worked after it.
        var marker = succeeded(charge, id + "_marker");
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

    private void act(JsonNode letter, String action, String body) {
        var id = letter.get("id").asString();
        var path = "/v1/dead-letters/" + id + "/" + action;
        var answer = stand.client().post(action + "-" + id, path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private JsonNode letter(String eventId) {
        return letters().stream()
                .filter(letter -> letter.get("event_id").asString().equals(eventId))
                .findFirst()
                .orElseThrow();
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
