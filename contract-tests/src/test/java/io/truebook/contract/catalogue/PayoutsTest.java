package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Money on its way to the bank. */
@Tag("database")
@ExtendWith(SharedStand.class)
class PayoutsTest {

    private final Shop shop;
    private final Provider provider;
    private final Stand stand;

    PayoutsTest(Stand stand) {
        this.stand = stand;
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    /** A currency that no other row uses, so that the balance is this row's alone. */
    @Test
    void row_53_a_payout_that_failed_after_it_was_paid_is_back() {
        var charge = shop.charged(Wish.of("row-53").amount(1999, "CHF"));
        Shop.await(
                "the fee", () -> assertThat(shop.show(charge).get("fees").asLong()).isPositive());
        long before = clearing();

        var payout = provider.happens("payouts", "{\"currency\": \"chf\"}");

        var id = payout.get("id").asString();
        assertThat(payout.get("amount").asLong()).isEqualTo(before);
        Shop.await("it to leave", () -> assertThat(inTransit()).isEqualTo(before));
        assertThat(clearing()).isZero();
        provider.happens("payouts/" + id + "/pay");
        provider.deliverAll();
        assertThat(inTransit()).isEqualTo(before);

        provider.add(always("webhook_duplicate").event("payout.*"));
        provider.happens("payouts/" + id + "/fail");

        Shop.await("it to be back", () -> assertThat(inTransit()).isZero());
        provider.deliverAll();
        assertThat(inTransit()).isZero();
        assertThat(provider.look("/v1/payouts/" + id).get("status").asString()).isEqualTo("failed");
        assertThat(clearing()).isEqualTo(before);
        assertThat(provider.count(charge).capturedMinor()).isEqualTo(1999);
    }

    /** Activity has no payouts: they and what they contain are reports of their own. */
    @Test
    void what_stripe_reports_by_itself_settles_a_payout_and_proves_it() {
        var charge = shop.charged(Wish.of("payout-proved").amount(1999, "NOK"));
        Shop.await(
                "the fee", () -> assertThat(shop.show(charge).get("fees").asLong()).isPositive());
        var payout =
                provider.happens(
                        "payouts",
                        "{\"currency\": \"nok\", \"arrival_date\": %d}"
                                .formatted(Instant.now().getEpochSecond()));
        var id = payout.get("id").asString();
        long amount = payout.get("amount").asLong();
        Shop.await(
                "it to leave",
                () ->
                        assertThat(shop.column("provider:stripe:in_transit", "NOK", "balance"))
                                .isEqualTo(amount));

        var auditor = Accountant.called("auditor-of-payouts", stand.ledger());
        var today = LocalDate.now(ZoneOffset.UTC);
        var report = auditor.reportOf(auditor.made(auditor.asked(today, today.plusDays(1))));

        assertThat(report.get("payouts").valueStream())
                .filteredOn(proof -> proof.get("id").asString().equals(id))
                .singleElement()
                .satisfies(proof -> {
                    assertThat(proof.get("amount").asLong()).isEqualTo(amount);
                    assertThat(proof.get("rows").asLong()).isOne();
                    assertThat(proof.get("difference").asLong()).isZero();
                });
        assertThat(report.get("items").valueStream())
                .filteredOn(line -> line.get("object").asString().equals(id))
                .singleElement()
                .satisfies(line -> assertThat(line.get("code").asString()).isEqualTo("MATCHED"));
    }

    private long clearing() {
        return shop.column("provider:stripe:clearing", "CHF", "balance");
    }

    private long inTransit() {
        return shop.column("provider:stripe:in_transit", "CHF", "balance");
    }
}
