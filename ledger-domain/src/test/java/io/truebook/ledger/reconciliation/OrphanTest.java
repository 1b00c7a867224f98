package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.FindingCode.MATCHED;
import static io.truebook.ledger.reconciliation.FindingCode.MISSING_IN_LEDGER;
import static io.truebook.ledger.reconciliation.FindingCode.ORPHAN_DISPUTE;
import static io.truebook.ledger.reconciliation.FindingCode.ORPHAN_REFUND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrphanTest {

    @Test
    void a_refund_of_a_charge_nobody_knows_is_an_orphan_and_of_ours_is_missing() {
        var comparison =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(100), NOON)
                        .settledCharge("txn_1", "ch_1", eur(100), eur(0), NOON)
                        .settledRefund("txn_2", "re_1", "ch_1", eur(40), NOON)
                        .settledRefund("txn_3", "re_2", "ch_nobodys", eur(40), NOON)
                        .compared();

        assertThat(comparison.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(MATCHED, MISSING_IN_LEDGER, ORPHAN_REFUND);
        assertThat(comparison.rollForwards().getFirst().breaks()).isEqualTo(-80);
    }

    @Test
    void a_dispute_of_a_charge_nobody_knows_is_an_orphan() {
        var comparison = new BooksAndFile().settled("txn_1", "dispute", eur(-500), NOON).compared();

        assertThat(comparison.findings()).extracting(Finding::code).containsExactly(ORPHAN_DISPUTE);
    }
}
