package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.Ledger.Answer;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Settlement files, reconciliations and breaks, as a client meets them. */
@Tag("database")
class ReconciliationHttpTest {

    private static final Ledger LEDGER = Ledger.running();
    private static final String FILES = "/v1/settlement-files?provider=stripe";
    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,"
                    + "source_id,automatic_payout_id,\"payment_metadata[truebook_operation]\"\n";
    private static final String ASK =
            "{\"provider\": \"stripe\", \"business_date\": \"2026-11-20\"}";

    private final String id = UUID.randomUUID().toString().replace("-", "");

    @Nested
    class A_settlement_file {

        @Test
        void is_answered_with_its_totals_and_payouts() {
            var answer = upload("up-" + id, file());

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.at("id")).startsWith("stl_");
            assertThat(answer.number("rows")).isEqualTo(2);
            assertThat(answer.json().at("/totals/0").toString())
                    .isEqualTo("{\"currency\":\"EUR\",\"gross\":8000,\"fee\":220,\"net\":7780}");
            assertThat(answer.json().at("/payouts/0/amount").asLong()).isEqualTo(7_780);
        }

        @Test
        void again_under_another_id_is_200_with_the_first_answer() {
            var first = upload("first-" + id, file());
            var second = upload("second-" + id, file());
            var replay = upload("second-" + id, file());

            assertThat(second.status()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(replay.isReplay()).isTrue();
            assertThat(replay.body()).isEqualTo(first.body());
        }

        @Test
        void under_the_id_of_another_file_is_refused() {
            upload("one-" + id, file());

            var other = upload("one-" + id, file().replace("charge", "refund"));

            assertThat(other.status()).isEqualTo(422);
            assertThat(other.at("code")).isEqualTo("transaction_id_reused");
        }

        @Test
        void that_is_broken_names_line_and_column_and_may_be_sent_again_repaired() {
            var broken = upload("mend-" + id, file().replace("100.00,2.20", "100.00,2.21"));
            var repaired = upload("mend-" + id, file());

            assertThat(broken.status()).isEqualTo(422);
            assertThat(broken.at("code")).isEqualTo("settlement_file_invalid");
            assertThat(broken.json().at("/errors/0/field").asString())
                    .isEqualTo("line 2, column net");
            assertThat(repaired.status()).isEqualTo(201);
        }

        @Test
        void needs_a_provider_that_is_there_and_csv() {
            var nobody =
                    upload("no-" + id, file(), "/v1/settlement-files?provider=nobody", "text/csv");
            var json = upload("js-" + id, "{}", FILES, "application/json");

            assertThat(nobody.at("code")).isEqualTo("provider_not_found");
            assertThat(json.status()).isEqualTo(415);
        }
    }

    @Nested
    class A_reconciliation {

        @Test
        void matches_a_charge_with_its_row_and_books_its_fee() {
            var charge = aCapturedCharge();
            upload("rec-file-" + id, row("txn_" + id, charge));

            var asked = LEDGER.post("rec-" + id, "/v1/reconciliations", ASK);

            assertThat(asked.status()).isEqualTo(202);
            assertThat(asked.at("status")).isEqualTo("completed");
            var items = report(asked, "application/json").json().path("items");
            assertThat(
                            items.valueStream()
                                    .filter(i -> i.path("charge").asString("").equals(charge)))
                    .extracting(i -> i.path("code").asString())
                    .containsExactly("MATCHED");
            assertThat(LEDGER.get("/v1/charges/" + charge).number("fees")).isEqualTo(220);
        }

        @Test
        void is_replayed_byte_for_byte_and_found_by_its_id() {
            var first = LEDGER.post("again-" + id, "/v1/reconciliations", ASK);
            var replay = LEDGER.post("again-" + id, "/v1/reconciliations", ASK);

            assertThat(replay.isReplay()).isTrue();
            assertThat(replay.body()).isEqualTo(first.body());
            assertThat(LEDGER.get("/v1/reconciliations/" + first.at("id")).body())
                    .isEqualTo(first.body());
        }

        @Test
        void has_its_report_in_three_forms_and_no_fourth() {
            var run = LEDGER.post("forms-" + id, "/v1/reconciliations", ASK);

            assertThat(report(run, "text/csv").text()).startsWith("run_id,provider,");
            assertThat(report(run, "text/html").text()).startsWith("<!doctype html>");
            assertThat(report(run, "*/*").at("object")).isEqualTo("reconciliation_report");
            assertThat(report(run, "text/html;q=0.1, text/csv").text()).startsWith("run_id,");
            assertThat(report(run, "text/html;q=0, */*").at("object"))
                    .isEqualTo("reconciliation_report");
            assertThat(report(run, "text/html;q=0").status()).isEqualTo(406);
            assertThat(report(run, "image/png").status()).isEqualTo(406);
        }

        @Test
        void is_made_as_it_was_known_and_told_apart_from_today() {
            var charge = aCapturedCharge();
            upload("known-file-" + id, row("txn_" + id, charge));
            var now = LEDGER.post("now-" + id, "/v1/reconciliations", ASK);
            var then =
                    LEDGER.post(
                            "then-" + id,
                            "/v1/reconciliations",
                            ASK.replace("}", ", \"as_of\": \"2020-01-01T00:00:00Z\"}"));
            var path = "/v1/reconciliations/" + then.at("id");

            assertThat(then.at("status")).isEqualTo("completed");
            assertThat(then.number("matched")).isZero();
            var diff = LEDGER.get(path + "/diff?with=" + now.at("id"));
            assertThat(diff.json().path("items"))
                    .filteredOn(change -> change.path("object").asString().equals(charge))
                    .extracting(change -> change.path("change").asString())
                    .containsExactly("appeared");
            var lines =
                    LEDGER.get(
                            "/v1/reconciliations/" + now.at("id") + "/items?operation=" + charge);
            assertThat(lines.json().at("/data/0/line/code").asString()).isEqualTo("MATCHED");
            assertThat(lines.json().at("/data/0/rows")).hasSize(1);
            assertThat(LEDGER.get(path + "/items").status()).isEqualTo(400);
            assertThat(LEDGER.get(path + "/diff").status()).isEqualTo(400);
            assertThat(LEDGER.get(path + "/diff?with=rec_nobody").status()).isEqualTo(404);
            assertThat(LEDGER.get("/v1/reconciliations?limit=1").json().path("data")).hasSize(1);
        }

        @Test
        void is_not_made_as_it_will_be_known() {
            for (var wish :
                    new String[] {
                        "\"as_of\": \"2199-01-01T00:00:00Z\"",
                        "\"as_of\": \"yesterday\"",
                        "\"journal_position\": 999999999999",
                        "\"journal_position\": 1, \"as_of\": \"2020-01-01T00:00:00Z\""
                    }) {
                var answer =
                        LEDGER.post(
                                "will-" + id,
                                "/v1/reconciliations",
                                ASK.replace("}", ", " + wish + "}"));

                assertThat(answer.status()).as(wish).isEqualTo(400);
            }
        }

        @Test
        void is_refused_without_a_period_or_with_two() {
            var none =
                    LEDGER.post("none-" + id, "/v1/reconciliations", "{\"provider\": \"stripe\"}");
            var two =
                    LEDGER.post(
                            "two-" + id,
                            "/v1/reconciliations",
                            ASK.replace("}", ", \"from\": \"2026-11-20\"}"));

            assertThat(none.status()).isEqualTo(400);
            assertThat(two.status()).isEqualTo(400);
            assertThat(LEDGER.get("/v1/reconciliations/rec_nobody").at("code"))
                    .isEqualTo("reconciliation_not_found");
        }
    }

    @Nested
    class A_break {

        @Test
        void is_listed_and_shown_with_its_evidence() {
            upload("brk-file-" + id, row("txn_" + id, "ch_nobody" + id));
            LEDGER.post("brk-" + id, "/v1/reconciliations", ASK);

            var page = LEDGER.get("/v1/breaks?status=open&code=MISSING_IN_LEDGER&limit=100");
            var found =
                    page.json()
                            .path("data")
                            .valueStream()
                            .filter(b ->
                                    b.at("/evidence/balance_transaction")
                                            .asString("")
                                            .equals("txn_" + id))
                            .findFirst()
                            .orElseThrow();

            assertThat(found.path("amount").asLong()).isEqualTo(9_780);
            var one = LEDGER.get("/v1/breaks/" + found.path("id").asString());
            assertThat(one.json()).isEqualTo(found);
            assertThat(LEDGER.get("/v1/breaks/brk_nobody").at("code")).isEqualTo("break_not_found");
            assertThat(LEDGER.get("/v1/breaks?code=NO_SUCH").status()).isEqualTo(400);
        }
    }

    private String file() {
        return HEADER
                + "txn_a"
                + id
                + ",2026-10-01 10:00:00,eur,100.00,2.20,97.80,charge,s,po_"
                + id
                + ",\n"
                + "txn_b"
                + id
                + ",2026-10-01 10:00:00,eur,-20.00,0.00,-20.00,refund,s,po_"
                + id
                + ",\n";
    }

    private static String row(String transaction, String charge) {
        return HEADER
                + transaction
                + ",2026-11-20 08:30:00,eur,100.00,2.20,97.80,charge,obj_"
                + charge
                + ",,"
                + charge
                + "\n";
    }

    private String aCapturedCharge() {
        var charge =
                LEDGER.post(
                                "charge-" + id,
                                "/v1/charges",
                                """
                                {"amount": 10000, "currency": "EUR", "merchant": "acme",
                                 "provider": "stripe", "payment_method": "pm_card_visa",
                                 "capture": "automatic"}
                                """,
                                "Prefer",
                                "respond-async")
                        .at("id");
        LEDGER.report(charge, charge, Said.captured(charge, 10_000));
        return charge;
    }

    private static Answer report(Answer run, String accept) {
        return Ledger.send(
                LEDGER.signed("/v1/reconciliations/" + run.at("id") + "/report")
                        .header("Accept", accept)
                        .GET());
    }

    private static Answer upload(String transactionId, String csv) {
        return upload(transactionId, csv, FILES, "text/csv");
    }

    private static Answer upload(String transactionId, String csv, String path, String type) {
        return Ledger.send(
                LEDGER.signed(path)
                        .header("Idempotency-Key", transactionId)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(csv)));
    }
}
