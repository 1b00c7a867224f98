package io.truebook.contract.catalogue;

import static io.truebook.contract.catalogue.Settlement.codes;
import static io.truebook.contract.catalogue.Settlement.lines;
import static io.truebook.contract.catalogue.Settlement.payout;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.contract.catalogue.Shop.Wish;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What can be wrong with the files an account is settled by, at Adyen: the ledger fetches them by
 * itself. A stand of its own, because a run is about everything the account has.
 */
@Tag("database")
class SettlementTest {

    private static final String CLEARING = "provider:adyen:clearing";

    @TempDir private static Path directory;
    private static Stand stand;
    private static Shop shop;
    private static Provider provider;
    private static Settlement settlement;

    @BeforeAll
    static void open() {
        stand = Stand.open(directory);
        shop = stand.shop();
        provider = stand.provider();
        settlement = new Settlement(stand.client(), provider, stand.simulator());
    }

    @AfterEach
    void heal() {
        provider.heal();
    }

    @AfterAll
    static void close() {
        try (var closed = stand) {
            closed.assertSound();
        }
    }

    /** A currency of its own, so that the account's balance is this row's alone. */
    @Test
    void row_51_at_adyen_a_fee_that_only_the_file_tells_is_booked_once_and_all_agrees() {
        var charge = shop.charged(Wish.of("row-51-file").atAdyen().amount(10_000, "CHF"));
        var refund = shop.beginRefund("row-51-file-refund", charge, 2_500);
        shop.awaitStatus(refund, "succeeded");
        settlement.close();

        var report = settlement.reconciled("row-51");
        settlement.reconciled("row-51");

        assertThat(codes(report, charge)).containsOnly("MATCHED");
        assertThat(codes(report, refund)).containsOnly("MATCHED");
        assertThat(shop.column("provider:adyen:fees", "CHF", "balance")).isEqualTo(320);
        assertThat(shop.column("provider:adyen:in_transit", "CHF", "balance"))
                .isEqualTo(10_000 - 2_500 - 320);
        assertThat(shop.column(CLEARING, "CHF", "balance")).isZero();
    }

    @Test
    void row_54_a_payout_that_is_not_the_sum_of_its_rows_is_told() {
        var charge = shop.charged(Wish.of("row-54").atAdyen());
        shop.charged(Wish.of("row-54-other").merchant("row-54").atAdyen());
        provider.add(Trouble.once("settlement_row_missing").source(shop.paymentIntent(charge)));
        long batch = settlement.close();

        var report = settlement.reconciled("row-54");

        var proof = payout(report, batch);
        assertThat(proof.get("code").asString()).isEqualTo("PAYOUT_MISMATCH");
        assertThat(proof.get("difference").asLong()).isEqualTo(-(1999 - 88));
        // Its row may still come: not yet a break.
        assertThat(codes(report, charge)).containsOnly("TIMING");
        var mismatch = settlement.breakOf("PAYOUT_MISMATCH", "batch-" + batch + "-EUR");
        assertThat(mismatch.get("status").asString()).isEqualTo("open");
        assertThat(mismatch.get("amount").asLong()).isEqualTo(-(1999 - 88));

        provider.heal();
        provider.happens("adyen/batches/" + batch + "/publish");
        settlement.upload("row-54-corrected", settlement.file(batch));
        settlement.reconciled("row-54");
        mismatch = settlement.breakOf("PAYOUT_MISMATCH", "batch-" + batch + "-EUR");
        assertThat(mismatch.get("status").asString()).isEqualTo("resolved");
    }

    @Test
    void row_56_a_row_that_the_ledger_does_not_have_is_a_break_and_the_run_completes() {
        shop.charged(Wish.of("row-56").atAdyen());
        provider.add(Trouble.once("settlement_row_extra").amount(4321));
        long batch = settlement.close();

        var report = settlement.reconciled("row-56");

        assertThat(lines(report, "batch-" + batch + "/"))
                .filteredOn(line -> line.get("difference").asLong() == 4321)
                .extracting(line -> line.get("code").asString())
                .containsExactly("MISSING_IN_LEDGER");
    }

    @Test
    void row_58_the_same_file_again_changes_nothing_and_a_corrected_one_replaces_it() {
        var charge = shop.charged(Wish.of("row-58").atAdyen());
        provider.add(
                Trouble.once("settlement_row_wrong")
                        .source(shop.paymentIntent(charge))
                        .amount(-500));
        long batch = settlement.close();
        assertThat(codes(settlement.reconciled("row-58"), charge)).contains("AMOUNT_MISMATCH");
        var wrong = settlement.file(batch);

        var again = settlement.upload("row-58-again", wrong);
        provider.happens("adyen/batches/" + batch + "/publish");
        var corrected = settlement.upload("row-58-corrected", settlement.file(batch));

        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(corrected.status()).as(corrected.text()).isEqualTo(201);
        var report = settlement.reconciled("row-58");
        assertThat(codes(report, charge)).containsOnly("MATCHED");
        assertThat(payout(report, batch).get("difference").asLong()).isZero();
    }

    @Test
    void row_59_a_file_that_is_not_whole_is_refused_whole_and_columns_come_in_any_order() {
        var charge = shop.charged(Wish.of("row-59").atAdyen());
        long batch = settlement.close("{\"withheld\": true}");
        provider.happens("adyen/batches/" + batch + "/publish");
        var file = settlement.file(batch);

        refused("truncated", file.substring(0, file.length() - 60));
        refused("column", file.replaceFirst("Net Credit", "Nett Credit"));
        refused("totals", file.replaceFirst("19\\.11", "19.12"));
        refused("twice", file + file.lines().skip(1).findFirst().orElseThrow() + "\n");
        refused("account", file.replace("," + Stand.ADYEN_MERCHANT + ",", ",OtherShop,"));

        var reordered = settlement.upload("row-59-order", reversed(file));
        assertThat(reordered.status()).as(reordered.text()).isEqualTo(201);
        assertThat(codes(settlement.reconciled("row-59"), charge)).containsOnly("MATCHED");
    }

    private static void refused(String what, String file) {
        var answer = settlement.upload("row-59-" + what, file);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).contains("settlement_file_invalid", "line ", "column ");
    }

    /** Every line from its last cell to its first. */
    private static String reversed(String csv) {
        var out = new StringBuilder();
        csv.lines()
                .forEach(line -> {
                    var cells = Arrays.asList(line.split(",", -1)).reversed();
                    out.append(String.join(",", cells)).append('\n');
                });
        return out.toString();
    }

    @Test
    void row_60_fees_of_no_payment_are_booked_and_an_unknown_type_is_kept_for_a_person() {
        shop.charged(Wish.of("row-60").atAdyen());
        for (var type : List.of("InvoiceDeduction", "DepositCorrection", "Fee", "MoonTax")) {
            provider.happens(
                    "adyen/bookings",
                    "{\"type\": \"%s\", \"amount\": -100, \"currency\": \"EUR\"}".formatted(type));
        }
        long batch = settlement.close();

        var report = settlement.reconciled("row-60");

        var row = "batch-" + batch + "/";
        assertThat(codes(report, row + "MoonTax")).containsExactly("UNKNOWN_ROW");
        assertThat(codes(report, row + "InvoiceDeduction")).containsExactly("MATCHED");
        assertThat(codes(report, row + "DepositCorrection")).containsExactly("MATCHED");
        assertThat(codes(report, row + "Fee")).containsExactly("MATCHED");
        assertThat(payout(report, batch).get("difference").asLong()).isZero();
    }

    @Test
    void row_61_a_batch_whose_file_is_late_is_named_and_makes_no_break() {
        shop.charged(Wish.of("row-61-before").merchant("row-61").atAdyen());
        settlement.close();
        settlement.reconciled("row-61");
        var late = shop.charged(Wish.of("row-61").atAdyen());
        long withheld = settlement.close("{\"withheld\": true}");
        var next = shop.charged(Wish.of("row-61-next").merchant("row-61").atAdyen());
        settlement.close();

        var report = settlement.reconciled("row-61");
        provider.happens("adyen/batches/" + withheld + "/publish");
        var whole = settlement.reconciled("row-61");

        assertThat(report.get("missing_batches").valueStream().map(n -> n.asLong()))
                .contains(withheld);
        assertThat(codes(report, late)).containsOnly("TIMING");
        assertThat(codes(report, next)).containsOnly("MATCHED");
        assertThat(whole.get("missing_batches").valueStream().map(n -> n.asLong()))
                .doesNotContain(withheld);
        assertThat(codes(whole, late)).containsOnly("MATCHED");
    }

    @Test
    void row_74_what_the_provider_holds_back_is_booked_once_and_a_balance_below_nothing_carried() {
        provider.happens(
                "adyen/bookings",
                """
                {"type": "ReserveAdjustment", "amount": -5000, "currency": "NOK",
                 "merchant_account": "Shop"}\
                """);
        long below = settlement.close("{\"merchant_account\": \"Shop\"}");
        var charge = shop.charged(Wish.of("row-74").atAdyen().amount(9_000, "NOK"));
        long after = settlement.close();

        settlement.reconciled("row-74");
        var report = settlement.reconciled("row-74");

        assertThat(codes(report, "batch-" + below + "/ReserveAdjustment"))
                .containsExactly("MATCHED");
        assertThat(shop.column("provider:adyen:reserve", "NOK", "balance")).isEqualTo(5_000);
        assertThat(lines(report, "Balancetransfer"))
                .filteredOn(line -> line.get("currency").asString().equals("NOK"))
                .extracting(line -> line.get("difference").asLong())
                .containsExactly(0L);
        assertThat(codes(report, charge)).containsOnly("MATCHED");
        assertThat(lines(report, "batch-" + after + "-NOK")).isNotEmpty();
    }
}
