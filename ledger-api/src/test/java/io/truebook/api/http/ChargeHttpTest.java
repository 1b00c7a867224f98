package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.security.Role;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Charges over HTTP, with what a provider says put in by hand. */
@Tag("database")
class ChargeHttpTest {

    private final Ledger ledger = Ledger.running();
    private final String tx = "tx-" + UUID.randomUUID();

    private static final String AUTOMATIC =
            """
            {"amount": 1999, "currency": "eur", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "automatic",
             "description": "Größe 42", "metadata": {"order": "7", "cart": "1"}}
            """;

    private Ledger.Answer open(String json) {
        return ledger.post(tx, "/v1/charges", json, "Prefer", "respond-async");
    }

    private String captured() {
        var id = open(AUTOMATIC).at("id");
        ledger.report(id, id, Said.captured(id, 1999));
        return id;
    }

    @Nested
    class A_new_charge {

        @Test
        void is_accepted_as_soon_as_its_intent_is_durable() {
            var answer = open(AUTOMATIC);

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("respond-async");
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
            assertThat(answer.isReplay()).isFalse();
            assertThat(answer.at("status")).isEqualTo("requested");
            assertThat(answer.at("currency")).isEqualTo("EUR");
            assertThat(answer.at("transaction_id")).isEqualTo(tx);
            assertThat(answer.at("description")).isEqualTo("Größe 42");
            assertThat(answer.text())
                    .contains("\"operation\":{\"kind\":\"charge\",\"state\":\"open\"}");
            assertThat(answer.text()).contains("\"metadata\":{\"cart\":\"1\",\"order\":\"7\"}");
            assertThat(ledger.get("/v1/charges/" + answer.at("id")).text())
                    .as("read back from its events")
                    .isEqualTo(answer.text());
        }

        @Test
        void is_answered_with_the_outcome_when_that_comes_in_time() throws Exception {
            open(AUTOMATIC);
            var waiting = ledger.postLater(tx, "/v1/charges", AUTOMATIC, "Prefer", "wait=20");
            var id = ledger.post(tx, "/v1/charges", AUTOMATIC, "Prefer", "wait=0").at("id");

            ledger.report(id, id, Said.captured(id, 1999));

            var answer = waiting.get();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.at("status")).isEqualTo("captured");
            assertThat(answer.number("amount_captured")).isEqualTo(1999);
            assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=20");
        }

        @Test
        void that_failed_is_a_known_outcome_too() {
            var id = open(AUTOMATIC).at("id");
            ledger.report(id, id, Said.declined(id));

            var answer = ledger.post(tx, "/v1/charges", AUTOMATIC);

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.at("status")).isEqualTo("failed");
            assertThat(answer.text()).contains("\"failure\":{\"code\":\"declined\"");
        }

        @Test
        void ends_the_wait_when_the_payer_has_to_act() throws Exception {
            var id = open(AUTOMATIC).at("id");
            var waiting = ledger.postLater(tx, "/v1/charges", AUTOMATIC, "Prefer", "wait=30");

            ledger.report(id, id, Said.actionRequired(id));

            var answer = waiting.get();
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.at("status")).isEqualTo("requires_action");
            assertThat(answer.text()).contains("\"next_action\":{\"type\":\"redirect_to_url\"");
        }
    }

    @Nested
    class A_repeat {

        @Test
        void gets_the_same_bytes_for_ever() {
            captured();
            var first = ledger.post(tx, "/v1/charges", AUTOMATIC);
            ledger.post(
                    tx + "-r", "/v1/refunds", refundOf(first.at("id"), 100), "Prefer", "wait=0");

            var second = ledger.post("\"" + tx + "\"", "/v1/charges", sameInOtherWords());

            assertThat(first.status()).isEqualTo(201);
            assertThat(second.status()).isEqualTo(201);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.isReplay()).isTrue();
            assertThat(ledger.get("/v1/charges/" + first.at("id")).number("amount_refund_pending"))
                    .isEqualTo(100);
        }

        private String refundOf(String charge, long amount) {
            return "{\"charge\": \"%s\", \"amount\": %d}".formatted(charge, amount);
        }

        private String sameInOtherWords() {
            return """
            {"metadata": {"cart": "1", "order": "7"}, "reference": null, "amount": 1999,
             "capture": "automatic", "currency": "EUR", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "description": "Gr\\u00f6\\u00dfe 42"}
            """;
        }

        @Test
        void with_another_meaning_is_refused_by_the_name_of_the_field() {
            open(AUTOMATIC);

            var answer = open(AUTOMATIC.replace("1999", "2000"));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("code")).isEqualTo("transaction_id_reused");
            assertThat(answer.text()).contains("\"field\":\"amount\"").doesNotContain("1999");
        }

        @Test
        void at_another_address_is_refused_by_the_path() {
            open(AUTOMATIC);

            var answer = ledger.post(tx, "/v1/refunds", "{\"charge\": \"ch_1\"}");

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("\"field\":\"path\"");
        }

        @Test
        void shows_a_correction_of_its_own_outcome() {
            var id = open(AUTOMATIC).at("id");
            ledger.report(id, id, Said.declined(id));
            ledger.report(id, id, Said.captured(id + "x", 1999));

            var answer = ledger.post(tx, "/v1/charges", AUTOMATIC);

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.at("status")).isEqualTo("captured");
            assertThat(answer.json().path("corrected").asBoolean()).isTrue();
        }
    }

    @Nested
    class Looking {

        @Test
        void shows_what_was_answered() {
            var answer = open(AUTOMATIC);

            var shown = ledger.get("/v1/charges/" + answer.at("id"));

            assertThat(shown.status()).isEqualTo(200);
            assertThat(shown.text()).isEqualTo(answer.text());
        }

        @Test
        void for_the_charge_of_another_tenant_finds_nothing() {
            var id = open(AUTOMATIC).at("id");
            var key = ledger.newKey("other", Role.OPERATOR);

            var shown = Ledger.send(as(key, "/v1/charges/" + id).GET());
            var capture =
                    Ledger.send(
                            as(key, "/v1/charges/" + id + "/capture")
                                    .header("Idempotency-Key", tx)
                                    .POST(HttpRequest.BodyPublishers.noBody()));

            assertThat(shown.status()).isEqualTo(404);
            assertThat(shown.at("code")).isEqualTo("charge_not_found");
            assertThat(capture.status()).isEqualTo(404);
        }

        private HttpRequest.Builder as(String key, String path) {
            return ledger.request(path).header("Authorization", "Bearer " + key);
        }

        @Test
        void through_the_list_pages_newest_first() {
            var merchant = "m" + UUID.randomUUID();
            var json = AUTOMATIC.replace("m-1", merchant);
            for (int i = 0; i < 5; i++) {
                ledger.post(tx + i, "/v1/charges", json, "Prefer", "wait=0");
            }
            var list = "/v1/charges?status=requested&limit=3&merchant=" + merchant;

            var first = ledger.get(list);
            var second = ledger.get(list + "&after=" + first.at("next_cursor"));

            assertThat(first.json().path("data")).hasSize(3);
            assertThat(first.json().path("data").get(0).path("transaction_id").asString())
                    .isEqualTo(tx + 4);
            assertThat(second.json().path("data")).hasSize(2);
            assertThat(second.json().path("next_cursor").isNull()).isTrue();
        }
    }

    @Test
    void the_balance_moves_with_the_capture() {
        var merchant = "m" + UUID.randomUUID();
        var id =
                ledger.post(
                                tx,
                                "/v1/charges",
                                AUTOMATIC.replace("m-1", merchant),
                                "Prefer",
                                "wait=0")
                        .at("id");
        ledger.report(id, id, Said.captured(id, 1999));

        var answer = ledger.get("/v1/accounts/merchant:" + merchant + ":payable/balances");
        var postings = ledger.get("/v1/accounts/merchant:" + merchant + ":payable/postings");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("\"normal_side\":\"credit\"")
                .contains("\"posted_credits\":1999")
                .contains("\"balance\":1999,\"available\":1999");
        assertThat(postings.json().path("data")).hasSize(1);
        assertThat(ledger.get("/v1/accounts/merchant:nobody:payable/balances").at("code"))
                .isEqualTo("account_not_found");
    }
}
