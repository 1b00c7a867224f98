package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.Ledger.Answer;
import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutFact;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person says that an entry of the bank's is not the payout it was taken for. */
@Tag("database")
class BankEntryHttpTest {

    private static final String ALL = "/v1/bank-entries";
    private static final Instant ARRIVES = Instant.parse("2026-11-20T00:00:00Z");

    private final Ledger ledger = Ledger.running();
    private final String id = Ledger.letters();
    private final String payout = "po_" + id;
    private final long amount = ThreadLocalRandom.current().nextLong(1_000_000, 900_000_000);

    @Test
    void a_match_by_amount_is_taken_back_once_and_says_who_and_why() {
        paidOut();
        upload("Customer 17");
        var entry = ledger.get(ALL + "?payout=" + payout).json().path("data").path(0);
        var path = ALL + "/" + entry.path("id").asString() + "/unmatch";
        var wish = "{\"payout\": \"%s\", \"reason\": \"It is the rent\"}".formatted(payout);

        var answer = ledger.post("not-" + id, path, wish);

        assertThat(entry.path("match").path("rule").asString()).isEqualTo("amount_and_date");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("match").isNull()).isTrue();
        assertThat(answer.json().path("not").path(0).path("payout").asString()).isEqualTo(payout);
        assertThat(answer.json().path("not").path(0).path("by").asString()).isEqualTo("operator");
        assertThat(ledger.post("not-" + id, path, wish).isReplay()).isTrue();
        assertThat(ledger.get(ALL + "/" + entry.path("id").asString()).text())
                .isEqualTo(answer.text());
        assertThat(ledger.get(ALL + "?payout=" + payout).json().path("data").isEmpty()).isTrue();
    }

    @Test
    void a_page_of_a_year_that_no_statement_has_is_refused() {
        assertThat(ledger.get(ALL + "?after=0000-01-01:bke_a").at("code"))
                .isEqualTo("field_invalid");
        assertThat(ledger.get(ALL + "?after=2026-02-30:bke_a").at("code"))
                .isEqualTo("field_invalid");
    }

    @Test
    void what_cannot_be_taken_back_is_refused_with_a_code() {
        paidOut();
        upload(payout);
        var entry = ledger.get(ALL + "?payout=" + payout).json().path("data").path(0);
        var path = ALL + "/" + entry.path("id").asString() + "/unmatch";
        var wish = "{\"payout\": \"%s\", \"reason\": \"No\"}";

        assertThat(ledger.post("named-" + id, path, wish.formatted(payout)).at("code"))
                .isEqualTo("bank_entry_names_payout");
        assertThat(ledger.post("other-" + id, path, wish.formatted("po_other")).at("code"))
                .isEqualTo("bank_entry_not_matched");
        assertThat(
                        ledger.post("none-" + id, ALL + "/bke_0/unmatch", wish.formatted(payout))
                                .at("code"))
                .isEqualTo("bank_entry_not_found");
    }

    private void paidOut() {
        var source = FactSource.first("stripe", payout, null, ARRIVES);
        var fact = new PayoutFact.Created(source, Money.of(amount, "EUR"), ARRIVES);
        ledger.bean(OutcomeRecorder.class)
                .record(
                        "default",
                        "sys:test",
                        payout,
                        new RecordPayout(
                                PayoutCommand.keyOf("stripe", payout),
                                "stripe",
                                List.of(fact),
                                "webhook",
                                ARRIVES));
    }

    private Answer upload(String words) {
        var csv =
                "account,booking_date,amount,currency,text\nDE02,2026-11-20,%d.%02d,EUR,%s\n"
                        .formatted(amount / 100, amount % 100, words);
        return Ledger.send(
                ledger.signed("/v1/bank-statements")
                        .header("Idempotency-Key", "statement-" + id)
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(csv)));
    }
}
