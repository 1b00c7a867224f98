package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.BooksAndFile.row;
import static io.truebook.ledger.reconciliation.FindingCode.AMOUNT_MISMATCH;
import static io.truebook.ledger.reconciliation.FindingCode.MATCHED;
import static io.truebook.ledger.reconciliation.FindingCode.MISSING_IN_LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.LedgerMovement.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is booked under the provider's own id is found by it. */
class DisputeAndPayoutMatchingTest {

    private final BooksAndFile books = new BooksAndFile();

    private void booked(Kind kind, String object, long minor) {
        books.booked(kind, "ch_1", object, object, eur(minor), NOON);
    }

    private void settled(String transaction, String category, String object, long gross, long fee) {
        books.settled(row(transaction, category, eur(gross), eur(fee), NOON, object, null, null));
    }

    private List<FindingCode> codes() {
        return books.compared().findings().stream().map(Finding::code).toList();
    }

    @Test
    void a_dispute_matches_its_withdrawal_fee_included_and_its_reversal() {
        booked(Kind.DISPUTE, "dp_1", -1000);
        books.bookedFee("txn_1", "ch_1", eur(15), NOON);
        booked(Kind.DISPUTE_REVERSAL, "dp_1", 1000);
        settled("txn_1", "dispute", "dp_1", -1000, 15);
        settled("txn_2", "dispute_reversal", "dp_1", 1000, 0);

        assertThat(codes()).containsExactly(MATCHED, MATCHED);
        var disputes = books.compared().rollForwards().getFirst().lines();
        assertThat(disputes.get(RollForwardLine.DISPUTES))
                .isEqualTo(new RollForward.Column(-1000, -1000));
        assertThat(disputes.get(RollForwardLine.DISPUTE_REVERSALS))
                .isEqualTo(new RollForward.Column(1000, 1000));
    }

    @Test
    void a_payout_matches_what_left_and_what_came_back() {
        booked(Kind.PAYOUT, "po_1", -1100);
        booked(Kind.PAYOUT_REVERSAL, "po_1", 1100);
        settled("txn_1", "payout", "po_1", -1100, 0);
        settled("txn_2", "payout_reversal", "po_1", 1100, 0);

        assertThat(codes()).containsExactly(MATCHED, MATCHED);
    }

    /** Made on a Thursday before a holiday it leaves the provider's balance on Tuesday. */
    @Test
    void a_payout_that_has_not_arrived_yet_is_no_break_for_a_week() {
        booked(Kind.PAYOUT, "po_1", -1100);
        books.asOf(NOON.plus(Duration.ofDays(9)));
        assertThat(codes()).containsExactly(FindingCode.TIMING);

        books.asOf(NOON.plus(Duration.ofDays(11)));
        assertThat(codes()).containsExactly(FindingCode.MISSING_AT_PROVIDER);
    }

    @Test
    void another_amount_is_a_mismatch_and_another_object_is_missing() {
        booked(Kind.PAYOUT, "po_1", -1100);
        settled("txn_1", "payout", "po_1", -1000, 0);
        settled("txn_2", "payout", "po_2", -1, 0);

        assertThat(codes()).containsExactlyInAnyOrder(AMOUNT_MISMATCH, MISSING_IN_LEDGER);
        assertThat(books.compared().rollForwards())
                .extracting(RollForward::currency)
                .containsExactly(Money.of(1, "EUR").currency());
    }
}
