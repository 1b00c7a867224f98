package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.Breaks.charge;
import static io.truebook.ledger.reconciliation.Breaks.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakFacts.Settled;
import io.truebook.ledger.reconciliation.RepairPolicy.Suggestion;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Money settled in another currency than it was charged in, once its conversion is booked. */
class ConversionTest {

    private static Money usd(long minor) {
        return Money.of(minor, "USD");
    }

    private static BooksAndFile convertedCharge(long settled) {
        return new BooksAndFile()
                .bookedCharge("ch_1", eur(1_999), NOON)
                .converted("txn_1", "ch_1", eur(1_999), usd(2_199), NOON)
                .bookedFee("txn_1", "ch_1", usd(88), NOON)
                .settledCharge("txn_1", "ch_1", usd(settled), usd(88), NOON);
    }

    private static List<FindingCode> codes(Comparison comparison) {
        return comparison.findings().stream().map(Finding::code).toList();
    }

    @Nested
    class Compared {

        @Test
        void agrees_in_the_currency_it_was_settled_in() {
            var comparison = convertedCharge(2_199).compared();

            assertThat(codes(comparison)).containsExactly(FindingCode.MATCHED);
            assertThat(comparison.findings().getFirst().provider()).isEqualTo(usd(2_111));
            assertThat(comparison.rollForwards())
                    .allSatisfy(roll -> assertThat(roll.closing().difference()).isZero());
            assertThat(comparison.rollForwards().getLast().lines())
                    .containsEntry(RollForwardLine.CHARGES, new RollForward.Column(2_199, 2_199));
        }

        @Test
        void that_comes_to_another_amount_is_a_difference_of_the_rate() {
            var comparison = convertedCharge(2_201).compared();

            assertThat(codes(comparison)).containsExactly(FindingCode.FX_DIFFERENCE);
            assertThat(comparison.breaks().getFirst().amount()).isEqualTo(usd(2));
        }

        @Test
        void that_was_converted_from_another_amount_than_was_charged_is_told_in_that_currency() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(1_999), NOON)
                            .converted("txn_1", "ch_1", eur(2_000), usd(2_199), NOON)
                            .settledCharge("txn_1", "ch_1", usd(2_199), usd(0), NOON)
                            .compared();

            assertThat(codes(comparison))
                    .containsExactlyInAnyOrder(FindingCode.AMOUNT_MISMATCH, FindingCode.MATCHED);
            assertThat(comparison.breaks().getFirst().amount()).isEqualTo(eur(1));
        }

        @Test
        void of_which_nothing_is_booked_but_the_conversion_is_missing_and_the_run_ties_out() {
            var comparison =
                    new BooksAndFile()
                            .converted("txn_1", "ch_1", eur(1_999), usd(2_199), NOON)
                            .settledCharge("txn_1", "ch_1", usd(2_199), usd(0), NOON)
                            .compared();

            assertThat(codes(comparison))
                    .containsExactlyInAnyOrder(FindingCode.MISSING_IN_LEDGER, FindingCode.MATCHED);
        }

        @Test
        void that_no_row_shows_yet_is_within_its_time_in_both_currencies() {
            var comparison =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(1_999), NOON)
                            .converted("txn_1", "ch_1", eur(1_999), usd(2_199), NOON)
                            .compared();

            assertThat(codes(comparison)).containsOnly(FindingCode.TIMING).hasSize(3);
        }

        @Test
        void over_a_cut_off_is_timing_on_each_side_of_it() {
            var books =
                    new BooksAndFile()
                            .bookedCharge("ch_1", eur(1_999), NOON)
                            .converted(
                                    "txn_1",
                                    "ch_1",
                                    eur(1_999),
                                    usd(2_199),
                                    NOON.plus(Duration.ofDays(1)))
                            .settledCharge(
                                    "txn_1",
                                    "ch_1",
                                    usd(2_199),
                                    usd(0),
                                    NOON.plus(Duration.ofDays(1)));
            var next = BooksAndFile.DAY.plusDays(1);

            var later = Comparison.of(books.input(Period.ofDays(next, next, ZoneOffset.UTC)));

            assertThat(codes(books.compared())).containsExactly(FindingCode.TIMING);
            assertThat(codes(later)).containsOnly(FindingCode.MATCHED).hasSize(2);
        }
    }

    @Nested
    class Repaired {

        private static BreakFacts difference(long minor, String origin) {
            var row = charge(usd(2_199), true);
            var settled =
                    new Settled(
                            row.category(),
                            row.gross(),
                            row.sourceId(),
                            row.paymentReference(),
                            null,
                            NOON,
                            true,
                            origin);
            var facts = Breaks.facts(FindingCode.FX_DIFFERENCE, usd(minor), settled, failed());
            return Breaks.between(facts, usd(2_199 - minor), usd(2_199));
        }

        @ParameterizedTest
        @CsvSource({"1, true", "-1, true", "10, true", "-10, true", "11, false", "-500, false"})
        void asks_nobody_up_to_half_a_percent_or_one_minor_unit(long minor, boolean automatic) {
            var suggestion = RepairPolicy.suggest(difference(minor, Settled.FETCHED));

            assertThat(suggestion.map(Suggestion::kind)).contains(RepairKind.BOOK_FX);
            assertThat(suggestion.orElseThrow().isAutomatic()).isEqualTo(automatic);
        }

        @Test
        void asks_somebody_where_somebody_uploaded_the_file() {
            assertThat(RepairPolicy.suggest(difference(1, "upload")).orElseThrow().isAutomatic())
                    .isFalse();
        }

        @Test
        void books_a_loss_or_a_gain_and_takes_it_back_exactly() {
            var it = new DecidingBreak();
            it.repair(RepairKind.BOOK_FX, difference(-7, Settled.FETCHED));

            assertThat(it.books)
                    .containsOnly(
                            Map.entry("platform:fx_result", 7L),
                            Map.entry("provider:stripe:clearing", -7L));
            assertThat(it.state.status()).isEqualTo(Break.Status.RESOLVED);

            it.repair(RepairKind.REVERSE, difference(-7, Settled.FETCHED));

            assertThat(it.books.values()).containsOnly(0L);
            assertThat(it.state.hasBooked()).isFalse();
        }

        @Test
        void is_not_written_off_or_parked_once_it_is_booked() {
            var it = new DecidingBreak();
            it.repair(RepairKind.BOOK_FX, difference(-7, Settled.FETCHED));

            for (var kind : List.of(RepairKind.WRITE_OFF, RepairKind.PARK, RepairKind.BOOK_FX)) {
                var facts = difference(-7, Settled.FETCHED);
                assertThat(it.decide(DecidingBreak.propose("ann", kind, facts))).isNotNull();
            }
        }
    }
}
