package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Balances and statements of the past, asked over HTTP. What the provider says counts from 8:30.
 */
@Tag("database")
class HistoryHttpTest {

    private static final String COUNTS_FROM = "2026-11-20T08:30:00Z";
    private static final String DAY = "&from=2026-11-20&to=2026-11-20";

    private final Ledger ledger = Ledger.running();
    private final String merchant = "m-" + Ledger.letters();
    private final String account = "/v1/accounts/merchant:" + merchant + ":payable";
    private long first;

    @BeforeEach
    void two_captures() {
        captured(1_000);
        first = ledger.get(account + "/balances").number("journal_position");
        captured(200);
    }

    private void captured(long amount) {
        var charge = charge(amount, "history-" + Ledger.letters());
        ledger.report(charge, charge, Said.captured(charge, amount));
    }

    private String charge(long amount, String transaction) {
        return ledger.post(
                        transaction,
                        "/v1/charges",
                        """
                        {"amount": %d, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                         "payment_method": "pm_card_visa", "capture": "automatic"}
                        """
                                .formatted(amount, merchant),
                        "Prefer",
                        "wait=0")
                .at("id");
    }

    @Test
    void a_balance_at_a_time_counts_what_is_effective_by_then() {
        assertThat(balance("?at=" + COUNTS_FROM)).isEqualTo(1_200);
        assertThat(balance("?at=2026-11-20T09:30:00%2B01:00")).isEqualTo(1_200);
        assertThat(balance("?at=2026-11-20T08:29:59.999999Z")).isZero();
        assertThat(balance("?at=2199-01-01T00:00:00Z")).isEqualTo(1_200);
    }

    @Test
    void a_balance_at_a_position_is_what_the_journal_knew() {
        var then = ledger.get(account + "/balances?position=" + first);

        assertThat(balance("?position=" + first)).isEqualTo(1_000);
        assertThat(then.number("journal_position")).isEqualTo(first);
        assertThat(balance("?position=" + first + "&at=2026-11-20T08:00:00Z")).isZero();
        assertThat(balance("?position=0")).isZero();
        captured(5);
        assertThat(ledger.get(account + "/balances?position=" + first).text())
                .isEqualTo(then.text());
    }

    @Test
    void a_balance_by_recording_time_is_what_was_committed_by_then() {
        assertThat(balance("?recorded_at=2020-01-01T00:00:00Z")).isZero();
        var statement = statement(DAY);
        var recorded = statement.path("data").get(0).path("recorded_at").asString();
        assertThat(Instant.parse(recorded)).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "balances?at=yesterday, at",
        "balances?at=%2B99999-01-01T00:00:00Z, at",
        "balances?position=-1, position",
        "balances?position=999999999999, position",
        "balances?position=1e3, position",
        "balances?recorded_at=2199-01-01T00:00:00Z, recorded_at",
        "balances?recorded_at=2020-01-01T00:00:00Z&position=0, recorded_at",
        "balances?as_of=1, as_of",
        "statement?from=2026-11-20&to=2026-11-20, currency",
        "statement?currency=EUR&to=2026-11-20, from",
        "statement?currency=EUR&from=2026-11-20&to=2026-11-19, to",
        "statement?currency=EUR&from=2026-01-01&to=2027-11-19, to",
        "statement?currency=EURO&from=2026-11-20&to=2026-11-20, currency",
        "statement?currency=EUR&from=2026-11-20&to=2026-11-20&time_zone=Mars, time_zone",
        "statement?currency=EUR&from=2026-11-20&to=2026-11-20&after=1-1-1-1, after",
        "statement?currency=EUR&from=2026-11-20&to=2026-11-20&after=x, after",
        "statement?currency=EUR&from=2026-11-20&to=2026-11-20&position=999999999999, position"
    })
    void what_cannot_be_meant_is_refused_by_field(String question, String field) {
        var answer = ledger.get(account + "/" + question);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("errors").get(0).path("field").asString()).isEqualTo(field);
    }

    @Test
    void a_statement_leads_from_one_balance_to_the_other() {
        var statement = statement(DAY);

        assertThat(statement.path("opening_balance").asLong()).isZero();
        assertThat(statement.path("closing_balance").asLong()).isEqualTo(1_200);
        assertThat(statement.path("totals").path("credits").asLong()).isEqualTo(1_200);
        assertThat(statement.path("data")).hasSize(2);
        assertThat(statement.path("data").get(1).path("balance").asLong()).isEqualTo(1_200);
        var next = statement("&from=2026-11-21&to=2026-11-22");
        assertThat(next.path("opening_balance").asLong()).isEqualTo(1_200);
        assertThat(next.path("data")).isEmpty();
        var west = statement("&from=2026-11-19&to=2026-11-19&time_zone=America/Los_Angeles");
        assertThat(west.path("data")).isEmpty();
    }

    @Test
    void pages_keep_to_what_the_first_one_knew() {
        List<Long> amounts = new ArrayList<>();
        var page = statement(DAY + "&limit=1");
        amounts.add(page.path("data").get(0).path("amount").asLong());
        captured(7);
        page = statement(DAY + "&limit=1&after=" + page.path("next_cursor").asString());
        amounts.add(page.path("data").get(0).path("amount").asLong());

        assertThat(amounts).containsExactly(1_000L, 200L);
        assertThat(page.path("next_cursor").isNull()).isTrue();
        assertThat(page.path("closing_balance").asLong()).isEqualTo(1_200);
        assertThat(page.path("data").get(0).path("balance").asLong()).isEqualTo(1_200);
    }

    @Test
    void a_statement_as_csv_holds_no_formula_and_stays_the_same() {
        var charge = charge(50, "=cmd|'/c calc'!A0".replace(" ", "_") + Ledger.letters());
        ledger.report(charge, charge, Said.captured(charge, 50));
        long position = ledger.get(account + "/balances").number("journal_position");
        var path = account + "/statement?currency=eur" + DAY + "&position=" + position;

        var csv = Ledger.send(ledger.signed(path).header("Accept", "text/csv").GET());
        captured(9);
        var again = Ledger.send(ledger.signed(path).header("Accept", "text/csv").GET());

        assertThat(csv.status()).as(csv.text()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(again.body()).isEqualTo(csv.body());
        var lines = csv.text().lines().toList();
        assertThat(lines).hasSize(1 + 1 + 3 + 2 + 1);
        assertThat(lines.get(1)).startsWith("opening,merchant:");
        assertThat(lines.getLast()).startsWith("closing,").contains(",1250," + position);
    }

    @Test
    void only_json_and_csv_are_there() {
        var path = account + "/statement?currency=EUR" + DAY;

        assertThat(Ledger.send(ledger.signed(path).header("Accept", "text/html").GET()).status())
                .isEqualTo(406);
    }

    private JsonNode statement(String parameters) {
        var answer = ledger.get(account + "/statement?currency=EUR" + parameters);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private long balance(String parameters) {
        var answer = ledger.get(account + "/balances" + parameters);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("balances").path(0).path("balance").asLong();
    }
}
