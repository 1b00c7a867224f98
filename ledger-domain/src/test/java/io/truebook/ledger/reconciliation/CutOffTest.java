package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.DAY;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.FindingCode.MATCHED;
import static io.truebook.ledger.reconciliation.FindingCode.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A counterpart on the other side of midnight is late, not missing. */
class CutOffTest {

    private final Period nextDay = Period.ofDays(DAY.plusDays(1), DAY.plusDays(1), ZoneOffset.UTC);

    @Test
    void a_movement_settled_the_next_day_is_timing_until_then() {
        var justBefore = BooksAndFile.PERIOD.to().minusSeconds(1);
        var books =
                new BooksAndFile()
                        .opening(eur(100))
                        .bookedCharge("ch_1", eur(100), justBefore)
                        .settledCharge("t1", "ch_1", eur(100), eur(0), nextDay.from());

        var first = Comparison.of(books.input(BooksAndFile.PERIOD));
        var second = Comparison.of(books.input(nextDay));

        assertThat(codes(first)).containsExactly(TIMING);
        assertThat(first.rollForwards().getFirst().timing()).isEqualTo(-100);
        assertThat(codes(second)).containsExactly(MATCHED);
        assertThat(second.rollForwards().getFirst().broughtForward()).isEqualTo(-100);
        assertThat(second.rollForwards().getFirst().closing().difference()).isZero();
    }

    @Test
    void a_break_over_the_cut_off_is_one_break_with_one_id() {
        var justBefore = BooksAndFile.PERIOD.to().minusSeconds(1);
        var books =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(100), justBefore)
                        .settledCharge("t1", "ch_1", eur(90), eur(0), nextDay.from());

        var first = Comparison.of(books.input(BooksAndFile.PERIOD));
        var second = Comparison.of(books.input(nextDay));

        assertThat(first.breaks()).extracting(Finding::amount).containsExactly(eur(-10));
        assertThat(second.breaks()).extracting(Finding::amount).containsExactly(eur(-10));
        assertThat(second.breaks().getFirst().id()).isEqualTo(first.breaks().getFirst().id());
    }

    private static List<FindingCode> codes(Comparison comparison) {
        return comparison.findings().stream().map(Finding::code).toList();
    }
}
