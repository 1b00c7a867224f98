package io.truebook.contract.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.catalogue.Shop.Wish;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an accountant has signed stays as it was, whatever is told of those days later. */
@Tag("database")
class ClosedPeriodTest {

    private static final String BANK = "/v1/accounts/platform:bank";
    private static final String IN_TRANSIT = "provider:adyen:in_transit";

    @TempDir private static Path directory;
    private static Stand stand;

    @BeforeAll
    static void open() {
        stand = Stand.open(directory);
    }

    @AfterAll
    static void close() {
        try (var closed = stand) {
            closed.assertSound();
        }
    }

    @Test
    void a_statement_of_a_closed_day_is_booked_in_the_open_one() {
        var client = stand.client();
        var shop = stand.shop();
        var today = LocalDate.now(ZoneOffset.UTC);
        var yesterday = today.minusDays(1);
        shop.charged(Wish.of("closed").atAdyen().amount(10_000, "DKK"));
        var settlement = new Settlement(client, stand.provider(), stand.simulator());
        var payout = "batch-" + settlement.close() + "-DKK";
        settlement.reconciled("closed", today);
        long sent = shop.column(IN_TRANSIT, "DKK", "balance");
        var close = "{\"through\": \"%s\"}".formatted(yesterday);

        var closed = client.post("close", "/v1/period-closes", close);
        var uploaded = upload(yesterday, sent, "ADYEN " + payout.replace("-DKK", ""));

        assertThat(closed.status()).as(closed.text()).isEqualTo(201);
        assertThat(client.post("close", "/v1/period-closes", close).isReplay()).isTrue();
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        assertThat(shop.column("platform:bank", "DKK", "balance")).isEqualTo(sent);
        var posting = client.get(BANK + "/postings").json().path("data").path(0);
        assertThat(posting.path("effective_at").asString()).isEqualTo(today + "T00:00:00Z");
        assertThat(posting.path("original_at").asString()).isEqualTo(yesterday + "T00:00:00Z");
        assertThat(
                        client.get(BANK + "/balances?at=" + yesterday + "T23:59:59Z")
                                .json()
                                .path("balances")
                                .isEmpty())
                .as("nothing of it is in the closed day")
                .isTrue();
    }

    private static Answer upload(LocalDate day, long minor, String words) {
        var csv =
                "account,booking_date,amount,currency,text\nDK5000400440116243,%s,%d.%02d,DKK,%s\n"
                        .formatted(day, minor / 100, minor % 100, words);
        return stand.client()
                .send(
                        stand.client()
                                .request("/v1/bank-statements")
                                .header("Idempotency-Key", "statement")
                                .header("Content-Type", "text/csv")
                                .POST(BodyPublishers.ofString(csv)));
    }
}
