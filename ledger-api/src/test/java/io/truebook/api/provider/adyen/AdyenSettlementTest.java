package io.truebook.api.provider.adyen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.truebook.api.provider.SettlementCells;
import io.truebook.api.provider.SettlementColumns;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementCategory;
import io.truebook.projection.reconciliation.SettlementLine;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a settlement detail report says, by the names of its columns. */
class AdyenSettlementTest {

    private static final AdyenSettlement DIALECT = new AdyenSettlement("Shop");

    /** A sale of 100.00 with 2.20 of fees in three parts. */
    private static Map<String, String> sale() {
        var cells = new LinkedHashMap<String, String>();
        cells.put("Company Account", "ShopCo");
        cells.put("Merchant Account", "Shop");
        cells.put("Psp Reference", "PSP1");
        cells.put("Merchant Reference", "ch_1");
        cells.put("Payment Method", "visa");
        cells.put("Creation Date", "2026-07-01 10:00:00");
        cells.put("TimeZone", "CEST");
        cells.put("Type", "Settled");
        cells.put("Modification Reference", "PSP1");
        cells.put("Gross Currency", "EUR");
        cells.put("Gross Debit (GC)", "");
        cells.put("Gross Credit (GC)", "100.00");
        cells.put("Exchange Rate", "1");
        cells.put("Net Currency", "EUR");
        cells.put("Net Debit (NC)", "");
        cells.put("Net Credit (NC)", "97.80");
        cells.put("Commission (NC)", "");
        cells.put("Markup (NC)", "0.60");
        cells.put("Scheme Fees (NC)", "0.40");
        cells.put("Interchange (NC)", "1.20");
        cells.put("Payment Method Variant", "visacredit");
        cells.put("Modification Merchant Reference", "");
        cells.put("Batch Number", "12");
        return cells;
    }

    static Map<String, String> sale(String... changes) {
        var cells = sale();
        for (int i = 0; i < changes.length; i += 2) {
            cells.put(changes[i], changes[i + 1]);
        }
        return cells;
    }

    @SafeVarargs
    static List<SettlementLine> read(Map<String, String>... rows) {
        var lines = new ArrayList<String>();
        lines.add(quoted(List.copyOf(rows[0].keySet())));
        for (var row : rows) {
            lines.add(quoted(List.copyOf(row.values())));
        }
        try (var parser = CSVParser.parse(new StringReader(String.join("\n", lines)), FORMAT)) {
            var records = parser.getRecords();
            var columns = new SettlementColumns(records.getFirst(), DIALECT.required());
            var sheet = DIALECT.sheet(columns);
            var read = new ArrayList<SettlementLine>();
            for (int i = 1; i < records.size(); i++) {
                read.add(sheet.read(new SettlementCells(columns, records.get(i), i + 1)));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private static String quoted(List<String> cells) {
        return cells.stream().map(cell -> '"' + cell + '"').collect(Collectors.joining(","));
    }

    @Test
    void a_sale_is_its_gross_its_fees_and_what_is_left() {
        var line = read(sale()).getFirst();

        assertThat(line.row().knownCategory()).contains(SettlementCategory.CHARGE);
        assertThat(line.type()).isEqualTo("Settled");
        assertThat(line.row().gross()).isEqualTo(Money.of(10_000, "EUR"));
        assertThat(line.row().fee()).isEqualTo(Money.of(220, "EUR"));
        assertThat(line.row().net()).isEqualTo(Money.of(9_780, "EUR"));
        assertThat(line.fees()).isEqualTo(new SettlementLine.FeeParts(0, 60, 40, 120));
        assertThat(line.row().chargeOperation()).isEqualTo("ch_1");
        assertThat(line.row().chargeId()).isEqualTo("PSP1");
        assertThat(line.row().payoutId()).isEqualTo("batch-12-EUR");
        assertThat(line.row().balanceTransactionId()).isEqualTo("batch-12/PSP1/PSP1/Settled");
        assertThat(line.row().createdAt()).isEqualTo(Instant.parse("2026-07-01T08:00:00Z"));
    }

    @Test
    void a_refund_costs_its_fee_on_top() {
        var line =
                read(sale(
                                "Type", "Refunded",
                                "Modification Reference", "PSP2",
                                "Modification Merchant Reference", "re_1",
                                "Gross Debit (GC)", "20.00",
                                "Gross Credit (GC)", "",
                                "Net Debit (NC)", "20.25",
                                "Net Credit (NC)", "",
                                "Commission (NC)", "0.25",
                                "Markup (NC)", "",
                                "Scheme Fees (NC)", "",
                                "Interchange (NC)", ""))
                        .getFirst();

        assertThat(line.row().knownCategory()).contains(SettlementCategory.REFUND);
        assertThat(line.row().gross()).isEqualTo(Money.of(-2_000, "EUR"));
        assertThat(line.row().net()).isEqualTo(Money.of(-2_025, "EUR"));
        assertThat(line.row().sourceId()).isEqualTo("PSP2");
        assertThat(line.row().refundOperation()).isEqualTo("re_1");
    }

    @Test
    void settled_in_another_currency_keeps_what_the_payer_paid_and_the_rate() {
        var line = read(sale("Gross Currency", "USD", "Exchange Rate", "0.978")).getFirst();

        assertThat(line.row().gross()).isEqualTo(Money.of(10_000, "EUR"));
        assertThat(line.conversion())
                .isEqualTo(
                        new SettlementLine.Conversion(
                                Money.of(10_000, "USD"), new BigDecimal("0.978")));
    }

    @Test
    void rows_about_no_payment_are_told_apart_by_their_place_in_the_batch() {
        var fee =
                sale(
                        "Psp Reference", "",
                        "Merchant Reference", "",
                        "Type", "InvoiceDeduction",
                        "Modification Reference", "Invoice 2026-06",
                        "Gross Credit (GC)", "",
                        "Gross Debit (GC)", "9.00",
                        "Net Credit (NC)", "",
                        "Net Debit (NC)", "9.00",
                        "Markup (NC)", "",
                        "Scheme Fees (NC)", "",
                        "Interchange (NC)", "");

        assertThat(read(fee, fee))
                .extracting(line -> line.row().balanceTransactionId())
                .containsExactly(
                        "batch-12/InvoiceDeduction/EUR/1", "batch-12/InvoiceDeduction/EUR/2");
    }

    @ParameterizedTest
    @CsvSource({
        "Settled, charge",
        "SettledBulk, charge",
        "SettledInstallment, charge",
        "SettledReversed, charge_failure",
        "Refunded, refund",
        "RefundedReversed, refund_failure",
        "Chargeback, dispute",
        "SecondChargeback, dispute",
        "ChargebackReversed, dispute_reversal",
        "Fee, fee",
        "MiscCosts, fee",
        "InvoiceDeduction, fee",
        "MerchantPayout, payout",
        "DepositCorrection, risk_reserved_funds",
        "ReserveAdjustment, risk_reserved_funds",
        "Balancetransfer, balance_carried"
    })
    void each_journal_type_has_its_category(String type, String category) {
        assertThat(read(sale("Type", type)).getFirst().row().category()).isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({"MoonTax", "SettledExternallyWithInfo", "charge"})
    void a_type_nobody_knows_is_kept_and_has_no_category(String type) {
        var row = read(sale("Type", type)).getFirst().row();

        assertThat(row.knownCategory()).isEmpty();
        assertThat(row.net()).isEqualTo(Money.of(9_780, "EUR"));
    }

    @Test
    void references_of_others_are_none_of_ours() {
        var row = read(sale("Merchant Reference", "Order 4711 of Jane")).getFirst().row();

        assertThat(row.chargeOperation()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "CET, 2026-01-01 10:00:00, 2026-01-01T09:00:00Z",
        "CET, 2026-07-01 10:00:00, 2026-07-01T08:00:00Z",
        "CEST, 2026-10-25 02:30:00, 2026-10-25T00:30:00Z",
        "CET, 2026-10-25 02:30:00, 2026-10-25T01:30:00Z",
        "Europe/Amsterdam, 2026-10-25 02:30:00, 2026-10-25T00:30:00Z",
        "PST, 2026-11-01 01:30:00, 2026-11-01T09:30:00Z",
        "BST, 2026-07-01 10:00:00, 2026-07-01T09:00:00Z",
        "PST, 2026-01-01 10:00:00, 2026-01-01T18:00:00Z",
        "EST, 2026-07-01 10:00:00, 2026-07-01T14:00:00Z",
        "Asia/Tokyo, 2026-07-01 10:00:00, 2026-07-01T01:00:00Z"
    })
    void times_are_in_the_zone_of_their_column(String zone, String local, Instant at) {
        var row = read(sale("TimeZone", zone, "Creation Date", local)).getFirst().row();

        assertThat(row.createdAt()).isEqualTo(at);
    }

    @ParameterizedTest
    @CsvSource({"ISK, 100.00, 100, true", "CLP, 12.00, 12, true", "IDR, 500, 50000, true"})
    void amounts_have_the_decimals_that_adyen_gives_a_currency(
            String currency, String major, long minor, boolean exact) {
        var row =
                read(sale(
                                "Gross Currency", currency,
                                "Net Currency", currency,
                                "Gross Credit (GC)", major,
                                "Net Credit (NC)", major,
                                "Markup (NC)", "",
                                "Scheme Fees (NC)", "",
                                "Interchange (NC)", ""))
                        .getFirst()
                        .row();

        assertThat(row.gross()).isEqualTo(Money.of(minor, currency));
    }

    @Nested
    class Is_refused_with_line_and_column {

        @ParameterizedTest
        @CsvSource({
            "Net Credit (NC), Net Credit (NC), 97.81",
            "Markup (NC), Net Credit (NC), 0.61",
            "Net Credit (NC), Net Credit (NC), 97.801",
            "TimeZone, TimeZone, MOON",
            "Creation Date, Creation Date, 2026-02-30 10:00:00",
            "Type, Type, =cmd|' /C calc'!A0",
            "Net Currency, Net Currency, XXX",
            "Batch Number, Batch Number, twelve",
            "Merchant Account, Merchant Account, OtherShop",
            "Psp Reference, Psp Reference, P S P"
        })
        void a_cell_that_cannot_be_right(String cell, String column, String value) {
            refused(2, column, sale(cell, value));
        }

        @Test
        void a_rate_that_is_none() {
            refused(2, "Exchange Rate", sale("Gross Currency", "USD", "Exchange Rate", "1e400000"));
        }

        @Test
        void a_second_batch() {
            refused(3, "Batch Number", sale(), sale("Batch Number", "13"));
        }

        @Test
        void a_column_that_is_missing() {
            var without = sale();
            without.remove("Interchange (NC)");

            refused(1, "Interchange (NC)", without);
        }

        @SafeVarargs
        private static void refused(long line, String column, Map<String, String>... rows) {
            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> read(rows))
                    .satisfies(refusal -> {
                        assertThat(refusal.line()).isEqualTo(line);
                        assertThat(refusal.column()).isEqualTo(column);
                    });
        }
    }
}
