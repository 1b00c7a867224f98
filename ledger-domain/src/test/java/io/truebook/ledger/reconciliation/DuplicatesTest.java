package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.BooksAndFile.row;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which of two movements of one operation is the one too many. */
class DuplicatesTest {

    @Test
    void is_the_one_that_is_not_booked_however_early_it_was() {
        var early = NOON.minusSeconds(9);
        var comparison =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(900), NOON)
                        .settled(row("txn_1", "charge", eur(900), eur(0), early, "x", "ch_1", null))
                        .settledCharge("txn_2", "ch_1", eur(900), eur(0), NOON)
                        .compared();

        assertThat(comparison.breaks())
                .singleElement()
                .satisfies(twice -> {
                    assertThat(twice.code()).isEqualTo(FindingCode.DUPLICATE_AT_PROVIDER);
                    assertThat(twice.balanceTransactionId()).isEqualTo("txn_1");
                });
    }
}
