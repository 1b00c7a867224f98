package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A node that parked something is gone; another one goes on with it. */
@Tag("database")
class DeadLetterRestartHttpTest {

    @Test
    void another_node_takes_in_order_what_the_first_one_parked() {
        try (var database = TestDatabase.fresh()) {
            var poison = Poison.of(database);
            poison.add("poison-restart");
            String charge;
            try (var first = new Ledger(database)) {
                charge = charge(first);
                await("the first letter", () -> letters(first).size() == 1);
                first.report(charge, charge, Said.captured(charge, 1999));
                await("the second letter", () -> letters(first).size() == 2);
                await("the last retry", () -> oldest(first).path("attempts").asInt() == 2);
            }

            poison.remove("poison-restart");
            try (var second = new Ledger(database)) {
                assertThat(letters(second)).hasSize(2);
                var last = letters(second).get(0).path("id").asString();
                assertThat(second.post("go-on", "/v1/dead-letters/" + last + "/retry", "{}"))
                        .satisfies(answer -> assertThat(answer.status()).isEqualTo(200));

                await("both to be taken", () -> letters(second).isEmpty());
                var listed = second.get("/v1/charges?merchant=poison-restart").json().path("data");
                assertThat(listed.get(0).path("id").asString()).isEqualTo(charge);
                assertThat(listed.get(0).path("status").asString()).isEqualTo("captured");
            }
        }
    }

    private static String charge(Ledger ledger) {
        return ledger.post(
                        "parked",
                        "/v1/charges",
                        """
                        {"amount": 1999, "currency": "EUR", "merchant": "poison-restart",
                         "provider": "stripe", "payment_method": "pm_card_visa",
                         "capture": "automatic"}\
                        """,
                        "Prefer",
                        "respond-async")
                .at("id");
    }

    private static JsonNode letters(Ledger ledger) {
        return ledger.get("/v1/dead-letters").json().path("data");
    }

    private static JsonNode oldest(Ledger ledger) {
        return letters(ledger).get(1);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(20)).until(condition);
    }
}
