package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Trouble.always;
import static io.truebook.contract.catalogue.Trouble.counter;
import static io.truebook.contract.catalogue.Trouble.once;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls to Adyen that must be sent again, or must not be: under one key, by us and nobody else. */
@Tag("database")
@ExtendWith(SharedStand.class)
class AdyenCallsTest {

    private static final String PAYMENTS = "/v71/payments";

    private final Shop shop;
    private final Provider provider;

    AdyenCallsTest(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    @Test
    void row_25_at_adyen_a_key_that_is_in_use_is_sent_again_later() {
        var posts = provider.add(counter("POST", PAYMENTS));
        provider.add(once("error_before_effect").on("POST", PAYMENTS).status(422)); // Error 704.

        var charge = shop.begin(Wish.of("row-25-adyen").atAdyen());

        shop.awaitStatus(charge, "captured");
        var told = shop.timeline(charge);
        assertThat(told.calls("send")).containsExactly("not_executed", "succeeded");
        assertThat(told.events()).doesNotContain("operation-unknown", "charge-failed");
        assertThat(provider.met(posts)).isEqualTo(2);
        assertThat(shop.payable("row-25-adyen", "EUR")).isEqualTo(1999);
        assertChargedOnce(charge);
    }

    /** Adyen's library would send a POST again after 503 and 429, whoever else does so too. */
    @Test
    void row_30_at_adyen_what_is_sent_again_is_sent_by_us_and_carries_its_key() {
        for (int status : new int[] {503, 429}) {
            var posts = provider.add(counter("POST", PAYMENTS));
            provider.add(once("error_before_effect").on("POST", PAYMENTS).status(status));

            assertSentByUsAlone(posts, "row-30-adyen-" + status);
        }
        provider.add(always("webhook_lost")); // It would tell before we ask.
        for (var drop : List.of("drop_before_effect", "drop_after_effect")) {
            var posts = provider.add(counter("POST", PAYMENTS));
            provider.add(once(drop).on("POST", PAYMENTS));

            assertSentByUsAlone(posts, "row-30-adyen-" + drop.replace('_', '-'));
        }
    }

    private void assertSentByUsAlone(String posts, String row) {
        var charge = shop.begin(Wish.of(row).atAdyen());
        shop.awaitTimeline(charge, "its answer", now -> now.calls("send").contains("succeeded"));

        var sent = shop.timeline(charge).calls("send");
        assertThat(sent).hasSize(2);
        assertThat(provider.met(posts)).as(row).isEqualTo(sent.size());
        provider.remove(posts);
        assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        assertThat(shop.payable(row, "EUR")).isEqualTo(1999);
        assertChargedOnce(charge);
    }

    @Test
    void row_44_at_adyen_minor_units_are_adyens_own_and_a_wrong_scale_is_refused() {
        var pesos = shop.charged(wish("clp").amount(500, "CLP"));
        var kronur = shop.charged(wish("isk").amount(500, "ISK"));
        var escudos = shop.charged(wish("cve").amount(500, "CVE"));
        var dinars = shop.charged(wish("kwd").amount(5121, "KWD"));
        var posts = provider.add(counter("POST", PAYMENTS));
        var refused = shop.charge(wish("wrong").amount(550, "CVE"));

        assertThat(provider.count(pesos).capturedMinor()).isEqualTo(50_000);
        assertThat(provider.count(kronur).capturedMinor()).isEqualTo(50_000);
        assertThat(provider.count(escudos).capturedMinor()).isEqualTo(5);
        assertThat(provider.count(dinars).capturedMinor()).isEqualTo(5121);
        assertThat(shop.payable("row-44-adyen-clp", "CLP")).isEqualTo(500);
        assertThat(shop.payable("row-44-adyen-isk", "ISK")).isEqualTo(500);
        assertThat(shop.payable("row-44-adyen-cve", "CVE")).isEqualTo(500);
        assertThat(shop.payable("row-44-adyen-kwd", "KWD")).isEqualTo(5121);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().get("code").asString()).isEqualTo("amount_scale_not_supported");
        assertThat(provider.met(posts)).isZero();
        assertThat(shop.payable("row-44-adyen-wrong", "CVE")).isZero();

        provider.deliverAll();
        for (var charge : List.of(pesos, kronur, escudos, dinars)) {
            shop.awaitTimeline(
                    charge,
                    "the same amount by callback",
                    now -> now.callbacks("done").contains("AUTHORISATION"));
            assertThat(shop.timeline(charge).count("charge-captured")).isEqualTo(1);
        }
    }

    private static Wish wish(String currency) {
        return Wish.of("row-44-adyen-" + currency).atAdyen();
    }

    private void assertChargedOnce(String charge) {
        assertThat(provider.count(charge)).isEqualTo(new Provider.Count(1, 1, 0, 1999, 0));
    }
}
