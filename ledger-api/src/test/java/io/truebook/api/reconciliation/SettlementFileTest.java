package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.provider.stripe.StripeReports;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.SettlementRow;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementFileTest {

    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category";

    private static final SettlementDialect DIALECT =
            new StripeReports(
                            "stripe",
                            "",
                            URI.create("https://api.stripe.com"),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            Clock.systemUTC())
                    .dialect();

    private final List<SettlementRow> rows = new ArrayList<>();

    @Nested
    class A_good_file {

        @Test
        void is_read_by_the_names_of_its_columns_in_whatever_order() {
            read(
                    """
                    net,something_new,reporting_category,fee,gross,currency,created_utc,\
                    source_id,"payment_metadata[truebook_operation]",balance_transaction_id
                    97.80,x,charge,2.20,100.00,eur,2026-11-20 08:30:00,ch_stripe,ch_ours,txn_1
                    """);

            var row = rows.getFirst();
            assertThat(row.gross()).isEqualTo(Money.of(10_000, "EUR"));
            assertThat(row.fee()).isEqualTo(Money.of(220, "EUR"));
            assertThat(row.createdAt()).isEqualTo(Instant.parse("2026-11-20T08:30:00Z"));
            assertThat(row.sourceId()).isEqualTo("ch_stripe");
            assertThat(row.chargeOperation()).isEqualTo("ch_ours");
        }

        @Test
        void may_start_with_a_byte_order_mark_and_end_its_lines_as_windows_does() {
            read("\uFEFF" + HEADER + "\r\ntxn_1,2026-11-20 08:30:00,eur,1.00,0.00,1.00,charge\r\n");

            assertThat(rows).hasSize(1);
        }

        @Test
        void may_quote_cells_over_several_lines() {
            read(
                    HEADER
                            + ",description\n"
                            + "txn_1,2026-11-20 08:30:00,eur,1,0,1,charge,\"two\nlines, \"\"q\"\"\"\n"
                            + "txn_2,2026-11-20 08:30:00,eur,1,0,1,charge,\n");

            assertThat(rows).hasSize(2);
        }

        @Test
        void without_a_row_is_a_day_without_activity() {
            assertThat(read(HEADER + "\n").totals().rows()).isZero();
        }

        @Test
        void keeps_a_row_of_a_category_nobody_knows() {
            read(HEADER + "\ntxn_1,2026-11-20 08:30:00,eur,-0.07,0.00,-0.07,moon_tax\n");

            assertThat(rows.getFirst().knownCategory()).isEmpty();
            assertThat(rows.getFirst().net()).isEqualTo(Money.of(-7, "EUR"));
        }

        @ParameterizedTest
        @CsvSource({
            "jpy, 500, 500, JPY",
            "kwd, 5.120, 5120, KWD",
            "isk, 100.00, 100, ISK",
            "mga, 500, 50000, MGA",
            "eur, 0.1, 10, EUR",
            "usd, 9999999999999.93, 999999999999993, USD"
        })
        void has_amounts_in_major_units_that_become_minor_units_exactly(
                String code, String major, long minor, String currency) {
            read(
                    HEADER
                            + "\nt,2026-11-20 08:30:00,"
                            + code
                            + ","
                            + major
                            + ",0,"
                            + major
                            + ",charge\n");

            assertThat(rows.getFirst().gross()).isEqualTo(Money.of(minor, currency));
        }

        @Test
        void about_a_day_is_of_that_day_even_where_all_of_it_was_paid_out() {
            var content =
                    read(
                            HEADER
                                    + ",automatic_payout_id\n"
                                    + "t1,2026-11-20 08:30:00,eur,100.00,2.20,97.80,charge,po_1\n");

            assertThat(content.ending().reportType()).isEqualTo("balance_change_from_activity");
        }

        @Test
        void of_payouts_is_of_the_day_they_leave_the_balance() {
            var content =
                    read(
                            """
                            payout_id,effective_at_utc,balance_transaction_id,currency,gross,fee,\
                            net,reporting_category
                            po_1,2026-11-20 00:00:00,t1,eur,-97.80,0.00,-97.80,payout
                            """);

            assertThat(content.ending().reportType()).isEqualTo("payouts");
            assertThat(content.totals().payouts())
                    .containsExactly(new SettlementTotals.Payout("po_1", "EUR", 9_780));
        }

        @Test
        void about_payouts_has_each_payout_as_the_sum_of_its_rows() {
            var content =
                    read(
                            "automatic_payout_id,"
                                    + HEADER
                                    + "\n"
                                    + "po_1,t1,2026-11-20 08:30:00,eur,100.00,2.20,97.80,charge\n"
                                    + "po_1,t2,2026-11-20 08:30:00,eur,-20.00,0.00,-20.00,refund\n"
                                    + "po_2,t3,2026-11-20 08:30:00,eur,5.00,0.00,5.00,charge\n");

            assertThat(content.ending().reportType()).isEqualTo("payout_reconciliation");
            assertThat(content.totals().payouts())
                    .containsExactly(
                            new SettlementTotals.Payout("po_1", "EUR", 7_780),
                            new SettlementTotals.Payout("po_2", "EUR", 500));
            assertThat(content.totals().totals())
                    .containsExactly(new SettlementTotals.Total("EUR", 8_500, 220, 8_280));
        }
    }

    @ParameterizedTest
    @CsvSource({"0000-01-01", "9999-12-31", "+12026-01-01 08:30:00", "2200-01-01 00:00:00"})
    void a_day_no_money_moves_on_is_refused_where_it_may_be_empty_too(String available) {
        assertThatExceptionOfType(SettlementFileInvalid.class)
                .isThrownBy(() ->
                        read(
                                HEADER
                                        + ",available_on_utc\nt,2026-11-20 08:30:00,eur,1,0,1,charge,"
                                        + available
                                        + "\n"))
                .satisfies(refusal -> assertThat(refusal.column()).isEqualTo("available_on_utc"));
    }

    @Nested
    class A_broken_file_names_line_and_column {

        @Test
        void without_anything_in_it() {
            refused("", 1, "balance_transaction_id");
        }

        @Test
        void without_a_time() {
            refused(
                    "balance_transaction_id,currency,gross,fee,net,reporting_category\n",
                    1,
                    "created_utc");
        }

        @Test
        void without_a_required_column() {
            refused(
                    "balance_transaction_id,created_utc,currency,gross,fee,net\n",
                    1,
                    "reporting_category");
        }

        @Test
        void with_a_column_twice() {
            refused(HEADER + ",fee\n", 1, "fee");
        }

        @Test
        void with_a_last_line_that_breaks_off() {
            refused(
                    HEADER
                            + "\ntxn_1,2026-11-20 08:30:00,eur,1.00,0.00,1.00,charge\ntxn_2,2026-11-20 08",
                    3,
                    "2");
        }

        @Test
        void with_a_quote_that_is_never_closed() {
            refused(HEADER + "\n\"txn_1,2026-11-20 08:30:00,eur,1.00,0.00,1.00,charge\n", 2, "1");
        }

        /** They come to nothing, and to more than a report can add up. */
        @Test
        void with_more_that_moves_than_there_is() {
            var lines = new StringBuilder(HEADER + "\n");
            for (int i = 0; i < 6; i++) {
                lines.append(
                        "t%d,2026-11-20 08:30:00,eur,%2$s,0,%2$s,charge\n"
                                .formatted(i, (i % 2 == 0 ? "" : "-") + "10000000000000.00"));
            }

            refused(lines.toString(), 7, "1");
        }

        @Test
        void that_is_not_utf8() {
            byte[] bytes = (HEADER + "\ntxn_\u00e9").getBytes(StandardCharsets.ISO_8859_1);

            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> read(bytes))
                    .withMessageContaining("UTF-8");
        }

        @ParameterizedTest
        @CsvSource({
            "gross,    '2026-11-20 08:30:00,eur,ten,0.00,1.00,charge'",
            "gross,    '2026-11-20 08:30:00,eur,\"1,000.00\",0.00,1000.00,charge'",
            "gross,    '2026-11-20 08:30:00,eur,1e3,0.00,1000.00,charge'",
            "gross,    '2026-11-20 08:30:00,eur,1.001,0.00,1.001,charge'",
            "gross,    '2026-11-20 08:30:00,jpy,1.0,0,1,charge'",
            "gross,    '2026-11-20 08:30:00,isk,1.50,0,1.50,charge'",
            "gross,    '2026-11-20 08:30:00,usd,1000000000000000.00,0,1,charge'",
            "gross,    '2026-11-20 08:30:00,eur,10000000000000.01,0,10000000000000.01,charge'",
            "gross,    '2026-11-20 08:30:00,kwd,-999999999999999.99,0,-999999999999999.99,charge'",
            "fee,      '2026-11-20 08:30:00,eur,1.00,,1.00,charge'",
            "net,      '2026-11-20 08:30:00,eur,1.00,0.10,0.91,charge'",
            "created_utc, '2026-02-30 08:30:00,eur,1.00,0.00,1.00,charge'",
            "created_utc, '1999-12-31 23:59:59,eur,1.00,0.00,1.00,charge'",
            "created_utc, '9999-01-01 08:30:00,eur,1.00,0.00,1.00,charge'",
            "created_utc, '-0001-01-01 08:30:00,eur,1.00,0.00,1.00,charge'",
            "created_utc, '+12026-01-01 08:30:00,eur,1.00,0.00,1.00,charge'",
            "created_utc, '20/11/2026,eur,1.00,0.00,1.00,charge'",
            "currency, '2026-11-20 08:30:00,xyz,1.00,0.00,1.00,charge'",
            "reporting_category, '2026-11-20 08:30:00,eur,1.00,0.00,1.00,'"
        })
        void with_a_cell_that_cannot_be_read(String column, String cells) {
            refused(HEADER + "\ntxn_1," + cells + "\n", 2, column);
        }

        @Test
        void and_never_repeats_a_value() {
            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> read(HEADER + "\ntxn_1,4242424242424242,eur,1,0,1,charge\n"))
                    .withMessageNotContaining("4242");
        }

        private void refused(String file, long line, String column) {
            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> read(file))
                    .satisfies(refusal -> {
                        assertThat(refusal.line()).isEqualTo(line);
                        assertThat(refusal.column()).isEqualTo(column);
                    });
        }
    }

    private SettlementCsv.Content read(String file) {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }

    private SettlementCsv.Content read(byte[] file) {
        return new SettlementCsv(DIALECT)
                .read(new ByteArrayInputStream(file), (_, line) -> rows.add(line.row()));
    }
}
