package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
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

    @BeforeAll
    static void open() {
        stand = Stand.open(data);
        shop = stand.shop();
        provider = stand.provider();
        ann = Accountant.called("ann", stand.ledger());
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
}
