package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import tools.jackson.databind.JsonNode;

/** Settlement rows as they are uploaded and reconciled over HTTP, and the breaks they make. */
final class SettledRows {

    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,"
                    + "source_id,charge_id,\"payment_metadata[truebook_operation]\"\n";
    private static final String ASK =
            "{\"provider\": \"stripe\", \"business_date\": \"2026-09-01\"}";

    private final Ledger ledger;

    SettledRows(Ledger ledger) {
        this.ledger = ledger;
    }

    JsonNode breakOf(String transaction) {
        for (var after = ""; ; ) {
            var page = ledger.get("/v1/breaks?limit=100" + after).json();
            for (var found : page.path("data")) {
                if (found.at("/evidence/balance_transaction").asString("").equals(transaction)) {
                    return found;
                }
            }
            var next = page.path("next_cursor");
            if (next.isNull()) {
                throw new AssertionError("No break of " + transaction);
            }
            after = "&after=" + next.asString();
        }
    }

    void settled(String transaction, String amount, String operation) {
        upload("2026-09-01", transaction, amount, operation);
        reconcile("run-" + transaction);
    }

    void settledOn(String day, String transaction, String amount) {
        upload(day, transaction, amount, "");
        ledger.post("run-" + transaction, "/v1/reconciliations", ASK.replace("2026-09-01", day));
    }

    void reconcile(String transactionId) {
        var answer = ledger.post(transactionId, "/v1/reconciliations", ASK);
        assertThat(answer.at("status")).as(answer.text()).isEqualTo("completed");
    }

    private void upload(String day, String transaction, String amount, String operation) {
        var csv =
                HEADER
                        + String.join(
                                ",",
                                transaction,
                                day + " 12:00:00",
                                "eur",
                                amount,
                                "0.00",
                                amount,
                                "charge",
                                "ch_" + transaction,
                                "ch_" + transaction,
                                operation)
                        + "\n";
        var answer =
                Ledger.send(
                        ledger.signed("/v1/settlement-files?provider=stripe")
                                .header("Idempotency-Key", "file-" + transaction)
                                .header("Content-Type", "text/csv")
                                .POST(HttpRequest.BodyPublishers.ofString(csv)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
