package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.Ledger.Answer;
import io.truebook.projection.deadletter.DeadLetterRetries;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * An event that the list of payments cannot take, in the real processor on a real database: parked,
 * kept in order, tried again, thrown away.
 */
@Tag("database")
class DeadLetterHttpTest {

    private final Ledger ledger = Ledger.running();
    private final Poison poison = Poison.of(ledger.database);

    @Test
    void a_poison_event_parks_its_payment_and_nothing_else() {
        poison.add("poison-park");
        var parked = charge("poison-park");
        var other = charge("healthy");

        await("the other payment to be listed", () -> isListed(other, "healthy"));
        var letter = onlyLetterOf(parked);

        assertThat(letter.path("source").asString()).isEqualTo("payment-list");
        assertThat(letter.path("event_type").asString()).isEqualTo("charge-requested");
        assertThat(letter.path("journal_position").asLong()).isPositive();
        assertThat(letter.path("cause").path("code").asString()).isEqualTo("sql_P0001");
        assertThat(letter.path("cause").path("message").asString()).contains("PaymentList.");
        assertThat(letter.toString()).doesNotContain("Jane Doe");
        assertThat(isListed(parked, "poison-park")).isFalse();
        assertThat(ledger.get("/v1/charges/" + parked).status()).isEqualTo(200);
    }

    @Test
    void later_events_of_the_payment_wait_behind_it_and_follow_it_in_order() {
        poison.add("poison-order");
        var parked = charge("poison-order");
        var first = onlyLetterOf(parked).path("id").asString();
        ledger.report(parked, parked, Said.captured(parked, 1999));
        await("the second event to wait", () -> lettersOf(parked).size() == 2);
        var second = lettersOf(parked).getFirst();

        assertThat(second.path("waits_behind").asString()).isEqualTo(first);
        assertThat(second.path("cause").isNull()).isTrue();
        assertThat(second.path("attempts").asInt()).isZero();

        awaitOwnAttempts(first);
        poison.remove("poison-order");
        retry(second.path("id").asString());
        await("both to be taken", () -> lettersOf(parked).isEmpty());

        assertThat(listed(parked, "poison-order").path("status").asString()).isEqualTo("captured");
        assertThat(ledger.get("/v1/dead-letters/" + second.path("id").asString()).at("status"))
                .isEqualTo("resolved");
    }

    @Test
    void it_is_tried_again_by_itself_until_the_pauses_are_used_up() {
        poison.add("poison-again");
        var parked = charge("poison-again");

        await("the second attempt", () -> onlyLetterOf(parked).path("attempts").asInt() == 2);

        var letter = onlyLetterOf(parked);
        assertThat(letter.path("status").asString()).isEqualTo("open");
        assertThat(letter.path("next_attempt_at").asString()).isNotEmpty();
        retry(letter.path("id").asString());
        await("the third attempt", () -> onlyLetterOf(parked).path("attempts").asInt() == 3);
        assertThat(onlyLetterOf(parked).path("next_attempt_at").isNull()).isTrue();
    }

    @Test
    void discarding_takes_a_reason_and_lets_the_rest_go_on() {
        poison.add("poison-discard");
        var parked = charge("poison-discard");
        var first = onlyLetterOf(parked).path("id").asString();
        ledger.report(parked, parked, Said.captured(parked, 1999));
        await("the second event to wait", () -> lettersOf(parked).size() == 2);
        var path = "/v1/dead-letters/" + first + "/discard";

        assertThat(ledger.post(id(), path, "{}").status()).isEqualTo(400);
        var transaction = id();
        var answer = ledger.post(transaction, path, "{\"reason\": \"a broken test account\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("status")).isEqualTo("discarded");
        assertThat(answer.at("discard_means")).contains("read model");
        assertThat(answer.json().path("actions").get(0).path("reason").asString())
                .isEqualTo("a broken test account");
        var again = ledger.post(transaction, path, "{\"reason\": \"a broken test account\"}");
        assertThat(again.isReplay()).isTrue();
        assertThat(again.body()).isEqualTo(answer.body());
        await("the next to be tried", () -> onlyLetterOf(parked).path("attempts").asInt() > 0);
        poison.remove("poison-discard");
        retry(onlyLetterOf(parked).path("id").asString());
        await("the rest to go on", () -> isListed(parked, "poison-discard"));
        var late = ledger.post(id(), "/v1/dead-letters/" + first + "/retry", "{}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("code")).isEqualTo("dead_letter_closed");
    }

    @Test
    void an_event_is_parked_in_the_transaction_that_moves_the_processor() {
        poison.add("poison-token");
        var parked = charge("poison-token");

        onlyLetterOf(parked);

        assertThat(poison.parked()).isPositive();
        assertThat(poison.parkedWithoutToken()).isZero();
    }

    @Test
    void two_nodes_never_try_the_same_payment_at_once() throws Exception {
        poison.add("poison-nodes");
        var parked = charge("poison-nodes");
        await("the attempts by itself", () -> onlyLetterOf(parked).path("attempts").asInt() == 2);
        var retries = ledger.bean(DeadLetterRetries.class);
        long before = poison.tries();

        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            retry(onlyLetterOf(parked).path("id").asString());
            for (int i = 0; i < 4; i++) {
                nodes.execute(retries::retryDue);
            }
        }

        await("the third attempt", () -> onlyLetterOf(parked).path("attempts").asInt() == 3);
        assertThat(poison.tries() - before).isEqualTo(1);
    }

    @Test
    void pages_through_all_letters_newest_first() {
        poison.add("poison-page");
        var one = charge("poison-page");
        onlyLetterOf(one);
        var two = charge("poison-page");
        onlyLetterOf(two);

        var first = ledger.get("/v1/dead-letters?limit=1&source=payment-list");
        var next = first.at("next_cursor");
        var second = ledger.get("/v1/dead-letters?limit=1&after=" + next);

        assertThat(first.json().path("data").get(0).path("payment").asString()).isEqualTo(two);
        assertThat(second.json().path("data").get(0).path("payment").asString()).isEqualTo(one);
        assertThat(ledger.get("/v1/dead-letters?source=nobody").json().path("data")).isEmpty();
        assertThat(ledger.get("/v1/dead-letters?after=x").status()).isEqualTo(400);
    }

    @Test
    void what_is_not_there_cannot_be_handled() {
        for (var id : List.of("dl_event_999999999", "dl_callback_999999999", "dl_x", "x")) {
            var answer = ledger.post(id(), "/v1/dead-letters/" + id + "/retry", "{}");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.at("code")).isEqualTo("dead_letter_not_found");
            assertThat(ledger.get("/v1/dead-letters/" + id).status()).isEqualTo(404);
        }
    }

    private String charge(String merchant) {
        var answer =
                ledger.post(
                        id(),
                        "/v1/charges",
                        """
                        {"amount": 1999, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                         "payment_method": "pm_card_visa", "capture": "automatic",
                         "description": "for Jane Doe"}\
                        """
                                .formatted(merchant),
                        "Prefer",
                        "respond-async");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.at("id");
    }

    /** The next attempt of its own is an hour away: nobody gets in between. */
    private void awaitOwnAttempts(String letter) {
        await(
                "the second attempt",
                () -> ledger.get("/v1/dead-letters/" + letter).number("attempts") == 2);
    }

    private Answer retry(String letter) {
        var answer = ledger.post(id(), "/v1/dead-letters/" + letter + "/retry", "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private JsonNode onlyLetterOf(String payment) {
        await("a letter of " + payment, () -> lettersOf(payment).size() == 1);
        return lettersOf(payment).getFirst();
    }

    private List<JsonNode> lettersOf(String payment) {
        var all = ledger.get("/v1/dead-letters?limit=100").json().path("data");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(letter -> letter.path("payment").asString().equals(payment))
                .toList();
    }

    private boolean isListed(String charge, String merchant) {
        return !listed(charge, merchant).isMissingNode();
    }

    private JsonNode listed(String charge, String merchant) {
        var all = ledger.get("/v1/charges?limit=100&merchant=" + merchant).json().path("data");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(one -> one.path("id").asString().equals(charge))
                .findFirst()
                .orElse(tools.jackson.databind.node.MissingNode.getInstance());
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
