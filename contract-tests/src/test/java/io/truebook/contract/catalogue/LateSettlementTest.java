package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the settlement tells. The stand is its own: each row reconciles all of today. */
@Tag("database")
class LateSettlementTest {

    @TempDir static Path data;
    private static Stand stand;
    private static Shop shop;
    private static Provider provider;
    private static Accountant ann;
    private static Accountant bob;

    @BeforeAll
    static void open() {
        // A run counts ages from its end, a day or two from now: by then rows are late.
        stand = Stand.open(data, "--truebook.reconciliation.settlement-window=1h");
        shop = stand.shop();
        provider = stand.provider();
        ann = Accountant.called("ann", stand.ledger());
        bob = Accountant.called("bob", stand.ledger());
    }

    @AfterEach
    void the_books_are_sound() {
        provider.heal();
        stand.assertSound();
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    /** Nobody here waits for anything: the hold was taken in the provider's dashboard. */
    @Test
    void row_10_what_no_callback_tells_is_booked_from_the_settlement_file() {
        var charge = shop.charged(Wish.of("row-10-file").held());
        provider.deliverAll();
        provider.add(always("webhook_lost"));
        provider.dashboard("/v1/payment_intents/" + shop.paymentIntent(charge) + "/capture", "");
        assertThat(shop.status(charge)).isEqualTo("authorized");

        ann.reconcile();

        var id = ann.breakOf("MISSING_IN_LEDGER", charge).get("id").asString();
        ann.awaitStatus(id, "resolved");
        assertThat(shop.status(charge)).isEqualTo("captured");
        var told = shop.timeline(charge);
        assertThat(told.count("charge-captured")).isEqualTo(1);
        assertThat(told.event("charge-captured").at("/evidence/channel").asString())
                .isEqualTo("reconciliation");
        assertThat(shop.payable("row-10-file", "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge).captured()).isEqualTo(1);
        assertThat(ann.history(id))
                .startsWith("repair-proposed system:repair", "repair-approved system:repair");
    }

    @Test
    void row_57_a_charge_that_no_settlement_has_is_a_break_for_a_person_until_one_has() {
        var charge = shop.charged(Wish.of("row-57"));
        provider.deliverAll();
        provider.add(always("settlement_row_missing").source(shop.paymentIntent(charge)));

        ann.reconcile();
        ann.reconcile();

        var both = ann.breaksOf("MISSING_AT_PROVIDER", charge);
        assertThat(both)
                .extracting(one -> one.at("/evidence/leg").asString())
                .containsExactlyInAnyOrder("settlement", "fee");
        var found =
                both.stream()
                        .filter(one -> one.at("/evidence/leg").asString().equals("settlement"))
                        .findFirst()
                        .orElseThrow();
        var id = found.get("id").asString();
        assertThat(found.get("status").asString()).isEqualTo("open");
        assertThat(found.get("severity").asString()).isEqualTo("high");
        assertThat(found.get("amount").asLong()).isNegative();
        assertThat(ann.history(id)).as("nobody has decided anything").isEmpty();
        assertThat(shop.status(charge)).isEqualTo("captured");
        assertThat(shop.payable("row-57", "EUR")).isEqualTo(1999);

        provider.heal();
        ann.reconcile();

        assertThat(both).allSatisfy(one -> ann.awaitStatus(one.get("id").asString(), "resolved"));
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
    }

    @Test
    void row_72_runs_that_are_asked_for_at_once_are_one_run_with_one_result() {
        var day = LocalDate.now(ZoneOffset.UTC).minusDays(3);
        ann.upload(
                "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,"
                        + "source_id\ntxn_row72,%s 12:00:00,eur,7.20,0.00,7.20,charge,ch_row72\n"
                                .formatted(day));

        var first = ann.asked(day, day);
        var second = bob.asked(day, day);

        var run = ann.made(first);
        assertThat(bob.made(second)).isEqualTo(run);
        assertThat(bob.report(run)).isEqualTo(ann.report(run)).contains("txn_row72");
        assertThat(ann.breakOf("MISSING_IN_LEDGER", "ch_row72").get("amount").asLong())
                .isEqualTo(720);
    }
}
