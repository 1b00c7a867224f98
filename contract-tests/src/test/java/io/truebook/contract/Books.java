package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** The EUR balances of a ledger, as a client reads them. An account nobody used yet has zero. */
final class Books {

    private final LedgerClient client;

    Books(LedgerClient client) {
        this.client = client;
    }

    /** A fee may follow its charge by a moment: it is in the provider's next message. */
    void awaitBalance(String account, long minor) {
        Awaitility.await(account)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(column(account, "balance")).isEqualTo(minor));
    }

    long column(String account, String name) {
        var answer = client.get("/v1/accounts/" + account + "/balances");
        if (answer.status() == 404) {
            return 0;
        }
        for (var balance : answer.json().get("balances")) {
            if (balance.get("currency").asString().equals("EUR")) {
                return balance.get(name).asLong();
            }
        }
        return 0;
    }
}
