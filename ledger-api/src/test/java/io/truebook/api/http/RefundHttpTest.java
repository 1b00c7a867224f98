package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Refunds over HTTP, with what a provider says put in by hand. */
@Tag("database")
class RefundHttpTest {

    private final Ledger ledger = Ledger.running();
    private final String merchant = "m" + UUID.randomUUID();
    private final String tx = "tx-" + UUID.randomUUID();

    private String open() {
        var json =
                """
                {"amount": 1000, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}
                """
                        .formatted(merchant);
        return ledger.post(tx, "/v1/charges", json, "Prefer", "wait=0").at("id");
    }

    private String captured() {
        var id = open();
        ledger.report(id, id, Said.captured(id, 1000));
        return id;
    }

    private Ledger.Answer refund(String transaction, String charge, String amount) {
        return ledger.post(
                transaction,
                "/v1/refunds",
                "{\"charge\": \"%s\"%s, \"reason\": \"requested_by_customer\"}"
                        .formatted(charge, amount.isEmpty() ? "" : ", \"amount\": " + amount),
                "Prefer",
                "wait=0");
    }

    private long payable() {
        return ledger.get("/v1/accounts/merchant:" + merchant + ":payable/balances")
                .json()
                .path("balances")
                .get(0)
                .path("balance")
                .asLong();
    }

    @Test
    void without_an_amount_takes_all_that_is_left() {
        var charge = captured();
        refund(tx + "-1", charge, "300");

        var all = refund(tx + "-2", charge, "");

        assertThat(all.status()).isEqualTo(202);
        assertThat(all.at("status")).isEqualTo("requested");
        assertThat(all.number("amount")).isEqualTo(700);
        assertThat(all.at("charge")).isEqualTo(charge);
        assertThat(payable()).isZero();
    }

    @Test
    void is_answered_with_its_outcome_and_shown_by_the_charge() {
        var charge = captured();
        var id = refund(tx + "-1", charge, "300").at("id");
        ledger.report(charge, id, Said.refunded(id, 300));

        var answer = refund(tx + "-1", charge, "300");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("status")).isEqualTo("succeeded");
        assertThat(answer.isReplay()).isTrue();
        assertThat(ledger.get("/v1/charges/" + charge).at("status"))
                .isEqualTo("partially_refunded");
        assertThat(ledger.get("/v1/refunds/" + id).text()).isEqualTo(answer.text());
        assertThat(ledger.get("/v1/refunds?charge=" + charge).json().path("data")).hasSize(1);
    }

    @Test
    void that_comes_back_replaces_its_answer() {
        var charge = captured();
        var id = refund(tx + "-1", charge, "300").at("id");
        ledger.report(charge, id, Said.refunded(id, 300));
        ledger.report(charge, id, Said.refundFailed(id, 300));

        var answer = refund(tx + "-1", charge, "300");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("status")).isEqualTo("failed");
        assertThat(answer.json().path("corrected").asBoolean()).isTrue();
        assertThat(payable()).isEqualTo(1000);
    }

    @Nested
    class Is_refused {

        @Test
        void when_there_is_no_such_charge_and_that_is_not_kept() {
            var answer = refund(tx, "ch_0000000000000000000000000", "1");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.at("code")).isEqualTo("charge_not_found");
            assertThat(ledger.get("/v1/transactions/" + tx).status()).isEqualTo(404);
        }

        @Test
        void before_anything_is_captured() {
            var answer = refund(tx + "-1", open(), "1");

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.at("code")).isEqualTo("charge_not_captured");
            assertThat(answer.json().path("final").asBoolean()).isTrue();
        }

        @Test
        void above_the_remainder_for_ever() {
            var charge = captured();
            var id = refund(tx + "-1", charge, "600").at("id");
            var first = refund(tx + "-2", charge, "500");
            ledger.report(charge, id, Said.refundFailed(id, 600));

            var second = refund(tx + "-2", charge, "500");

            assertThat(first.at("code")).isEqualTo("refund_exceeds_remaining");
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(ledger.get("/v1/transactions/" + tx + "-2").text())
                    .contains("\"status\":\"refused\"")
                    .contains("\"rejection\":\"refund_exceeds_remaining\"");
        }
    }

    @Nested
    class Raced {

        @Test
        void by_fifty_gives_no_more_than_was_captured() {
            var charge = captured();
            List<CompletableFuture<Ledger.Answer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(later(tx + "-" + i, charge, 300));
            }

            var answers = all.stream().map(CompletableFuture::join).toList();

            assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(3);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 422)
                    .hasSize(47)
                    .allMatch(answer -> answer.at("code").equals("refund_exceeds_remaining"));
            assertThat(payable()).isEqualTo(100);
        }

        @Test
        void by_fifty_under_one_id_is_one_refund() {
            var charge = captured();
            List<CompletableFuture<Ledger.Answer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(later(tx + "-same", charge, 300));
            }

            var answers = all.stream().map(CompletableFuture::join).toList();

            assertThat(answers).allMatch(answer -> answer.status() == 202);
            assertThat(answers.stream().map(answer -> answer.at("id")).distinct()).hasSize(1);
            assertThat(answers).filteredOn(answer -> !answer.isReplay()).hasSize(1);
            assertThat(payable()).isEqualTo(700);
        }

        private CompletableFuture<Ledger.Answer> later(
                String transaction, String charge, long amount) {
            return ledger.postUntilTaken(
                    transaction,
                    "/v1/refunds",
                    "{\"charge\": \"%s\", \"amount\": %d}".formatted(charge, amount),
                    "Prefer",
                    "respond-async");
        }
    }
}
