package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks that a settlement file brings to light, and what becomes of them. The stand is its own:
 * each row reconciles all of today.
 */
@Tag("database")
class RepairsTest {

    private static final String CLEARING = "provider:stripe:clearing";
    private static final String SUSPENSE = "suspense:stripe";
    private static final String OLD_FILE =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,"
                    + "source_id,charge_id,\"payment_metadata[truebook_operation]\"\n";

    @TempDir static Path data;
    private static Stand stand;
    private static Shop shop;
    private static Provider provider;
    private static Accountant ann;
    private static Accountant bob;

    @BeforeAll
    static void open() {
        stand = Stand.open(data);
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

    @Test
    void row_13_a_second_charge_of_one_operation_is_refunded_when_a_person_agrees() {
        var charge = shop.charged(Wish.of("row-13"));
        provider.deliverAll();
        provider.add(always("webhook_lost"));
        provider.dashboard(
                "/v1/payment_intents",
                "amount=1999&currency=eur&payment_method=pm_card_visa&confirm=true"
                        + "&return_url=https://shop.example/back&metadata[truebook_operation]="
                        + charge);
        assertThat(provider.count(charge).captured()).isEqualTo(2);

        ann.reconcile();

        var id = ann.breakOf("DUPLICATE_AT_PROVIDER", charge).get("id").asString();
        ann.awaitStatus(id, "proposed");
        assertThat(provider.count(charge).refunds()).isZero();
        ann.approve(id);
        ann.awaitStatus(id, "resolved");
        var told = shop.timeline(charge);
        assertThat(told.count("charge-captured")).isEqualTo(2);
        assertThat(told.count("refund-succeeded")).isEqualTo(1);
        assertThat(shop.payable("row-13", "EUR")).isEqualTo(1999);
        assertThat(ann.history(id))
                .startsWith("repair-proposed system:repair", "repair-approved ann");
    }

    @Test
    void row_39_a_refund_in_the_dashboard_that_nobody_told_of_is_recorded_from_the_file() {
        var charge = shop.charged(Wish.of("row-39-file"));
        provider.deliverAll();
        provider.add(always("webhook_lost"));
        var refund =
                provider.dashboard(
                        "/v1/refunds", "amount=500&payment_intent=" + shop.paymentIntent(charge));

        ann.reconcile();

        var object = refund.get("id").asString();
        var id = ann.breakOf("MISSING_IN_LEDGER", object).get("id").asString();
        ann.awaitStatus(id, "resolved");
        assertThat(shop.status(charge)).isEqualTo("partially_refunded");
        var told = shop.timeline(charge);
        assertThat(told.count("refund-succeeded")).isEqualTo(1);
        assertThat(told.event("refund-succeeded").at("/evidence/channel").asString())
                .isEqualTo("reconciliation");
        assertThat(shop.payable("row-39-file", "EUR")).isEqualTo(1499);
        assertThat(ann.look(id).at("/proposed_repair/automatic").asBoolean()).isTrue();
    }

    @Test
    void row_41_a_refund_of_an_unknown_charge_waits_in_suspense() {
        provider.add(always("webhook_lost"));
        var intent = aStrangersCharge(900);
        var refund = provider.dashboard("/v1/refunds", "amount=300&payment_intent=" + intent);

        ann.reconcile();

        var found = ann.breakOf("ORPHAN_REFUND", refund.get("id").asString());
        var id = found.get("id").asString();
        assertThat(found.get("amount").asLong()).isEqualTo(-300);
        assertThat(found.at("/proposed_repair/kind").asString()).isEqualTo("park");
        assertThat(ann.suspended(id)).isZero();
        park(id);
        assertThat(ann.suspended(id)).isEqualTo(-300);
    }

    @Test
    void row_42_another_amount_is_booked_nowhere_but_in_suspense() {
        var charge = shop.charged(Wish.of("row-42"));
        provider.deliverAll();
        spoil(charge, -1);

        ann.reconcile();

        var found = ann.breakOf("AMOUNT_MISMATCH", charge);
        var id = found.get("id").asString();
        assertThat(found.get("status").asString()).isEqualTo("open");
        assertThat(found.get("amount").asLong()).isEqualTo(-1);
        park(id);
        assertThat(ann.suspended(id)).isEqualTo(-1);
        assertThat(shop.payable("row-42", "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
        ann.reconcile();
        assertThat(ann.look(id).get("status").asString()).isEqualTo("resolved");
        provider.heal();
        reverse(id);
    }

    @Test
    void row_43_another_currency_is_never_converted() {
        var charge = shop.charged(Wish.of("row-43"));
        var day = LocalDate.of(2026, 1, 10);
        ann.upload(
                OLD_FILE
                        + "txn_row43,2026-01-10 12:00:00,usd,19.99,0.00,19.99,charge,ch_row43,ch_row43,"
                        + charge
                        + "\n");

        ann.reconcile(day, day);

        var found = ann.breakOf("CURRENCY_MISMATCH", charge);
        assertThat(found.get("currency").asString()).isEqualTo("USD");
        assertThat(found.get("status").asString()).isEqualTo("open");
        park(found.get("id").asString());
        assertThat(shop.column(SUSPENSE, "USD", "balance")).isEqualTo(1999);
        assertThat(shop.column(CLEARING, "USD", "balance")).isEqualTo(1999);
        assertThat(shop.payable("row-43", "EUR")).isEqualTo(1999);
        assertThat(shop.payable("row-43", "USD")).isZero();
        assertThat(provider.count(charge).captured()).isEqualTo(1);
    }

    @Test
    void row_70_a_repair_that_dies_and_is_driven_again_is_one_repair() {
        provider.add(always("webhook_lost"));
        var charge = chargeOf(aStrangersCharge(700));
        ann.reconcile();
        var found = ann.breakOf("MISSING_IN_LEDGER", charge);
        var id = found.get("id").asString();
        ann.propose(id, "{}");

        bob.approve(id);
        stand.ledger().killApplication();
        stand.ledger().startAgain();

        ann.awaitStatus(id, "resolved");
        ann.reconcile();
        assertThat(ann.suspended(id)).isEqualTo(found.get("amount").asLong()).isPositive();
        assertThat(ann.history(id))
                .containsExactly(
                        "repair-proposed ann",
                        "repair-approved bob",
                        "amount-parked",
                        "repair-applied");
    }

    @Test
    void row_71_a_callback_after_the_repair_books_nothing_and_confirms_it() {
        var wish = Wish.of("row-71").method("pm_card_chargeDeclined");
        var charge = shop.charge(wish).json().get("id").asString();
        provider.deliverAll();
        assertThat(shop.status(charge)).isEqualTo("failed");
        provider.add(always("webhook_lost"));
        var intent = shop.paymentIntent(charge);
        provider.happens("payment_intents/" + intent + "/succeed");
        ann.reconcile();
        var id = ann.breakOf("STATUS_MISMATCH", charge).get("id").asString();
        ann.awaitStatus(id, "resolved");
        assertThat(shop.status(charge)).isEqualTo("captured");
        assertThat(provider.count(charge).captured()).isEqualTo(1);

        stand.caller().deliver(provider.event(intent, "charge.succeeded").toString());

        ann.awaitStatus(id, "confirmed");
        var told = shop.timeline(charge);
        assertThat(told.count("charge-captured")).isEqualTo(1);
        assertThat(told.event("charge-captured").at("/evidence/channel").asString())
                .isEqualTo("reconciliation");
        assertThat(shop.payable("row-71", "EUR")).isEqualTo(1999);
        assertThat(ann.history(id)).endsWith("repair-applied", "repair-confirmed");
    }

    @Test
    void row_75_what_was_written_off_is_taken_back_when_the_money_turns_up() {
        var charge = shop.charged(Wish.of("row-75"));
        provider.deliverAll();
        spoil(charge, -50);
        ann.reconcile();
        var id = ann.breakOf("AMOUNT_MISMATCH", charge).get("id").asString();
        long before = shop.column("platform:losses", "EUR", "balance");

        ann.propose(id, "{\"kind\": \"write_off\", \"reason_code\": \"dust\"}");
        bob.approve(id);
        ann.awaitStatus(id, "resolved");

        assertThat(shop.column("platform:losses", "EUR", "balance") - before).isEqualTo(50);
        assertThat(ann.suspended(id)).isZero();
        provider.heal(); // The file is written again, and right.
        ann.reconcile();
        assertThat(ann.breakOf("MISSING_AT_PROVIDER", id).get("amount").asLong()).isEqualTo(50);
        reverse(id);
        assertThat(shop.column("platform:losses", "EUR", "balance")).isEqualTo(before);
        assertThat(ann.breakOf("MISSING_AT_PROVIDER", id).get("status").asString())
                .isEqualTo("resolved");
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    private static void park(String id) {
        ann.propose(id, "{\"kind\": \"park\", \"reason\": \"Nobody knows why\"}");
        bob.approve(id);
        ann.awaitStatus(id, "resolved");
    }

    private static void reverse(String id) {
        ann.reconcile();
        ann.propose(id, "{\"kind\": \"reverse\", \"reason\": \"It turned up\"}");
        bob.approve(id);
        Shop.await(
                "it to be taken back",
                () -> assertThat(ann.look(id).get("parked").isNull()).isTrue());
        assertThat(ann.suspended(id)).isZero();
        ann.reconcile();
    }

    /** The file is wrong about a charge until the provider is healed. */
    private static void spoil(String charge, long by) {
        var object =
                provider.event(shop.paymentIntent(charge), "charge.succeeded")
                        .at("/data/object/id")
                        .asString();
        provider.happens(
                "faults",
                """
                {"kind": "settlement_row_wrong", "source": "%s", "amount": %d, "probability": 1}\
                """
                        .formatted(object, by));
    }

    /** Money of somebody nobody here knows; the provider's payment. */
    private static String aStrangersCharge(long amount) {
        return provider.dashboard(
                        "/v1/payment_intents",
                        "amount="
                                + amount
                                + "&currency=eur&payment_method=pm_card_visa&confirm=true"
                                + "&return_url=https://shop.example/back")
                .get("id")
                .asString();
    }

    private static String chargeOf(String intent) {
        return provider.event(intent, "charge.succeeded").at("/data/object/id").asString();
    }
}
