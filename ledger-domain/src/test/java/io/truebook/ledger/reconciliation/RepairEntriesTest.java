package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.reconciliation.LedgerMovement.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a repair has booked is set against the break it was booked for. */
class RepairEntriesTest {

    private static BooksAndFile aStrangersRow() {
        return new BooksAndFile().settled("txn_1", "charge", eur(2_000), NOON);
    }

    private static BooksAndFile repaired(BooksAndFile books, String breakId, long minor) {
        return books.booked(Kind.REPAIR, breakId, breakId, null, eur(minor), NOON);
    }

    @Test
    void a_parked_difference_is_none_any_more() {
        var found = aStrangersRow().compared().breaks().getFirst();

        var after = repaired(aStrangersRow(), found.id(), 2_000).compared();

        assertThat(after.breaks()).isEmpty();
        assertThat(after.matched()).extracting(Finding::id).containsExactly(found.id());
    }

    @Test
    void a_difference_that_has_grown_since_is_the_same_break() {
        var found = aStrangersRow().compared().breaks().getFirst();

        var after = repaired(aStrangersRow(), found.id(), 1_500).compared();

        assertThat(after.breaks()).extracting(Finding::id).containsExactly(found.id());
        assertThat(after.breaks().getFirst().amount()).isEqualTo(eur(500));
    }

    @Test
    void an_entry_that_a_close_has_moved_behind_the_cut_off_leaves_no_break_before_it() {
        var found = aStrangersRow().compared().breaks().getFirst();
        var later = NOON.plus(Duration.ofDays(1));

        var after =
                aStrangersRow()
                        .booked(Kind.REPAIR, found.id(), found.id(), null, eur(2_000), later)
                        .compared();

        assertThat(after.breaks()).isEmpty();
        assertThat(after.findings())
                .extracting(Finding::code, Finding::id)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FindingCode.TIMING, found.id()));
    }

    @Test
    void an_entry_whose_difference_is_gone_is_a_difference_itself() {
        var after = repaired(new BooksAndFile(), "brk_gone", -2_000).compared();

        assertThat(after.breaks())
                .extracting(Finding::object, Finding::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "brk_gone", FindingCode.MISSING_AT_PROVIDER));
    }

    @Test
    void an_entry_that_was_taken_back_is_nothing() {
        var books = repaired(repaired(new BooksAndFile(), "brk_gone", -2_000), "brk_gone", 2_000);

        assertThat(books.compared().findings()).isEmpty();
    }
}
