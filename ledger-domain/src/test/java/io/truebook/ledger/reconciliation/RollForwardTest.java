package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollForwardTest {

    @Test
    void without_a_run_before_the_opening_is_the_ledgers_on_both_sides() {
        var eur = new BooksAndFile().opening(eur(700)).compared().rollForwards().getFirst();

        assertThat(eur.opening()).isEqualTo(new RollForward.Column(700, 700));
        assertThat(eur.broughtForward()).isZero();
    }

    @Test
    void what_an_earlier_day_left_is_brought_forward_item_by_item() {
        var comparison =
                new BooksAndFile()
                        .opening(eur(700))
                        .bookedCharge("ch_1", eur(50), NOON.minus(Duration.ofDays(1)))
                        .bookedCharge("ch_2", eur(9), NOON.minus(Duration.ofDays(1)))
                        .carried("ch_1")
                        .compared();

        var eur = comparison.rollForwards().getFirst();
        assertThat(eur.opening()).isEqualTo(new RollForward.Column(700, 650));
        assertThat(eur.broughtForward()).isEqualTo(-50);
        assertThat(eur.closing().difference()).isEqualTo(-50);
        assertThat(comparison.findings())
                .singleElement()
                .satisfies(item -> assertThat(item.broughtForwardMinor()).isEqualTo(-50));
    }

    /**
     * Seeded days with every kind of disorder: {@link Comparison} refuses one that does not tie.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_difference_is_explained_whatever_happened(long seed) {
        for (int day = 0; day < 100; day++) {
            var comparison = disorder(new Random(seed * 1_000 + day)).compared();

            var listed = new ArrayList<Long>();
            for (var rollForward : comparison.rollForwards()) {
                long sum = 0;
                for (var finding : comparison.findings()) {
                    sum += finding.differenceIn(rollForward.currency());
                }
                listed.add(sum);
            }
            assertThat(comparison.rollForwards())
                    .as("seed %d, day %d", seed, day)
                    .extracting(rollForward -> rollForward.closing().difference())
                    .containsExactlyElementsOf(listed);
            assertThat(comparison.findings()).extracting(Finding::id).doesNotHaveDuplicates();
        }
    }

    private static BooksAndFile disorder(Random random) {
        var books = new BooksAndFile().opening(eur(random.nextInt(1_000)));
        for (int i = 0; i < 12; i++) {
            if (random.nextBoolean()) {
                books.carried("ch_" + i).carried("re_ch_" + i).carried("t" + i);
            }
        }
        for (int i = 0; i < 20; i++) {
            var charge = "ch_" + random.nextInt(12);
            var amount = eur(1 + random.nextInt(5));
            var at = NOON.plus(Duration.ofHours(random.nextInt(72) - 36));
            switch (random.nextInt(8)) {
                case 0, 1 -> books.bookedCharge(charge, amount, at);
                case 2 -> books.settledCharge("t" + i, charge, amount, eur(1), at);
                case 3 ->
                        books.settledCharge(
                                "t" + i, charge, Money.of(3, "USD"), Money.of(1, "USD"), at);
                case 4 -> books.bookedFee("t" + random.nextInt(20), charge, eur(1), at);
                case 5 -> books.bookedRefund("re_" + charge, charge, amount, at);
                case 6 -> books.settledRefund("t" + i, "re_" + charge, charge, amount, at);
                default -> books.settled("t" + i, "payout", amount, at);
            }
        }
        return books;
    }
}
