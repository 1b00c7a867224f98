package io.truebook.api.http;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.projection.payment.MerchantPayoutQueries;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Payouts to merchants that nobody tells of. */
@Tag("database")
class OverduePayoutHttpTest {

    private static final String ALL = "/v1/merchant-payouts";

    private final Ledger ledger = Ledger.running();
    private final String merchant = "m" + UUID.randomUUID();
    private final String tx = "tx-" + UUID.randomUUID();

    private void earn(long amount) {
        var json =
                """
                {"amount": %d, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}
                """
                        .formatted(amount, merchant);
        var id =
                ledger.post(tx + "-earn-" + amount, "/v1/charges", json, "Prefer", "wait=0")
                        .at("id");
        ledger.report(id, id, Said.captured(id, amount));
    }

    private String wanted(long amount) {
        return """
        {"merchant": "%s", "amount": %d, "currency": "eur", "reference": "week 47"}
        """
                .formatted(merchant, amount);
    }

    private Ledger.Answer request(String transaction, long amount) {
        return ledger.post(transaction, ALL, wanted(amount));
    }

    private Ledger.Answer tell(String transaction, String id, String word, String body) {
        return ledger.post(transaction, ALL + "/" + id + "/" + word, body);
    }

    @Test
    void that_nobody_tells_of_in_time_is_listed_until_somebody_does() {
        earn(1000);
        var first = request(tx + "-1", 100);
        var second = request(tx + "-2", 200).at("id");
        var soon = Instant.now().plusSeconds(3_600);

        assertThat(first.json().path("due_on").isNull()).isFalse();
        assertThat(first.json().path("overdue").asBoolean()).isFalse();
        assertThat(ids("&overdue=true")).isEmpty();
        assertThat(requestedBefore(soon)).containsExactly(second, first.at("id"));
        assertThat(requestedBefore(soon.minus(1, DAYS))).isEmpty();
        var paid = tell(tx + "-3", first.at("id"), "paid", "{}");
        assertThat(paid.json().path("due_on").isNull()).isTrue();
        assertThat(requestedBefore(soon)).containsExactly(second);
        assertThat(ledger.get(ALL + "?overdue=true&status=paid").status()).isEqualTo(400);
    }

    private List<String> requestedBefore(Instant time) {
        return ledger
                .bean(MerchantPayoutQueries.class)
                .list("default", merchant, Status.REQUESTED, time, null, 10)
                .stream()
                .map(found -> found.payout().request().payoutId())
                .toList();
    }

    @Test
    void what_is_asked_for_two_bank_days_before_yesterday_is_overdue() {
        assertThat(MerchantPayoutResource.overdueBefore(LocalDate.of(2026, 11, 19)))
                .as("on a Thursday what was asked for up to Monday, due on Wednesday")
                .isEqualTo("2026-11-17T00:00:00Z");
        assertThat(MerchantPayoutResource.overdueBefore(LocalDate.of(2026, 11, 23)))
                .as("on a Monday what was asked for up to Wednesday")
                .isEqualTo("2026-11-19T00:00:00Z");
    }

    private List<String> ids(String filter) {
        var found = new ArrayList<String>();
        ledger.get(ALL + "?merchant=" + merchant + filter)
                .json()
                .path("data")
                .forEach(one -> found.add(one.path("id").asString()));
        return found;
    }
}
