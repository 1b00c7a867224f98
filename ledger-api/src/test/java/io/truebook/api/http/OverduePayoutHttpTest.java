package io.truebook.api.http;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.projection.payment.MerchantPayoutQueries;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Payouts to merchants that nobody tells of. */
@Tag("database")
class OverduePayoutHttpTest extends PaidMerchant {

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
