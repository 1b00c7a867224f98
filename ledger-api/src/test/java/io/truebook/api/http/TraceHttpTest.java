package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transaction and a charge, explained in order of time. */
@Tag("database")
class TraceHttpTest {

    private static final String CHARGE =
            """
            {"amount": 1000, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "automatic", "description": "secret"}
            """;

    private final Ledger ledger = Ledger.running();
    private final String tx = "a/b%" + UUID.randomUUID();
    private final String charge =
            ledger.post(tx, "/v1/charges", CHARGE, "Prefer", "wait=0").at("id");

    @Test
    void a_transaction_shows_its_command_events_and_postings() {
        ledger.report(charge, charge, Said.captured(charge, 1000));
        refund();

        var answer = ledger.get("/v1/transactions?id=" + tx.replace("%", "%25"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("transaction_id")).isEqualTo(tx);
        assertThat(answer.text())
                .contains("\"name\":\"request-charge\"", "\"status\":\"answered\"")
                .contains("\"type\":\"charge-requested\"", "\"type\":\"charge-captured\"")
                .contains("\"account\":\"merchant:m-1:payable\"")
                .doesNotContain("refund-requested", "secret");
    }

    private void refund() {
        var json = "{\"charge\": \"" + charge + "\", \"amount\": 1}";
        ledger.post("r" + UUID.randomUUID(), "/v1/refunds", json, "Prefer", "wait=0");
    }

    @Test
    void a_timeline_shows_everything_of_the_charge() {
        ledger.report(charge, charge, Said.captured(charge, 1000));
        refund();

        var answer = ledger.get("/v1/charges/" + charge + "/timeline");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("charge-captured", "refund-requested");
        assertThat(answer.number("journal_position")).isPositive();
    }

    @Test
    void the_books_are_sound() {
        var answer = ledger.get("/v1/integrity");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("status")).isEqualTo("sound");
        assertThat(answer.number("events")).isPositive();
    }
}
