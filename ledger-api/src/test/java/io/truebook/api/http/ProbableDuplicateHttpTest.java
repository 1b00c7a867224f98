package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.provider.Outcome;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same charge wanted again under another id, while nobody knows what became of the first. */
@Tag("database")
class ProbableDuplicateHttpTest {

    private final Ledger ledger = Ledger.running();
    private final String merchant = "m" + UUID.randomUUID();
    private final String reference = "order-" + Ledger.letters();
    private final String tx = "tx-" + UUID.randomUUID();

    private Ledger.Answer charge(String id, long amount, String reference) {
        var json =
                """
                {"amount": %d, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"%s}
                """
                        .formatted(
                                amount,
                                merchant,
                                reference.isEmpty()
                                        ? ""
                                        : ", \"reference\": \"" + reference + "\"");
        return ledger.post(tx + id, "/v1/charges", json, "Prefer", "wait=0");
    }

    private String unanswered() {
        var id = charge("-1", 1000, reference).at("id");
        ledger.report(id, id, new Outcome.Unknown("read timed out"));
        var listed = "/v1/charges?status=unknown&reference=" + reference;
        Awaitility.await().until(() -> !ledger.get(listed).json().path("data").isEmpty());
        return id;
    }

    private static JsonNode told(Ledger.Answer answer) {
        return answer.json().path("probable_duplicate_of");
    }

    @Test
    void is_taken_and_told_in_every_answer() {
        var first = unanswered();

        var second = charge("-2", 1000, reference);
        var id = second.at("id");
        ledger.report(id, id, Said.captured(id, 1000));

        assertThat(second.status()).isEqualTo(202);
        assertThat(told(second).asString()).isEqualTo(first);
        assertThat(told(charge("-2", 1000, reference)).asString()).isEqualTo(first);
        assertThat(told(ledger.get("/v1/charges/" + id)).asString()).isEqualTo(first);
        assertThat(told(ledger.get("/v1/charges/" + first)).isMissingNode()).isTrue();
    }

    @Test
    void is_not_suspected_of_another_amount_or_reference_or_of_none() {
        unanswered();

        assertThat(told(charge("-2", 1001, reference)).isMissingNode()).isTrue();
        assertThat(told(charge("-3", 1000, reference + "x")).isMissingNode()).isTrue();
        assertThat(told(charge("-4", 1000, "")).isMissingNode()).isTrue();
    }

    @Test
    void is_not_suspected_once_the_first_is_answered() {
        var first = unanswered();
        ledger.report(first, first, Said.captured(first, 1000));

        assertThat(told(charge("-2", 1000, reference)).isMissingNode()).isTrue();
    }

    @Test
    void is_a_break_when_both_have_taken_money() {
        var first = unanswered();
        var second = charge("-2", 1000, reference).at("id");
        ledger.report(first, first, Said.captured(first, 1000));
        ledger.report(second, second, Said.captured(second, 1000));

        var found = breakAbout(second);

        assertThat(found.path("code").asString()).isEqualTo("DUPLICATE_AT_PROVIDER");
        assertThat(found.path("evidence").toString()).contains(first, second, "1000 EUR");
    }

    private JsonNode breakAbout(String charge) {
        var day = "2026-11-20"; // As the provider says in these tests.
        var wanted = "{\"provider\": \"stripe\", \"business_date\": \"%s\"}".formatted(day);
        var run = ledger.post(tx + "-run", "/v1/reconciliations", wanted).at("id");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        !ledger.get("/v1/reconciliations/" + run).at("status").equals("running"));
        for (var one : ledger.get("/v1/reconciliations/" + run + "/report").json().path("items")) {
            if (one.path("object").asString().equals(charge)
                    && one.path("code").asString().startsWith("DUPLICATE")) {
                return one;
            }
        }
        throw new AssertionError("Nothing about " + charge);
    }
}
