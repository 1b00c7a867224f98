package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.BooksAndFile.row;
import static io.truebook.ledger.reconciliation.FindingCode.AMOUNT_MISMATCH;
import static io.truebook.ledger.reconciliation.FindingCode.CURRENCY_MISMATCH;
import static io.truebook.ledger.reconciliation.FindingCode.DUPLICATE_AT_PROVIDER;
import static io.truebook.ledger.reconciliation.FindingCode.DUPLICATE_IN_LEDGER;
import static io.truebook.ledger.reconciliation.FindingCode.FEE_MISMATCH;
import static io.truebook.ledger.reconciliation.FindingCode.MATCHED;
import static io.truebook.ledger.reconciliation.FindingCode.MISSING_AT_PROVIDER;
import static io.truebook.ledger.reconciliation.FindingCode.MISSING_IN_LEDGER;
import static io.truebook.ledger.reconciliation.FindingCode.TIMING;
import static io.truebook.ledger.reconciliation.FindingCode.UNKNOWN_ROW;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Nested
    class A_day_both_sides_agree_on {

        private final BooksAndFile books =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(10_000), NOON)
                        .bookedFee("txn_1", "ch_1", eur(180), NOON)
                        .bookedRefund("re_1", "ch_1", eur(2_500), NOON.plusSeconds(60))
                        .settledCharge("txn_1", "ch_1", eur(10_000), eur(180), NOON)
                        .settledRefund("txn_2", "re_1", "ch_1", eur(2_500), NOON.plusSeconds(61));

        @Test
        void has_one_match_per_transaction_fee_included() {
            var comparison = books.compared();

            assertThat(codes(comparison)).containsExactly(MATCHED, MATCHED);
            var charge = comparison.matched().getFirst();
            assertThat(charge.ledger()).isEqualTo(eur(9_820));
            assertThat(charge.provider()).isEqualTo(eur(9_820));
        }

        @Test
        void closes_with_the_same_balance_on_both_sides() {
            var eur = books.compared().rollForwards().getFirst();

            assertThat(eur.closing()).isEqualTo(new RollForward.Column(7_320, 7_320));
            assertThat(eur.lines().get(RollForwardLine.FEES))
                    .isEqualTo(new RollForward.Column(-180, -180));
        }

        @Test
        void gives_the_same_findings_in_the_same_order_again() {
            assertThat(books.compared()).isEqualTo(books.compared());
        }
    }

    @Nested
    class What_one_side_lacks {

        @Test
        void a_settled_charge_without_a_booking_is_missing_in_the_ledger_with_its_fee() {
            var comparison =
                    new BooksAndFile()
                            .settledCharge("txn_1", "ch_1", eur(10_000), eur(180), NOON)
                            .compared();

            assertThat(codes(comparison)).containsExactly(MISSING_IN_LEDGER);
            assertThat(comparison.breaks().getFirst().amount()).isEqualTo(eur(9_820));
            assertThat(comparison.rollForwards().getFirst().breaks()).isEqualTo(9_820);
        }

        @Test
        void it_is_only_timing_while_the_operation_is_still_open() {
            var comparison =
                    new BooksAndFile()
                            .settledCharge("txn_1", "ch_1", eur(10_000), eur(0), NOON)
                            .stillOpen("ch_1")
                            .compared();

            assertThat(codes(comparison)).containsExactly(TIMING);
        }

        @Test
        void a_booking_may_wait_three_days_for_its_row() {
            var books = new BooksAndFile().bookedCharge("ch_1", eur(100), NOON);
            var inside = books.asOf(NOON.plus(Duration.ofDays(3)).minusSeconds(1)).compared();
            var after = books.asOf(NOON.plus(Duration.ofDays(3))).compared();

            assertThat(codes(inside)).containsExactly(TIMING);
            assertThat(codes(after)).containsExactly(MISSING_AT_PROVIDER);
            assertThat(after.breaks().getFirst().severity(NOON.plus(Duration.ofDays(3))))
                    .isEqualTo(Severity.HIGH);
        }

        @Test
        void a_row_of_a_category_nobody_knows_is_counted_and_listed() {
            var comparison =
                    new BooksAndFile().settled("txn_1", "moon_tax", eur(-7), NOON).compared();

            assertThat(codes(comparison)).containsExactly(UNKNOWN_ROW);
            assertThat(comparison.rollForwards().getFirst().lines())
                    .containsEntry(RollForwardLine.ADJUSTMENTS, new RollForward.Column(0, -7));
        }

        @Test
        void a_payout_is_listed_until_the_ledger_books_payouts() {
            var comparison =
                    new BooksAndFile().settled("txn_1", "payout", eur(-500), NOON).compared();

            assertThat(codes(comparison)).containsExactly(MISSING_IN_LEDGER);
            assertThat(comparison.findings().getFirst().leg()).isEqualTo(Finding.Leg.PAYOUT);
        }
    }

    @Nested
    class What_both_have_but_not_alike {

        @Test
        void another_amount() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(10_000), NOON)
                            .settledCharge("txn_1", "ch_1", eur(9_000), eur(0), NOON)
                            .compared();

            assertThat(codes(comparison)).containsExactly(AMOUNT_MISMATCH);
            assertThat(comparison.breaks().getFirst().amount()).isEqualTo(eur(-1_000));
        }

        @Test
        void another_currency_is_never_converted() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(10_000), NOON)
                            .settledCharge(
                                    "txn_1",
                                    "ch_1",
                                    Money.of(11_000, "USD"),
                                    Money.of(0, "USD"),
                                    NOON)
                            .compared();

            assertThat(codes(comparison)).containsOnly(CURRENCY_MISMATCH);
            assertThat(comparison.rollForwards())
                    .extracting(RollForward::breaks)
                    .containsExactly(-10_000L, 11_000L);
        }

        @Test
        void another_fee() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(10_000), NOON)
                            .bookedFee("txn_1", "ch_1", eur(100), NOON)
                            .settledCharge("txn_1", "ch_1", eur(10_000), eur(180), NOON)
                            .compared();

            assertThat(codes(comparison)).containsExactlyInAnyOrder(MATCHED, FEE_MISMATCH);
            assertThat(comparison.breaks().getFirst().amount()).isEqualTo(eur(-80));
        }

        @Test
        void a_second_booking_of_one_movement() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(10_000), NOON)
                            .bookedCharge("ch_1", eur(10_000), NOON)
                            .settledCharge("txn_1", "ch_1", eur(10_000), eur(0), NOON)
                            .compared();

            assertThat(codes(comparison)).containsExactlyInAnyOrder(MATCHED, DUPLICATE_IN_LEDGER);
            assertThat(comparison.breaks().getFirst().amount()).isEqualTo(eur(-10_000));
        }

        @Test
        void a_second_movement_for_one_operation() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(10_000), NOON)
                            .settledCharge("txn_1", "ch_1", eur(10_000), eur(0), NOON)
                            .settledCharge("txn_2", "ch_1", eur(10_000), eur(20), NOON)
                            .compared();

            assertThat(codes(comparison)).containsExactlyInAnyOrder(MATCHED, DUPLICATE_AT_PROVIDER);
            assertThat(comparison.breaks().getFirst().amount()).isEqualTo(eur(9_980));
        }
    }

    @Nested
    class Finding_each_other {

        @Test
        void a_partial_capture_is_the_whole_charge_less_its_reversal() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(6_000), NOON)
                            .bookedFee("txn_1", "ch_1", eur(180), NOON)
                            .bookedFee("txn_2", "ch_1", eur(-70), NOON)
                            .settledCharge("txn_1", "ch_1", eur(10_000), eur(180), NOON)
                            .settled(
                                    row(
                                            "txn_2",
                                            "partial_capture_reversal",
                                            eur(-4_000),
                                            eur(-70),
                                            NOON,
                                            "prov_ch_1",
                                            "ch_1",
                                            null))
                            .compared();

            assertThat(codes(comparison)).containsExactly(MATCHED);
            assertThat(comparison.matched().getFirst().provider()).isEqualTo(eur(5_890));
        }

        @Test
        void without_our_id_the_providers_object_leads_to_the_payment() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(100), NOON)
                            .bookedRefund("re_1", "ch_1", eur(100), NOON)
                            .settled(
                                    row(
                                            "t1",
                                            "charge",
                                            eur(100),
                                            eur(0),
                                            NOON,
                                            "prov_ch_1",
                                            null,
                                            null))
                            .settled(
                                    row(
                                            "t2",
                                            "refund",
                                            eur(-100),
                                            eur(0),
                                            NOON,
                                            "prov_re_1",
                                            null,
                                            null))
                            .compared();

            assertThat(codes(comparison)).containsExactly(MATCHED, MATCHED);
        }

        @Test
        void equal_amounts_on_the_same_day_are_no_reason_to_match() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(100), NOON)
                            .settledCharge("txn_1", "ch_other", eur(100), eur(0), NOON)
                            .asOf(NOON.plus(Duration.ofDays(9)))
                            .compared();

            assertThat(codes(comparison))
                    .containsExactlyInAnyOrder(MISSING_AT_PROVIDER, MISSING_IN_LEDGER);
        }

        @Test
        void a_refund_and_its_failure_are_two_matches() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(100), NOON)
                            .bookedRefund("re_1", "ch_1", eur(40), NOON)
                            .booked(
                                    LedgerMovement.Kind.REFUND_FAILURE,
                                    "ch_1",
                                    "re_1",
                                    "prov_re_1",
                                    eur(40),
                                    NOON)
                            .settledCharge("t1", "ch_1", eur(100), eur(0), NOON)
                            .settledRefund("t2", "re_1", "ch_1", eur(40), NOON)
                            .settled(
                                    row(
                                            "t3",
                                            "refund_failure",
                                            eur(40),
                                            eur(0),
                                            NOON,
                                            "prov_re_1",
                                            "ch_1",
                                            "re_1"))
                            .compared();

            assertThat(codes(comparison)).containsExactly(MATCHED, MATCHED, MATCHED);
            assertThat(comparison.matched()).extracting(Finding::id).doesNotHaveDuplicates();
        }
    }

    private static List<FindingCode> codes(Comparison comparison) {
        return comparison.findings().stream().map(Finding::code).toList();
    }
}
