package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.Ledger.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bank statements as they are sent, right ones and others. */
@Tag("database")
class BankStatementHttpTest {

    private static final String PATH = "/v1/bank-statements";
    private static final String HEADER = "account,booking_date,amount,currency,text\n";
    private static final Ledger LEDGER = Ledger.running();

    private final String id = Ledger.letters();

    @Test
    void is_taken_once_and_answered_alike_under_any_transaction() {
        var statement = HEADER + line("12.34", id) + line("-2.34", id);

        var first = send("first-" + id, statement, "text/csv");
        var second = send("second-" + id, statement, "text/csv; charset=utf-8");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.json().get("entries").asLong()).isEqualTo(2);
        assertThat(first.json().get("totals").get(0).get("credits").asLong()).isEqualTo(1234);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv|account,booking_date,amount,currency|422",
                "text/csv|''|422",
                "application/xml|''|422",
                "application/xml|<a/>|422",
                "application/xml|<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>|422",
                "application/json|{}|415",
                "text/xml|<a/>|415"
            })
    void that_is_none_is_refused_with_a_code(String type, String body, int status) {
        var answer = send("none-" + id, body, type);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 422) {
            assertThat(answer.at("code")).isEqualTo("bank_statement_invalid");
            assertThat(answer.text()).contains("line 1");
        }
    }

    @ParameterizedTest
    @CsvSource({"12.345", "1e3", "999999999999999", "--1", "=1+1"})
    void names_line_and_column_of_a_wrong_cell_and_repeats_nothing(String amount) {
        var answer = send("cell-" + id, HEADER + line("1.00", id) + line(amount, id), "text/csv");

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).contains("line 3").doesNotContain(amount);
    }

    @Test
    void above_eight_mebibytes_is_not_read() {
        var answer = send("big-" + id, HEADER + "x".repeat(8 * 1024 * 1024), "text/csv");

        assertThat(answer.status()).isEqualTo(413);
    }

    private static String line(String amount, String text) {
        return "DE02120300000000202051,2026-11-20,%s,EUR,%s\n".formatted(amount, text);
    }

    private static Answer send(String transactionId, String body, String type) {
        return Ledger.send(
                LEDGER.signed(PATH)
                        .header("Idempotency-Key", transactionId)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }
}
