package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient;
import io.truebook.contract.LoneSimulator;
import io.truebook.contract.catalogue.Shop.Wish;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A second account at one provider, with books, a secret and a clearing account of its own. */
@Tag("database")
class SecondAccountTest {

    private static final String OTHER = "stripe-eu";
    private static final String SECRET = "whsec_of_the_other_account";

    @TempDir private static Path directory;

    private static String[] settings(LoneSimulator at) {
        var account = "--truebook.providers." + OTHER + ".";
        return new String[] {
            account + "type=stripe",
            account + "api-key=" + LoneSimulator.API_KEY,
            account + "api-base=" + at.address(),
            account + "webhook-secrets=" + SECRET
        };
    }

    private static Wish there(String id) {
        return new Wish(id, id, 1999, "EUR", "pm_card_visa", "automatic", OTHER);
    }

    @Test
    void of_a_provider_is_charged_told_of_settled_and_reported_by_itself() {
        try (var other = LoneSimulator.in(directory.resolve("other"))) {
            other.startSilently();
            try (var stand = Stand.open(directory.resolve("stand"), settings(other))) {
                new Provider(other.address())
                        .happens(
                                "webhooks/endpoints",
                                """
                                {"endpoints": [{"url": "%s/webhooks/%s", "secrets": ["%s"]}]}\
                                """
                                        .formatted(stand.ledger().address(), OTHER, SECRET));
                bothAreUsed(stand);
                stand.assertSound();
            }
        }
    }

    private static void bothAreUsed(Stand stand) {
        var shop = stand.shop();
        var client = stand.client();
        var ours = shop.charged(Wish.of("here"));
        var theirs = shop.charged(there("there"));
        var refund = shop.beginRefund("there-refund", theirs, 500);
        shop.awaitStatus(refund, "succeeded");
        Shop.await(
                "a callback of the other account",
                () ->
                        assertThat(client.get("/v1/charges/" + theirs + "/timeline").text())
                                .contains("charge.succeeded"));

        var report = reconciled(client, OTHER);
        var first = reconciled(client, "stripe");

        assertThat(Settlement.codes(report, theirs)).containsOnly("MATCHED");
        assertThat(Settlement.codes(report, refund)).containsOnly("MATCHED");
        assertThat(Settlement.lines(report, ours)).isEmpty();
        assertThat(Settlement.codes(first, ours)).containsOnly("MATCHED");
        assertThat(Settlement.lines(first, theirs)).isEmpty();
        for (var account : List.of("stripe", OTHER)) {
            long fees = shop.column("provider:" + account + ":fees", "EUR", "balance");
            long taken = account.equals(OTHER) ? 1_499 : 1_999;
            assertThat(fees).isPositive();
            assertThat(shop.column("provider:" + account + ":clearing", "EUR", "balance"))
                    .isEqualTo(taken - fees);
            assertThat(client.get("/v1/breaks?provider=" + account).json().get("data")).isEmpty();
        }
        assertThat(unsigned(client, OTHER)).isEqualTo(400);
        assertThat(unsigned(client, "stripe-us")).isEqualTo(404);
    }

    private static int unsigned(LedgerClient client, String account) {
        return client.send(
                        client.request("/webhooks/" + account)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                .status();
    }

    private static JsonNode reconciled(LedgerClient client, String account) {
        var today = LocalDate.now(ZoneOffset.UTC);
        var started =
                client.post(
                        account + "-run",
                        "/v1/reconciliations",
                        "{\"provider\": \"%s\", \"from\": \"%s\", \"to\": \"%s\"}"
                                .formatted(account, today.minusDays(1), today.plusDays(1)));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        var path = "/v1/reconciliations/" + started.json().get("id").asString();
        Shop.await(
                "the run to end",
                () ->
                        assertThat(client.get(path).json().get("status").asString())
                                .isEqualTo("completed"));
        return client.get(path + "/report").json();
    }
}
