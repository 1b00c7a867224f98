package io.truebook.contract.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.LoneSimulator;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The settlement of the Adyen account: its batches at the provider, its runs at the ledger. */
final class Settlement {

    private final LedgerClient client;
    private final Provider provider;
    private final LedgerClient downloads;
    private int asked;

    Settlement(LedgerClient client, Provider provider, URI simulator) {
        this.client = client;
        this.provider = provider;
        this.downloads = new LedgerClient(simulator, "");
    }

    /** Adyen closes its books; the number of the batch. */
    long close() {
        return close("{}");
    }

    long close(String how) {
        return provider.happens("adyen/batches", how).get("batch").asLong();
    }

    /** The file of a batch, as Adyen gives it to its report user. */
    String file(long batch) {
        var login =
                Base64.getEncoder().encodeToString(("me:" + LoneSimulator.API_KEY).getBytes(UTF_8));
        var answer =
                downloads.send(
                        downloads
                                .request(
                                        "/reports/download/MerchantAccount/"
                                                + Stand.ADYEN_MERCHANT
                                                + "/settlement_detail_report_batch_"
                                                + batch
                                                + ".csv")
                                .header("Authorization", "Basic " + login)
                                .GET());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    Answer upload(String transactionId, String csv) {
        return client.send(
                client.request("/v1/settlement-files?provider=adyen")
                        .header("Idempotency-Key", transactionId)
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(csv)));
    }

    /** Reconciles; the report. From yesterday to tomorrow, so that midnight changes nothing. */
    JsonNode reconciled(String row) {
        return reconciled(row, LocalDate.now(ZoneOffset.UTC).plusDays(1));
    }

    /** From yesterday to a day that may be still to come: ages are counted from its end. */
    JsonNode reconciled(String row, LocalDate last) {
        var today = LocalDate.now(ZoneOffset.UTC);
        var started =
                client.post(
                        row + "-run-" + ++asked,
                        "/v1/reconciliations",
                        "{\"provider\": \"adyen\", \"from\": \"%s\", \"to\": \"%s\"}"
                                .formatted(today.minusDays(1), last));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        var path = "/v1/reconciliations/" + started.json().get("id").asString();
        Shop.await("the run to end", () -> assertThat(status(path)).isNotEqualTo("running"));
        assertThat(status(path)).as(client.get(path).text()).isEqualTo("completed");
        return client.get(path + "/report").json();
    }

    /** The one break of a code about one thing. */
    JsonNode breakOf(String code, String about) {
        return client.get("/v1/breaks?limit=100&code=" + code)
                .json()
                .get("data")
                .valueStream()
                .filter(found -> found.get("evidence").get("about").asString().equals(about))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + code + " of " + about));
    }

    private String status(String run) {
        return client.get(run).json().get("status").asString();
    }

    /** The codes of all lines about one thing. */
    static List<String> codes(JsonNode report, String about) {
        return lines(report, about).stream().map(line -> line.get("code").asString()).toList();
    }

    /** The lines that name a charge of ours, or an id of the provider's, or a row of a file. */
    static List<JsonNode> lines(JsonNode report, String about) {
        return report.get("items")
                .valueStream()
                .filter(line ->
                        List.of("charge", "object", "provider_reference", "balance_transaction")
                                .stream()
                                .anyMatch(field -> line.get(field).asString("").contains(about)))
                .toList();
    }

    static JsonNode payout(JsonNode report, long batch) {
        return report.get("payouts")
                .valueStream()
                .filter(payout -> payout.get("id").asString().equals("batch-" + batch + "-EUR"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No payout of " + batch + ": " + report));
    }
}
