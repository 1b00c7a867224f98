package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.LoneSimulator;
import io.truebook.contract.catalogue.Shop.Wish;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Adyen's notifications prove themselves by eight fields and have no time: forged, old, rolled. */
@Tag("database")
@ExtendWith(SharedStand.class)
class AdyenForgeriesTest {

    private static final String STRANGERS_KEY = "5C".repeat(32);
    private static final String REFUSED = "truebook_webhook_refused_total";

    private final Stand stand;
    private final Shop shop;
    private final Provider provider;
    private final Caller caller;

    AdyenForgeriesTest(Stand stand) {
        this.stand = stand;
        this.shop = stand.shop();
        this.provider = stand.provider();
        this.caller = stand.caller();
    }

    @Test
    void row_62_at_adyen_a_forged_callback_is_refused_and_moves_nothing() {
        var charge = open("row-62-adyen");
        var wished = authorised(charge);
        var genuine = wished.signedBy(Stand.ADYEN_KEY);
        double before = stand.metric(REFUSED);

        assertRefused(caller.adyen(wished.signedBy(STRANGERS_KEY).message()));
        assertRefused(caller.adyen(wished.message()));
        assertRefused(caller.adyenWithoutLogin(genuine.message()));
        for (var field : AdyenNotice.SIGNED) {
            assertRefused(caller.adyen(genuine.with(field, "1").message()));
        }
        assertRefused(caller.adyen(genuine.amount(1998, "EUR").message()));
        assertRefused(caller.adyen(genuine.amount(1999, "USD").message()));
        assertRefused(caller.adyen(genuine.message(wished.signedBy(STRANGERS_KEY))));

        assertThat(stand.metric(REFUSED) - before)
                .isGreaterThanOrEqualTo(6 + AdyenNotice.SIGNED.size());
        assertThat(shop.status(charge)).isEqualTo("processing");
        assertThat(shop.payable("row-62-adyen", "EUR")).isZero();
        assertThat(provider.count(charge).captured()).isZero();
        provider.add(always("webhook_forged"));
        authorise(charge);
        assertBookedOnce(charge, "row-62-adyen");
    }

    @Test
    void row_63_at_adyen_a_genuine_callback_of_old_is_known_whatever_its_date_says() {
        var charge = shop.charged(Wish.of("row-63-adyen").atAdyen());
        provider.deliverAll();
        awaitDone(charge);
        var genuine = AdyenNotice.of(provider.told(shop.paymentIntent(charge)).getFirst());

        for (var date : List.of("2020-02-29T00:00:00+00:00", "2031-01-01T00:00:00+00:00")) {
            var replay = genuine.with("eventDate", date).signedBy(Stand.ADYEN_KEY);
            assertThat(caller.adyen(replay.message()).status()).isBetween(200, 299);
        }

        awaitInboxEmpty();
        var told = shop.timeline(charge);
        assertThat(told.callbacks("done")).containsExactly("AUTHORISATION");
        assertBookedOnce(charge, "row-63-adyen");
    }

    @Test
    void row_64_at_adyen_while_a_key_is_rolled_nothing_is_lost() {
        var ledger = stand.ledger().address();
        var stripe = List.of(LoneSimulator.SECRET);
        provider.deliverTo(ledger, stripe, Stand.OLD_ADYEN_KEY);
        var before = shop.charged(Wish.of("row-64-adyen-old").atAdyen());
        awaitDone(before);
        // Queued under the old key, sent after the roll; Adyen keeps such a signature.
        provider.add(always("webhook_old_secret"));
        provider.deliverTo(ledger, stripe, Stand.ADYEN_KEY);
        var queued = shop.charged(Wish.of("row-64-adyen-queued").atAdyen());
        awaitDone(queued);
        provider.heal();
        var after = shop.charged(Wish.of("row-64-adyen-new").atAdyen());
        awaitDone(after);
        provider.deliverTo(ledger, stripe, STRANGERS_KEY);
        var early = shop.charged(Wish.of("row-64-adyen-unknown").atAdyen());
        assertThat(shop.timeline(early).callbacks("done")).isEmpty();
        assertThat(provider.owed()).isPositive();
        provider.deliverTo(ledger, stripe, Stand.ADYEN_KEY);
        provider.deliverAll();
        awaitDone(early);

        assertBookedOnce(before, "row-64-adyen-old");
        assertBookedOnce(queued, "row-64-adyen-queued");
        assertBookedOnce(after, "row-64-adyen-new");
        assertBookedOnce(early, "row-64-adyen-unknown");
    }

    @Test
    void row_69_at_adyen_a_notification_of_another_account_is_kept_and_not_booked() {
        var charge = open("row-69-adyen");
        var foreign = authorised(charge).with("merchantAccountCode", "AnotherShop");

        assertThat(caller.adyen(foreign.signedBy(Stand.ADYEN_KEY).message()).status())
                .isBetween(200, 299);

        Shop.await(
                "it to be kept",
                () -> assertThat(shop.whyParked(foreign.eventId())).contains("another merchant"));
        assertThat(shop.status(charge)).isEqualTo("processing");
        assertThat(shop.payable("row-69-adyen", "EUR")).isZero();
        assertThat(provider.count(charge).captured()).isZero();
        authorise(charge);
        assertBookedOnce(charge, "row-69-adyen");
    }

    /** A payment that waits for its end. */
    private String open(String row) {
        var charge = shop.begin(Wish.of(row).atAdyen().method("pm_usBankAccount_processing"));
        shop.awaitStatus(charge, "processing");
        return charge;
    }

    /** What Adyen would send if it had come to its end; not signed yet. */
    private AdyenNotice authorised(String charge) {
        return AdyenNotice.authorised(shop.paymentIntent(charge), charge);
    }

    private void authorise(String charge) {
        provider.happens("adyen/payments/" + shop.paymentIntent(charge) + "/authorise");
        shop.awaitStatus(charge, "captured");
    }

    private void awaitDone(String charge) {
        shop.awaitTimeline(
                charge, "its callback", now -> now.callbacks("done").contains("AUTHORISATION"));
    }

    private void awaitInboxEmpty() {
        Shop.await(
                "all callbacks to be worked",
                () -> assertThat(stand.metric("truebook_webhook_inbox_callbacks")).isZero());
    }

    private void assertBookedOnce(String charge, String row) {
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        assertThat(shop.payable(row, "EUR")).isEqualTo(1999);
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("code").asString()).isEqualTo("webhook_signature_invalid");
    }
}
