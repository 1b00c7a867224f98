package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.truebook.api.security.Role;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Words about people are planted everywhere they can come in, erased, and looked for everywhere.
 */
@Tag("database")
class ErasureHttpTest {

    private final Ledger ledger = Ledger.running();
    private final String tx = "tx-" + UUID.randomUUID();
    private final String description = word();
    private final String reference = word();
    private final String note = word();
    private final String reason = word();
    private final String size = word();
    private final String email = word();
    private final Set<String> words = Set.of(description, reference, note, reason, size, email);

    private static String word() {
        return "w" + UUID.randomUUID();
    }

    private String chargeJson() {
        return """
        {"amount": 1000, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
         "payment_method": "pm_card_visa", "capture": "automatic", "description": "%s",
         "reference": "%s", "metadata": {"note": "%s"}}
        """
                .formatted(description, reference, note);
    }

    private Ledger.Answer charge() {
        return ledger.post(tx, "/v1/charges", chargeJson(), "Prefer", "wait=0");
    }

    private String captured() {
        var id = charge().at("id");
        ledger.report(id, id, Said.captured(id, 1000));
        return id;
    }

    private Ledger.Answer refund(String charge, String suffix) {
        var json =
                """
                {"charge": "%s", "amount": 100, "reason": "%s", "metadata": {"size": "%s"}}
                """
                        .formatted(charge, reason, size);
        return ledger.post(tx + suffix, "/v1/refunds", json, "Prefer", "wait=0");
    }

    private String refunded(String charge) {
        var refund = refund(charge, "-refund").at("id");
        ledger.report(charge, refund, Said.refunded(refund, 100));
        return refund;
    }

    private Ledger.Answer erase(String charge) {
        return erase(charge, tx + "-erase");
    }

    private Ledger.Answer erase(String charge, String transaction) {
        return ledger.post(transaction, "/v1/charges/" + charge + "/erasure", "{}");
    }

    private void callback(String charge, String type) {
        CustomerCallback.send(ledger, charge, type, email);
    }

    @Test
    void nothing_is_left_in_any_table() {
        var charge = captured();
        refunded(charge);
        callback(charge, "charge.updated");
        callback(charge, "payment_intent.succeeded");
        ledger.get("/v1/charges?reference=" + reference);
        assertThat(PersonalDataScan.placesOf(ledger, words))
                .contains(
                        "event_personal.data",
                        "payment_summary.reference",
                        "provider_callback.body",
                        "transaction_register.answer_body");

        var erased = erase(charge);

        assertThat(erased.status()).as(erased.text()).isEqualTo(200);
        assertThat(erased.at("status")).isEqualTo("erased");
        assertThat(PersonalDataScan.placesOf(ledger, words)).isEmpty();
        assertThat(ledger.get("/v1/charges?reference=" + reference).json().path("data")).isEmpty();
        for (var path :
                Set.of(
                        "/v1/charges/" + charge,
                        "/v1/charges/" + charge + "/timeline",
                        "/v1/refunds?charge=" + charge,
                        "/v1/transactions/" + tx,
                        "/v1/transactions/" + tx + "-refund")) {
            assertThat(ledger.get(path).text()).as(path).doesNotContain(words);
        }
        assertThat(ledger.get("/v1/integrity").at("status")).isEqualTo("sound");
    }

    @Test
    void stored_answers_keep_every_other_byte() {
        var charge = captured();
        var refund = refunded(charge);
        var chargeBefore = charge();
        var refundBefore = refund(charge, "-refund");

        erase(charge);

        var after = charge();
        assertThat(after.isReplay()).isTrue();
        assertThat(after.status()).isEqualTo(chargeBefore.status()).isEqualTo(201);
        assertThat(after.text())
                .isEqualTo(
                        chargeBefore
                                .text()
                                .replace('"' + description + '"', "null")
                                .replace('"' + reference + '"', "null")
                                .replace("{\"note\":\"" + note + "\"}", "{}"));
        var refundAfter = refund(charge, "-refund");
        assertThat(refundAfter.at("id")).isEqualTo(refund);
        assertThat(refundAfter.text())
                .isEqualTo(
                        refundBefore
                                .text()
                                .replace('"' + reason + '"', "null")
                                .replace("{\"size\":\"" + size + "\"}", "{}"));
    }

    @Test
    void another_request_under_an_old_id_is_still_told_apart() {
        var charge = captured();
        erase(charge);

        var other =
                ledger.post(
                        tx,
                        "/v1/charges",
                        chargeJson().replace(description, "else"),
                        "Prefer",
                        "wait=0");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("code")).isEqualTo("transaction_id_reused");
        assertThat(other.text()).contains("description");
    }

    @Test
    void no_byte_of_an_event_changes() {
        var charge = captured();
        refunded(charge);
        var before = events(charge);

        erase(charge);

        var after = events(charge);
        assertThat(after).startsWith(before).hasSizeGreaterThan(before.length());
        assertThat(after.substring(before.length())).contains("personal-data-erased");
    }

    private String events(String charge) {
        try (var connection = ledger.database.ownerDataSource().getConnection();
                var statement =
                        connection.prepareStatement(
                                """
                                select string_agg(event_type || encode(payload, 'escape')
                                    || encode(metadata, 'escape'), ' ' order by sequence_number)
                                from truebook.journal_event where aggregate_id = ?
                                """)) {
            statement.setString(1, charge);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_second_time_nothing_happens() {
        var charge = captured();
        erase(charge);
        var events = events(charge);

        var again = erase(charge, tx + "-again");

        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.at("status")).isEqualTo("erased");
        assertThat(events(charge)).isEqualTo(events);
        assertThat(erase(charge).isReplay()).isTrue();
    }

    @Test
    void what_is_written_afterwards_is_erased_by_asking_again() {
        var charge = captured();
        erase(charge);
        refunded(charge);
        assertThat(PersonalDataScan.placesOf(ledger, words)).isNotEmpty();

        erase(charge, tx + "-again");

        assertThat(PersonalDataScan.placesOf(ledger, words)).isEmpty();
    }

    @Test
    void what_the_provider_sends_afterwards_is_worked_and_kept_without_people() {
        var charge = captured();
        erase(charge);

        callback(charge, "charge.updated");
        callback(charge, "payment_intent.succeeded");

        assertThat(PersonalDataScan.placesOf(ledger, words)).isEmpty();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        ledger.get("/v1/charges/" + charge + "/timeline")
                                .text()
                                .contains("\"event_type\":\"charge.updated\""));
    }

    @Test
    void a_refund_under_way_is_answered_without_the_words() {
        var charge = captured();
        var refund = refund(charge, "-refund").at("id");

        erase(charge);
        ledger.report(charge, refund, Said.refunded(refund, 100));

        var answer = refund(charge, "-refund");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("status")).isEqualTo("succeeded");
        assertThat(PersonalDataScan.placesOf(ledger, words)).isEmpty();
    }

    @Test
    void waits_for_the_charge_itself() {
        var charge = charge().at("id");

        var refused = erase(charge);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("code")).isEqualTo("operation_in_progress");
        ledger.report(charge, charge, Said.declined(charge));
        assertThat(erase(charge).status()).isEqualTo(200);
    }

    @Test
    void is_for_operators_and_their_own_tenant() {
        var charge = captured();

        var writer = ledger.newKey("default", Role.WRITER);
        var stranger = ledger.newKey("other", Role.OPERATOR);

        for (var key : Arrays.asList(writer, stranger)) {
            var answer =
                    Ledger.send(
                            ledger.request("/v1/charges/" + charge + "/erasure")
                                    .header("Authorization", "Bearer " + key)
                                    .header("Idempotency-Key", tx + "-e")
                                    .POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.status()).isEqualTo(key.equals(writer) ? 403 : 404);
        }
    }
}
