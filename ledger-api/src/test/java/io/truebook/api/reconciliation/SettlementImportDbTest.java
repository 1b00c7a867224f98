package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.provider.SettlementSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files of both providers on their way into real PostgreSQL: once, whole, or not at all. */
@Tag("database")
class SettlementImportDbTest extends ImportingLedger {

    @Test
    void the_same_bytes_again_change_nothing_and_are_answered_the_same() throws IOException {
        var first = upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "1.00"));
        var again = upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "1.00"));

        assertThat(again.answer()).isEqualTo(first.answer());
        assertThat(again.isNew()).isFalse();
        assertThat(rows()).isOne();
    }

    /** Without them a run right after the first file compares each row with each other. */
    @Test
    void a_large_file_leaves_statistics_to_plan_by() throws IOException {
        var rows = new StringBuilder(STRIPE_HEADER);
        for (int i = 0; i < 1_000; i++) {
            rows.append(stripe("txn_" + i, "1.00"));
        }

        upload(STRIPE, rows.toString());

        assertThat(
                        jdbc.sql(
                                        """
                                        select reltuples from pg_class
                                        where oid = 'truebook.settlement_row'::regclass
                                        """)
                                .query(Long.class)
                                .single())
                .isEqualTo(1_000);
    }

    @Test
    void of_two_files_that_name_one_movement_the_later_counts() throws IOException {
        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "1.00") + stripe("txn_2", "5.00"));
        upload(STRIPE, STRIPE_HEADER + stripe("txn_1", "2.00"));

        assertThat(current()).isEqualTo(200 + 500);
    }

    @Test
    void a_corrected_batch_takes_the_place_of_the_whole_one() throws IOException {
        upload(ADYEN, ADYEN_HEADER + sale("P1", "1.00", 3) + sale("P2", "5.00", 3));
        upload(ADYEN, ADYEN_HEADER + sale("P1", "2.00", 3));

        assertThat(current()).isEqualTo(200);
    }

    @Test
    void a_payout_that_only_a_file_tells_of_is_booked_once() throws IOException {
        upload(ADYEN, ADYEN_HEADER + sale("P1", "30.00", 3) + payout("30.00", 3));
        upload(ADYEN, ADYEN_HEADER + payout("30.00", 3) + sale("P1", "30.00", 3));

        assertThat(ledger.posted("provider:adyen:in_transit")).isEqualTo(3_000);
    }

    @Test
    void batches_that_are_missing_between_others_are_known() throws IOException {
        for (int batch : new int[] {3, 4, 7}) {
            upload(ADYEN, ADYEN_HEADER + sale("P" + batch, "1.00", batch));
        }
        batches.announce(LedgerFixture.TENANT, "adyen", 9, CLOCK.instant());

        var known = batches.known(LedgerFixture.TENANT, "adyen");

        assertThat(known.missing()).containsExactly(5L, 6L);
        assertThat(known.wanted()).containsExactly(5L, 6L, 9L);
        assertThat(known.next()).isEqualTo(8);
    }

    @Nested
    class A_file_that_is_refused_leaves_nothing {

        @Test
        void with_a_movement_twice_however_many_lines_a_cell_has() {
            var header = STRIPE_HEADER.strip() + ",description\n";
            var twoLines = stripe("txn_1", "1.00").strip() + ",\"two\nlines\"\n";
            var again = stripe("txn_1", "1.00").strip() + ",\n";

            refused(STRIPE, header + twoLines + again, 4, "balance_transaction_id");
        }

        @Test
        void with_a_row_of_a_batch_twice() {
            var row = sale("P1", "1.00", 3);

            refused(ADYEN, ADYEN_HEADER + row + row, 3, "Psp Reference");
        }

        @Test
        void of_a_batch_without_a_row() {
            refused(ADYEN, ADYEN_HEADER, 2, "Batch Number");
        }

        @Test
        void that_breaks_off() {
            refused(ADYEN, ADYEN_HEADER + sale("P1", "1.00", 3) + "Shop,P2,ch_", 3, "3");
        }

        @Test
        void with_a_line_as_long_as_the_file() {
            tooLong(STRIPE_HEADER + "x".repeat(5_000_000));
        }

        @Test
        void with_a_quote_around_all_the_rest() {
            var rest = stripe("txn_1", "1.00").repeat(10_000);

            tooLong(STRIPE_HEADER + '"' + rest);
        }

        /** Before all of it is in memory, and not for want of cells. */
        private void tooLong(String text) {
            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> upload(STRIPE, text))
                    .withMessage("Line 2, column 1: the line is longer than 65536 characters");
            assertThat(rows()).isZero();
        }

        @Test
        void with_a_nul_character() {
            refused(STRIPE, STRIPE_HEADER + stripe("txn\0_1", "1.00"), 2, "1");
        }

        @Test
        void in_utf_16() {
            refused(
                    STRIPE,
                    new String(
                            STRIPE_HEADER.getBytes(StandardCharsets.UTF_16LE),
                            StandardCharsets.ISO_8859_1),
                    1,
                    "1");
        }

        @Test
        void of_the_other_provider() {
            refused(ADYEN, STRIPE_HEADER + stripe("txn_1", "1.00"), 1, "Psp Reference");
        }

        private void refused(SettlementSource source, String text, long line, String column) {
            assertThatExceptionOfType(SettlementFileInvalid.class)
                    .isThrownBy(() -> upload(source, text))
                    .satisfies(refusal -> {
                        assertThat(refusal.line()).isEqualTo(line);
                        assertThat(refusal.column()).isEqualTo(column);
                    });
            assertThat(rows()).isZero();
        }
    }
}
