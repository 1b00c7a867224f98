package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Settlement.codes;
import static io.truebook.contract.catalogue.Settlement.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a provider makes of money on its way: another currency, and a fee that was not agreed on.
 */
@Tag("database")
class ConvertedSettlementTest {

    private static final String FX_POSITION = "platform:fx_position";

    @TempDir private static Path directory;
    private static Stand stand;
    private static Shop shop;
    private static Provider provider;
    private static Settlement settlement;

    @BeforeAll
    static void open() {
        stand = Stand.open(directory, "--truebook.rate-cards.adyen.sek.basis-points=10");
        shop = stand.shop();
        provider = stand.provider();
        settlement = new Settlement(stand.client(), provider, stand.simulator());
    }

    @AfterEach
    void heal() {
        provider.heal();
        provider.turn("{\"adyen_settles_in\": null, \"adyen_rate\": \"1\"}");
    }

    @AfterAll
    static void close() {
        try (var closed = stand) {
            closed.assertSound();
        }
    }

    /**
     * 19.99 EUR at 1.1 is 21.99 USD; the position says what is owed in one and held in the other.
     */
    @Test
    void row_45_money_settled_in_another_currency_is_converted_once_and_agrees_in_that() {
        long euros = shop.column(FX_POSITION, "EUR", "balance");
        long dollars = shop.column(FX_POSITION, "USD", "balance");
        provider.turn("{\"adyen_settles_in\": \"USD\", \"adyen_rate\": \"1.1\"}");
        var charge = shop.charged(Wish.of("row-45").atAdyen());
        settlement.close();

        var report = settlement.reconciled("row-45");
        settlement.reconciled("row-45");

        assertThat(codes(report, charge)).containsOnly("MATCHED");
        assertThat(lines(report, charge))
                .extracting(line -> line.get("currency").asString())
                .containsOnly("USD");
        assertThat(shop.payable("row-45", "EUR")).isEqualTo(1999);
        assertThat(shop.column(FX_POSITION, "EUR", "balance") - euros).isEqualTo(1999);
        assertThat(shop.column(FX_POSITION, "USD", "balance") - dollars).isEqualTo(-2199);
    }

    /** A file that somebody uploads is never reason enough to book without another person. */
    @Test
    void row_45_a_corrected_file_that_comes_to_another_amount_is_a_difference_of_the_rate() {
        provider.turn("{\"adyen_settles_in\": \"USD\", \"adyen_rate\": \"1.1\"}");
        var charge = corrected("row-45-cent", 1);

        var report = settlement.reconciled("row-45-cent");

        // The wrong file said another amount of euros, too: that is told in euros, and the rate
        // apart.
        assertThat(codes(report, charge))
                .containsExactlyInAnyOrder("AMOUNT_MISMATCH", "FX_DIFFERENCE");
    }

    /** Converted by a file that says so much more than the one which takes its place. */
    private static String corrected(String name, long more) {
        var charge = shop.charged(Wish.of(name).atAdyen());
        provider.add(
                Trouble.once("settlement_row_wrong")
                        .source(shop.paymentIntent(charge))
                        .amount(more));
        long batch = settlement.close();
        settlement.reconciled(name);
        provider.happens("adyen/batches/" + batch + "/publish");
        settlement.upload(name + "-again", settlement.file(batch));
        return charge;
    }

    /** One thousandth of 100.00 SEK was agreed, of a currency no other row is in. */
    @Test
    void row_52_a_fee_that_is_not_the_contracts_is_booked_and_is_a_break_that_names_the_rule() {
        var charge = shop.charged(Wish.of("row-52").atAdyen().amount(10_000, "SEK"));
        settlement.close();

        var report = settlement.reconciled("row-52");

        long booked = shop.column("provider:adyen:fees", "SEK", "balance");
        assertThat(codes(report, charge)).containsExactlyInAnyOrder("MATCHED", "FEE_MISMATCH");
        assertThat(lines(report, charge))
                .extracting(line -> line.get("evidence").asString())
                .contains(
                        "Charged %d SEK, expected 10 SEK: 10 basis points of 10000 SEK and 0."
                                .formatted(booked));
    }
}
