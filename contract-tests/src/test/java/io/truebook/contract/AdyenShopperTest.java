package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 3-D Secure at Adyen, out of the box: the ledger starts it, the shop finishes it with {@code
 * /payments/details} as its own code would, and the ledger learns the outcome by webhook.
 */
@Tag("database")
class AdyenShopperTest {

    @TempDir static Path data;
    private static RunningLedger ledger;
    private static LedgerClient client;
    private static Books books;

    @BeforeAll
    static void start() {
        ledger = RunningLedger.on(data, ExternalDatabase.settings());
        client = ledger.client();
        books = new Books(client);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void a_payer_who_passes_is_charged_once_the_shop_has_said_so() {
        var charge = started("passes");
        var back = atTheBank(charge, "succeed");
        assertThat(status(charge)).isEqualTo("requires_action");

        var completed = shopCompletes(back);

        assertThat(completed.json().get("resultCode").asString()).isEqualTo("Authorised");
        awaitStatus(charge, "captured");
        books.awaitBalance("merchant:passes:payable", 1999);
        books.awaitBalance("provider:adyen:clearing", 1999);
    }

    @Test
    void a_payer_who_fails_is_not_charged() {
        var charge = started("fails");

        var completed = shopCompletes(atTheBank(charge, "fail"));

        assertThat(completed.json().get("resultCode").asString()).isEqualTo("Refused");
        awaitStatus(charge, "failed");
        books.awaitBalance("merchant:fails:payable", 0);
    }

    private static String started(String name) {
        var answer =
                client.post(
                        name,
                        "/v1/charges",
                        """
                        {"amount": 1999, "currency": "EUR", "merchant": "%s", "provider": "adyen",
                         "payment_method": "pm_card_authenticationRequired",
                         "capture": "automatic", "return_url": "https://shop.example/back?cart=7"}\
                        """
                                .formatted(name));
        assertThat(answer.status()).as(answer.text()).isIn(200, 201, 202);
        var charge = answer.json().get("id").asString();
        awaitStatus(charge, "requires_action");
        return charge;
    }

    /** The payer presses a button of the bank's page and is sent back to the shop. */
    private static URI atTheBank(String charge, String button) {
        var page = client.get("/v1/charges/" + charge).json().at("/next_action/url").asString();
        var simulator = new LedgerClient(ledger.simulator(), "");
        var answer =
                simulator.send(
                        simulator
                                .request(URI.create(page).getPath())
                                .POST(BodyPublishers.ofString("result=" + button)));
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static Answer shopCompletes(URI back) {
        var result = back.getQuery().replaceAll(".*redirectResult=", "");
        var adyen = new LedgerClient(ledger.simulator(), "");
        var answer =
                adyen.send(
                        adyen.request("/v71/payments/details")
                                .header("X-API-Key", LoneSimulator.API_KEY)
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"details\": {\"redirectResult\": \"%s\"}}"
                                                        .formatted(result))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static String status(String charge) {
        return client.get("/v1/charges/" + charge).json().get("status").asString();
    }

    private static void awaitStatus(String charge, String wanted) {
        Awaitility.await(charge + " to be " + wanted)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status(charge)).isEqualTo(wanted));
    }
}
