package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.PERIOD;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.reconciliation.RateCard.Rate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fees held against what was agreed: 1.4 % and 25 cents. */
class RateCardTest {

    private static final RateCard AGREED = new RateCard(Map.of("EUR", new Rate(140, 25)));

    private static Comparison charged(long fee) {
        var books =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(10_000), NOON)
                        .settledCharge("txn_1", "ch_1", eur(10_000), eur(fee), NOON);
        if (fee != 0) {
            books.bookedFee("txn_1", "ch_1", eur(fee), NOON);
        }
        return Comparison.of(books.input(PERIOD), AGREED);
    }

    private static List<FindingCode> codes(Comparison comparison) {
        return comparison.findings().stream().map(Finding::code).toList();
    }

    /** 140 + 25 is expected; two of a hundred of it are three. */
    @ParameterizedTest
    @CsvSource({"165", "162", "168"})
    void a_fee_as_agreed_goes_with_its_charge(long fee) {
        assertThat(codes(charged(fee))).containsExactly(FindingCode.MATCHED);
    }

    @ParameterizedTest
    @CsvSource({"161", "169", "400", "0"})
    void another_one_is_a_break_of_its_own_though_it_is_booked(long fee) {
        var comparison = charged(fee);

        assertThat(codes(comparison))
                .containsExactlyInAnyOrder(FindingCode.MATCHED, FindingCode.FEE_MISMATCH);
        assertThat(comparison.breaks().getFirst().evidence())
                .isEqualTo(
                        "Charged %d EUR, expected 165 EUR: 140 basis points of 10000 EUR and 25."
                                .formatted(fee));
        assertThat(comparison.rollForwards().getFirst().closing().difference()).isZero();
    }

    @Test
    void of_another_currency_than_was_agreed_on_is_left_alone() {
        var dollars = new RateCard(Map.of("USD", new Rate(0, 1)));
        var books =
                new BooksAndFile()
                        .bookedCharge("ch_1", eur(10_000), NOON)
                        .bookedFee("txn_1", "ch_1", eur(400), NOON)
                        .settledCharge("txn_1", "ch_1", eur(10_000), eur(400), NOON);

        assertThat(codes(Comparison.of(books.input(PERIOD), dollars)))
                .containsExactly(FindingCode.MATCHED);
    }

    @Test
    void no_contract_asks_for_more_than_all_or_less_than_nothing() {
        assertThatThrownBy(() -> new Rate(10_001, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
