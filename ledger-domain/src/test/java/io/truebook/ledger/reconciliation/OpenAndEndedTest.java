package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.BooksAndFile.row;
import static io.truebook.ledger.reconciliation.FindingCode.MISSING_IN_LEDGER;
import static io.truebook.ledger.reconciliation.FindingCode.STALE_UNKNOWN;
import static io.truebook.ledger.reconciliation.FindingCode.STATUS_MISMATCH;
import static io.truebook.ledger.reconciliation.FindingCode.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A row of an operation that we have no answer to, or another answer. */
class OpenAndEndedTest {

    private final BooksAndFile books =
            new BooksAndFile().settledCharge("txn_1", "ch_1", eur(900), eur(0), NOON);

    @Test
    void an_operation_without_an_answer_is_within_its_time_for_three_days_and_then_stale() {
        books.stillOpen("ch_1").asOf(NOON.plus(Duration.ofDays(3)).minusNanos(1));
        assertThat(books.compared().findings()).extracting(Finding::code).containsExactly(TIMING);

        books.asOf(NOON.plus(Duration.ofDays(3)));
        assertThat(books.compared().breaks())
                .extracting(Finding::code)
                .containsExactly(STALE_UNKNOWN);
    }

    /** Whoever watches operations names the silence of the same one by the same id. */
    @Test
    void the_break_of_an_operation_is_named_by_the_operation_alone() {
        books.stillOpen("ch_1").asOf(NOON.plus(Duration.ofDays(3)));

        assertThat(books.compared().breaks().getFirst().id())
                .isEqualTo(DerivedId.of("brk_", "stripe", "events", "STALE_UNKNOWN", "ch_1"));
    }

    @Test
    void two_rows_of_one_stale_operation_are_two_breaks() {
        books.stillOpen("ch_1")
                .settledCharge("txn_2", "ch_1", eur(900), eur(0), NOON)
                .asOf(NOON.plus(Duration.ofDays(3)));

        assertThat(books.compared().breaks())
                .hasSize(2)
                .extracting(Finding::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void what_we_were_told_had_failed_and_is_settled_is_in_another_state() {
        var refund = row("t2", "refund", eur(-40), eur(0), NOON, "prov_re_1", "ch_1", "re_1");
        books.ended("ch_1").ended("re_1").settled(refund);

        assertThat(books.compared().breaks())
                .extracting(Finding::code)
                .containsExactly(STATUS_MISMATCH, STATUS_MISMATCH);
    }

    @Test
    void a_failure_of_what_has_failed_is_no_other_state() {
        var failure =
                row("t2", "charge_failure", eur(-40), eur(0), NOON, "prov_ch_1", "ch_1", null);
        var other = new BooksAndFile().ended("ch_1").settled(failure);

        assertThat(other.compared().breaks())
                .extracting(Finding::code)
                .containsExactly(MISSING_IN_LEDGER);
    }
}
