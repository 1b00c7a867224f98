package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static io.truebook.ledger.reconciliation.BooksAndFile.row;
import static io.truebook.ledger.reconciliation.LedgerMovement.Kind.CHARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
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

    @Test
    void is_found_too_where_both_sides_have_both_charges() {
        assertThat(bothChargedTwice().compared().findings())
                .extracting(Finding::code, Finding::balanceTransactionId)
                .containsExactlyInAnyOrder(
                        tuple(FindingCode.MATCHED, "txn_1"),
                        tuple(FindingCode.DUPLICATE_AT_PROVIDER, "txn_2"));
    }

    @Test
    void keeps_its_id_when_it_is_booked() {
        var unbooked =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(900), NOON)
                        .settledCharge("txn_1", "ch_1", eur(900), eur(0), NOON)
                        .settled(second());

        assertThat(bothChargedTwice().compared().breaks().getFirst().id())
                .isEqualTo(unbooked.compared().breaks().getFirst().id());
    }

    @Test
    void is_none_any_more_when_one_of_them_is_given_back() {
        var books = bothChargedTwice().bookedRefund("re_1", "ch_1", eur(900), NOON);

        assertThat(books.compared().breaks()).isEmpty();
    }

    @Test
    void is_one_while_what_was_given_back_is_the_first() {
        var refund =
                new SettlementRow(
                        "txn_3",
                        "refund",
                        NOON,
                        null,
                        eur(-900),
                        eur(0),
                        eur(-900),
                        "prov_re_1",
                        "prov_ch_1",
                        null,
                        null,
                        "ch_1",
                        "re_1");
        var books = bothChargedTwice().bookedRefund("re_1", "ch_1", eur(900), NOON).settled(refund);

        assertThat(books.compared().breaks())
                .extracting(Finding::balanceTransactionId)
                .containsExactly("txn_2");
    }

    @Test
    void is_not_a_second_charge_that_is_booked_and_not_yet_settled() {
        var comparison =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(900), NOON)
                        .booked(CHARGE, "ch_1", "ch_1", "second", eur(900), NOON)
                        .settledCharge("txn_1", "ch_1", eur(900), eur(0), NOON)
                        .compared();

        assertThat(comparison.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(FindingCode.MATCHED, FindingCode.TIMING);
    }

    @Test
    void of_a_hundred_thousand_rows_are_found_in_one_pass() {
        var books = new BooksAndFile().bookedCharge("ch_1", eur(900), NOON);
        for (int i = 0; i < 100_000; i++) {
            books.settledCharge("txn_" + i, "ch_1", eur(900), eur(0), NOON);
        }

        var found = assertTimeout(Duration.ofSeconds(20), books::compared);

        assertThat(found.breaks()).hasSize(99_999);
        assertThat(found.matched()).hasSize(1);
    }

    private static BooksAndFile bothChargedTwice() {
        return new BooksAndFile()
                .bookedCharge("ch_1", eur(900), NOON)
                .booked(CHARGE, "ch_1", "ch_1", "second", eur(900), NOON)
                .settledCharge("txn_1", "ch_1", eur(900), eur(0), NOON)
                .settled(second());
    }

    private static SettlementRow second() {
        return row("txn_2", "charge", eur(900), eur(0), NOON, "second", "ch_1", null);
    }
}
