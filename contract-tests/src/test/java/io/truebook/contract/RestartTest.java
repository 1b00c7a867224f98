package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts, on the application's own server: whatever was answered is there afterwards, byte for
 * byte.
 */
class RestartTest {

    private static final String CHARGE =
            """
            {"amount": 1999, "currency": "EUR", "merchant": "acme", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "automatic"}\
            """;
    private static final String BALANCES = "/v1/accounts/merchant:acme:payable/balances";

    @TempDir Path data;

    @Test
    void nothing_acknowledged_is_gone_after_a_kill_of_the_application_or_of_everything()
            throws IOException {
        try (var ledger = RunningLedger.on(data)) {
            var client = ledger.client();
            var charged = client.post("order-1", "/v1/charges", CHARGE);
            assertThat(charged.status()).as(charged.text()).isEqualTo(201);
            var balances = client.get(BALANCES).text();
            var server = postmaster();

            ledger.killApplication();
            ledger.startAgain();

            assertThat(postmaster()).as("the database server lived on").isEqualTo(server);
            assertUnchanged(client, charged, balances);

            ledger.killEverything();
            ledger.startAgain();

            assertThat(postmaster()).isNotEqualTo(server);
            assertUnchanged(client, charged, balances);
        }
    }

    private static void assertUnchanged(
            LedgerClient client, LedgerClient.Answer charged, String balances) {
        var again = client.post("order-1", "/v1/charges", CHARGE);
        assertThat(again.status()).isEqualTo(charged.status());
        assertThat(again.body()).isEqualTo(charged.body());
        assertThat(again.isReplay()).isTrue();
        assertThat(client.get(BALANCES).text()).isEqualTo(balances);
    }

    private String postmaster() throws IOException {
        return Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
    }
}
