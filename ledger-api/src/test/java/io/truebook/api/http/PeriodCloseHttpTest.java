package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.security.Role;
import io.truebook.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Closing over HTTP. What is closed stays closed, so each test goes on where another stopped: in
 * the order of their names.
 */
@Tag("database")
@TestMethodOrder(MethodOrderer.MethodName.class)
class PeriodCloseHttpTest {

    private static final String ALL = "/v1/period-closes";
    private static final String CLEARING = "/v1/accounts/provider:stripe:clearing";
    private static final String EVENING = CLEARING + "/balances?at=2026-11-20T23:59:59Z";
    private static final String DAY = "{\"through\": \"2026-11-20\"}";

    private static Ledger ledger;

    @BeforeAll
    static void start() {
        ledger = new Ledger(TestDatabase.fresh());
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static String captured(String transaction, long amount) {
        var json =
                """
                {"amount": %d, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}
                """
                        .formatted(amount);
        var id = ledger.post(transaction, "/v1/charges", json, "Prefer", "wait=0").at("id");
        ledger.report(id, id, Said.captured(id, amount));
        return id;
    }

    @Test
    void a_first_it_takes_a_day_that_is_over_and_an_operator() {
        var writer = ledger.newKey("default", Role.WRITER);
        var refused =
                Ledger.send(
                        ledger.request(ALL)
                                .header("Authorization", "Bearer " + writer)
                                .header("Idempotency-Key", "writer")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(DAY)));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(ledger.post("a-1", ALL, "{\"through\": \"2199-12-31\"}").at("code"))
                .isEqualTo("period_not_over");
        assertThat(ledger.post("a-2", ALL, "{\"through\": \"November\"}").at("code"))
                .isEqualTo("field_invalid");
        assertThat(
                        ledger.post(
                                        "a-3",
                                        ALL,
                                        "{\"through\":\"2020-01-01\",\"time_zone\":\"Mars\"}")
                                .at("code"))
                .isEqualTo("field_invalid");
        assertThat(ledger.get(ALL).json().path("data").isEmpty()).isTrue();
    }

    @Test
    void b_what_nobody_has_reconciled_is_named_and_closed_only_for_a_reason() {
        captured("b-1", 1_000);

        var refused = ledger.post("b-2", ALL, DAY);
        var closed =
                ledger.post("b-3", ALL, "{\"through\": \"2026-11-20\", \"despite\": \"A test\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("code")).isEqualTo("period_not_reconciled");
        assertThat(refused.at("detail")).isEqualTo("Not reconciled up to its end: stripe");
        assertThat(closed.status()).as(closed.text()).isEqualTo(201);
        assertThat(closed.at("open_from")).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(closed.at("closed_by")).isEqualTo("operator");
        assertThat(closed.json().path("outstanding").path("not_reconciled").path(0).asString())
                .isEqualTo("stripe");
        assertThat(ledger.get(ALL).json().path("data").path(0).toString())
                .isEqualTo(closed.json().toString());
    }

    @Test
    void c_a_repeat_gets_the_first_answer_and_another_request_is_refused() {
        var request = "{\"through\": \"2026-11-20\", \"despite\": \"A test\"}";

        var repeated = ledger.post("b-3", ALL, request);

        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.isReplay()).isTrue();
        var inFull = request.replace("}", ", \"time_zone\": \"UTC\"}");
        assertThat(ledger.post("b-3", ALL, inFull).isReplay()).isTrue();
        assertThat(ledger.post("c-1", ALL, request).at("code")).isEqualTo("period_already_closed");
        assertThat(ledger.post("b-3", ALL, DAY).at("code")).isEqualTo("transaction_id_reused");
        assertThat(ledger.get(ALL).json().path("data").size()).isEqualTo(1);
    }

    @Test
    void d_a_late_fact_leaves_the_closed_day_alone_and_shows_when_it_was() {
        var before = ledger.get(EVENING).json().path("balances").toString();

        captured("d-1", 700);

        var posting = ledger.get(CLEARING + "/postings").json().path("data").path(0);
        var statement =
                ledger.get(CLEARING + "/statement?currency=EUR&from=2026-11-21&to=2026-11-21");
        assertThat(ledger.get(EVENING).json().path("balances").toString()).isEqualTo(before);
        assertThat(posting.path("amount").asLong()).isEqualTo(700);
        assertThat(posting.path("effective_at").asString()).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(posting.path("original_at").asString()).isEqualTo("2026-11-20T08:30:00Z");
        assertThat(statement.json().path("opening_balance").asLong()).isEqualTo(1_000);
        assertThat(statement.json().path("data").path(0).path("original_at").asString())
                .isEqualTo("2026-11-20T08:30:00Z");
        assertThat(ledger.get("/v1/integrity").at("status")).isEqualTo("sound");
    }

    @Test
    void e_the_list_is_read_in_pages() {
        for (var day : new String[] {"2026-11-21"}) {
            var closed =
                    ledger.post(
                            "e-" + day,
                            ALL,
                            "{\"through\": \"%s\", \"despite\": \"A test\"}".formatted(day));
            assertThat(closed.status()).as(closed.text()).isEqualTo(201);
        }

        var first = ledger.get(ALL + "?limit=1");
        var second = ledger.get(ALL + "?limit=1&after=" + first.at("next_cursor"));

        assertThat(first.json().path("data").path(0).path("through").asString())
                .isEqualTo("2026-11-21");
        assertThat(second.json().path("data").path(0).path("through").asString())
                .isEqualTo("2026-11-20");
        assertThat(second.json().path("next_cursor").isNull()).isTrue();
    }

    @BeforeEach
    void is_running() {
        assertThat(ledger.get(ALL).status()).isEqualTo(200);
    }
}
