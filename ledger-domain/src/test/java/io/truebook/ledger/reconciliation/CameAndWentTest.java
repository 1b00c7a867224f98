package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.BooksAndFile.negated;
import static io.truebook.ledger.reconciliation.BooksAndFile.row;
import static io.truebook.ledger.reconciliation.FindingCode.MATCHED;
import static io.truebook.ledger.reconciliation.FindingCode.MISSING_IN_LEDGER;
import static io.truebook.ledger.reconciliation.FindingCode.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A refund whose success was never told, only that it failed: the provider shows both. */
class CameAndWentTest {

    private final BooksAndFile books =
            new BooksAndFile()
                    .bookedCharge("ch_1", eur(100), NOON)
                    .settledCharge("txn_1", "ch_1", eur(100), eur(0), NOON)
                    .settledRefund("txn_2", "re_1", "ch_1", eur(40), NOON);

    private static SettlementRow failure(long minor, Instant at) {
        return row("txn_3", "refund_failure", eur(minor), eur(0), at, "prov_re_1", "ch_1", "re_1");
    }

    @Test
    void what_came_and_went_at_the_provider_agrees_with_books_that_show_neither() {
        var comparison = books.settled(failure(40, NOON.plusSeconds(1))).compared();

        assertThat(comparison.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(MATCHED, MATCHED);
    }

    @Test
    void what_came_back_in_part_is_missing_as_before() {
        var comparison = books.settled(failure(39, NOON.plusSeconds(1))).compared();

        assertThat(comparison.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(MATCHED, MISSING_IN_LEDGER, MISSING_IN_LEDGER);
    }

    @Test
    void what_goes_after_the_cut_off_is_within_its_time_until_then() {
        var comparison = books.settled(failure(40, NOON.plus(Duration.ofDays(1)))).compared();

        assertThat(comparison.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(MATCHED, TIMING);
        assertThat(comparison.findings())
                .filteredOn(finding -> finding.code() == TIMING)
                .allSatisfy(finding -> assertThat(finding.provider()).isEqualTo(negated(eur(40))));
    }

    @Test
    void what_is_booked_on_both_legs_is_matched_leg_by_leg() {
        var comparison =
                books.bookedRefund("re_1", "ch_1", eur(40), NOON)
                        .booked(
                                LedgerMovement.Kind.REFUND_FAILURE,
                                "ch_1",
                                "re_1",
                                "prov_re_1",
                                eur(40),
                                NOON)
                        .settled(failure(40, NOON.plusSeconds(1)))
                        .compared();

        assertThat(comparison.findings())
                .extracting(Finding::code)
                .containsExactly(MATCHED, MATCHED, MATCHED);
    }

    @Test
    void what_a_batch_carries_over_agrees_once_the_next_one_has_it() {
        var carried = new BooksAndFile().settled(carried("b3", -500, NOON));
        assertThat(carried.compared().timing()).hasSize(1);

        carried.settled(carried("b4", 500, NOON.plusSeconds(9)));
        assertThat(carried.compared().matched()).hasSize(1);

        carried.settled(carried("b5", 70, NOON.plusSeconds(10)));
        assertThat(carried.compared().matched()).hasSize(1);
        assertThat(carried.compared().timing()).hasSize(1);
    }

    @Test
    void what_a_batch_carries_over_and_no_later_one_has_is_missing() {
        var carried = new BooksAndFile().settled(carried("b3", -500, NOON));

        carried.asOf(NOON.plus(Duration.ofDays(3)));

        assertThat(carried.compared().breaks())
                .extracting(Finding::code)
                .containsExactly(MISSING_IN_LEDGER);
    }

    private static SettlementRow carried(String id, long minor, Instant at) {
        var over = "carried-over-EUR";
        return row(id, "balance_carried", eur(minor), eur(0), at, over, null, null);
    }
}
