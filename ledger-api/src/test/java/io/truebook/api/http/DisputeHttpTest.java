package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.provider.DisputeVerdict;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Disputes over HTTP, with what a provider says put in by hand. */
@Tag("database")
class DisputeHttpTest {

    private final Ledger ledger = Ledger.running();
    private final String merchant = "m" + UUID.randomUUID();
    private final String dispute = "dp-" + UUID.randomUUID();
    private final String charge = captured();

    private String captured() {
        var json =
                """
                {"amount": 1000, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}
                """
                        .formatted(merchant);
        var id = ledger.post("tx-" + dispute, "/v1/charges", json, "Prefer", "wait=0").at("id");
        ledger.report(id, id, Said.captured(id, 1000));
        return id;
    }

    private Ledger.Answer refund(String transaction, long amount) {
        return ledger.post(
                dispute + transaction,
                "/v1/refunds",
                "{\"charge\": \"%s\", \"amount\": %d}".formatted(charge, amount),
                "Prefer",
                "wait=0");
    }

    private long balance(String field) {
        return ledger.get("/v1/accounts/merchant:" + merchant + ":payable/balances")
                .json()
                .path("balances")
                .get(0)
                .path(field)
                .asLong();
    }

    @Test
    void shows_what_is_claimed_and_what_is_gone_from_the_first_word_to_the_verdict() {
        ledger.report(charge, charge, Said.disputed(dispute, charge, 600, false));
        ledger.report(charge, charge, Said.withdrawn(dispute, charge, 600));

        var open = ledger.get("/v1/charges/" + charge);
        assertThat(open.at("status")).isEqualTo("disputed");
        assertThat(open.number("amount_disputed")).isEqualTo(600);
        assertThat(open.number("amount_refundable")).isEqualTo(400);
        assertThat(open.json().at("/disputes/0/status").asString()).isEqualTo("open");
        assertThat(open.json().at("/disputes/0/amount_withdrawn").asLong()).isEqualTo(600);
        assertThat(balance("available")).isEqualTo(400);
        assertThat(balance("balance")).isEqualTo(1000);

        ledger.report(charge, charge, Said.closed(dispute, charge, DisputeVerdict.LOST));

        var lost = ledger.get("/v1/disputes/" + dispute);
        assertThat(lost.at("status")).isEqualTo("lost");
        assertThat(lost.at("charge")).isEqualTo(charge);
        assertThat(lost.at("reason")).isEqualTo("fraudulent");
        assertThat(lost.number("amount")).isEqualTo(600);
        assertThat(balance("balance")).isEqualTo(400);
        assertThat(balance("available")).isEqualTo(400);
    }

    @Test
    void refuses_refunds_while_it_is_open_and_what_is_gone_afterwards() {
        ledger.report(charge, charge, Said.withdrawn(dispute, charge, 600));

        var refused = refund("-1", 100);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("code")).isEqualTo("charge_disputed");

        ledger.report(charge, charge, Said.closed(dispute, charge, DisputeVerdict.LOST));

        assertThat(refund("-2", 401).at("code")).isEqualTo("refund_exceeds_remaining");
        assertThat(refund("-3", 400).status()).isEqualTo(202);
    }

    @Test
    void that_only_asks_moves_nothing_and_hinders_no_refund() {
        ledger.report(charge, charge, Said.disputed(dispute, charge, 600, true));

        assertThat(ledger.get("/v1/disputes/" + dispute).at("status")).isEqualTo("inquiry");
        assertThat(ledger.get("/v1/charges/" + charge).at("status")).isEqualTo("captured");
        assertThat(refund("-1", 1000).status()).isEqualTo(202);
    }

    @Test
    void is_listed_by_charge_and_status_newest_first() {
        ledger.report(charge, charge, Said.disputed(dispute, charge, 600, false));
        ledger.report(charge, charge, Said.disputed(dispute + "-b", charge, 100, true));

        var all = ledger.get("/v1/disputes?limit=1&charge=" + charge);
        var next = ledger.get("/v1/disputes?charge=" + charge + "&after=" + all.at("next_cursor"));
        var open = ledger.get("/v1/disputes?status=open&provider=stripe&charge=" + charge);

        assertThat(all.json().at("/data/0/id").asString()).isEqualTo(dispute + "-b");
        assertThat(next.json().at("/data/0/id").asString()).isEqualTo(dispute);
        assertThat(next.json().path("data")).hasSize(1);
        assertThat(open.json().path("data")).hasSize(1);
        assertThat(ledger.get("/v1/disputes/dp_nobody").at("code")).isEqualTo("dispute_not_found");
        assertThat(ledger.get("/v1/disputes?status=lost_in_space").status()).isEqualTo(400);
        assertThat(ledger.get("/v1/integrity").at("status")).isEqualTo("sound");
    }
}
