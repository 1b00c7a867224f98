package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Payouts to merchants over HTTP: never more than is available, each word once. */
@Tag("database")
class MerchantPayoutHttpTest extends PaidMerchant {

    private JsonNode balance(String account) {
        return ledger.get("/v1/accounts/merchant:" + merchant + ":" + account + "/balances")
                .json()
                .path("balances")
                .path(0);
    }

    @Test
    void is_set_aside_paid_and_answered_the_same_for_ever() {
        earn(1000);

        var first = request(tx, 400);
        var id = first.at("id");
        var paid = tell(tx + "-paid", id, "paid", "{\"bank_reference\": \"NTRF-1\"}");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.at("status")).isEqualTo("requested");
        assertThat(first.at("reference")).isEqualTo("week 47");
        assertThat(paid.status()).as(paid.text()).isEqualTo(200);
        assertThat(paid.at("status")).isEqualTo("paid");
        assertThat(request(tx, 400).body()).isEqualTo(first.body());
        assertThat(request(tx, 400).isReplay()).isTrue();
        assertThat(request(tx, 401).at("code")).isEqualTo("transaction_id_reused");
        assertThat(ledger.get(ALL + "/" + id).text()).isEqualTo(paid.text());
        assertThat(balance("payable").path("available").asLong()).isEqualTo(600);
        assertThat(balance("payout_in_transit").path("balance").asLong()).isZero();
        assertThat(ledger.get("/v1/transactions/" + tx).text()).contains(id);
        assertThat(ledger.get("/v1/integrity").at("status")).isEqualTo("sound");
    }

    @Test
    void told_paid_again_by_another_person_changes_nothing() {
        earn(1000);
        var id = request(tx, 400).at("id");
        var first = tell(tx + "-1", id, "paid", "{}");

        var second = tell(tx + "-2", id, "paid", "");

        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(second.number("journal_position")).isEqualTo(first.number("journal_position"));
    }

    @Test
    void that_comes_back_after_it_was_paid_is_the_merchants_again() {
        earn(1000);
        var id = request(tx, 1000).at("id");
        tell(tx + "-1", id, "paid", "{}");

        assertThat(tell(tx + "-2", id, "failed", "{}").at("code"))
                .isEqualTo("bank_reference_missing");
        var back =
                tell(
                        tx + "-3",
                        id,
                        "failed",
                        "{\"failure_code\": \"returned\", \"bank_reference\": \"R-1\"}");

        assertThat(back.at("status")).isEqualTo("failed");
        assertThat(back.at("failure_code")).isEqualTo("returned");
        assertThat(balance("payable").path("available").asLong()).isEqualTo(1000);
        assertThat(balance("payout_in_transit").path("balance").asLong()).isZero();
    }

    @Test
    void waits_in_the_list_of_open_items_until_it_is_paid() {
        earn(1000);
        var id = request(tx, 400).at("id");

        var open = open(id);
        tell(tx + "-1", id, "paid", "{}");

        assertThat(open).hasSize(1);
        assertThat(open.getFirst().path("account").asString())
                .isEqualTo("merchant:" + merchant + ":payout_in_transit");
        assertThat(open.getFirst().path("amount").asLong()).isEqualTo(400);
        assertThat(open.getFirst().path("age_bucket").asString()).isNotEmpty();
        assertThat(open(id)).isEmpty();
    }

    /** Through every page, as other tests leave items, too. */
    private List<JsonNode> open(String id) {
        List<JsonNode> found = new ArrayList<>();
        String after = "";
        do {
            var page = ledger.get("/v1/suspense?limit=1" + after).json();
            for (var item : page.path("data")) {
                if (item.path("id").asString().equals(id)) {
                    found.add(item);
                }
            }
            var next = page.path("next_cursor");
            after = next.isNull() ? "" : "&after=" + next.asString();
        } while (!after.isEmpty());
        return found;
    }

    @Test
    void is_listed_newest_first_by_merchant_and_status() {
        earn(1000);
        var first = request(tx + "-1", 100).at("id");
        var second = request(tx + "-2", 200).at("id");
        tell(tx + "-3", first, "paid", "{}");

        assertThat(ids("")).containsExactly(second, first);
        assertThat(ids("&status=paid")).containsExactly(first);
        assertThat(ids("&status=requested")).containsExactly(second);
        assertThat(ids("&status=failed")).isEmpty();
        assertThat(ids("&after=" + second)).containsExactly(first);
        assertThat(ledger.get(ALL + "?status=gone").status()).isEqualTo(400);
        assertThat(ledger.get(ALL + "?merchant=%25").json().path("data").isEmpty()).isTrue();
    }

    private List<String> ids(String filter) {
        var found = new ArrayList<String>();
        ledger.get(ALL + "?merchant=" + merchant + filter)
                .json()
                .path("data")
                .forEach(one -> found.add(one.path("id").asString()));
        return found;
    }

    @Nested
    class Is_refused {

        @Test
        void above_what_is_available_for_ever() {
            earn(1000);

            var refused = request(tx, 1001);
            earn(500);

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.at("code")).isEqualTo("payout_exceeds_available");
            assertThat(refused.at("detail")).isEqualTo("Available: 1000 EUR, asked: 1001 EUR");
            assertThat(request(tx, 1001).body()).isEqualTo(refused.body());
            assertThat(balance("payable").path("available").asLong()).isEqualTo(1500);
        }

        @Test
        void for_a_merchant_nobody_has_paid_anything() {
            assertThat(request(tx, 1).at("code")).isEqualTo("payout_exceeds_available");
            assertThat(ledger.get("/v1/accounts/merchant:" + merchant + ":payable").status())
                    .isEqualTo(404);
        }

        @Test
        void in_a_currency_the_merchant_has_nothing_of() {
            earn(1000);
            var usd = wanted(1).replace("eur", "usd");

            assertThat(ledger.post(tx, ALL, usd).at("code")).isEqualTo("payout_exceeds_available");
        }

        @Test
        void where_there_is_none() {
            earn(1000);
            var id = request(tx, 400).at("id");
            var foreign = ledger.newKey("t" + UUID.randomUUID(), Role.WRITER);
            var asForeigner =
                    Ledger.send(
                            ledger.request(ALL + "/" + id + "/failed")
                                    .header("Authorization", "Bearer " + foreign)
                                    .header("Idempotency-Key", tx)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString("{}")));
            var charge = "ch_" + id.substring(4);

            assertThat(asForeigner.status()).isEqualTo(404);
            assertThat(asForeigner.at("code")).isEqualTo("merchant_payout_not_found");
            assertThat(tell(tx + "-1", charge, "paid", "{}").status()).isEqualTo(404);
            assertThat(tell(tx + "-2", "mpo_" + "0".repeat(26), "paid", "{}").at("code"))
                    .isEqualTo("merchant_payout_not_found");
            assertThat(ledger.get(ALL + "/x").status()).isEqualTo(404);
            assertThat(ledger.get(ALL + "/" + id).at("status")).isEqualTo("requested");
        }

        @Test
        void where_it_is_not_understood() {
            assertThat(ledger.post(tx, ALL, wanted(0)).status()).isEqualTo(400);
            assertThat(ledger.post(tx, ALL, wanted(-5)).status()).isEqualTo(400);
            assertThat(ledger.post(tx, ALL, wanted(1).replace("m", "m:")).status()).isEqualTo(400);
            var words = "{\"bank_reference\": \"paid to Ann Lee\"}";
            assertThat(tell(tx, "mpo_" + "0".repeat(26), "paid", words).status()).isEqualTo(400);
            assertThat(tell(tx, "mpo_" + "0".repeat(26), "failed", "{\"why\": 1}").status())
                    .isEqualTo(400);
        }
    }

    @Nested
    class Raced {

        @Test
        void by_fifty_takes_no_more_than_is_available() {
            earn(1000);
            List<CompletableFuture<Ledger.Answer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(ledger.postUntilTaken(tx + "-" + i, ALL, wanted(300)));
            }

            var answers = all.stream().map(CompletableFuture::join).toList();

            assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 422)
                    .hasSize(47)
                    .allMatch(answer -> answer.at("code").equals("payout_exceeds_available"));
            assertThat(balance("payable").path("available").asLong()).isEqualTo(100);
            assertThat(balance("payout_in_transit").path("balance").asLong()).isEqualTo(900);
        }

        @Test
        void by_fifty_under_one_id_is_one_payout() {
            earn(1000);
            List<CompletableFuture<Ledger.Answer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(ledger.postUntilTaken(tx + "-same", ALL, wanted(300)));
            }

            var answers = all.stream().map(CompletableFuture::join).toList();

            assertThat(answers).allMatch(answer -> answer.status() == 201);
            assertThat(answers.stream().map(answer -> answer.at("id")).distinct()).hasSize(1);
            assertThat(balance("payable").path("available").asLong()).isEqualTo(700);
        }

        @Test
        void by_paid_and_failed_at_once_ends_as_one_of_the_two() {
            earn(1000);
            var id = request(tx, 1000).at("id");
            List<CompletableFuture<Ledger.Answer>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                var word = i % 2 == 0 ? "paid" : "failed";
                var path = ALL + "/" + id + "/" + word;
                all.add(ledger.postUntilTaken(tx + "-told-" + i, path, "{}"));
            }

            assertThat(all.stream().map(CompletableFuture::join).map(Ledger.Answer::status))
                    .as("the word that came first, and those against it")
                    .containsOnly(200, 422)
                    .filteredOn(status -> status == 200)
                    .hasSize(10);

            var paid = ledger.get(ALL + "/" + id).at("status").equals("paid");
            assertThat(balance("payable").path("available").asLong()).isEqualTo(paid ? 0 : 1000);
            assertThat(balance("payout_in_transit").path("balance").asLong()).isZero();
        }
    }
}
