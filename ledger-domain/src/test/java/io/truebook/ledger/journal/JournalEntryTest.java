package io.truebook.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.account.Side;
import io.truebook.ledger.money.Money;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalEntryTest {

    private static final AccountName CLEARING = AccountName.providerClearing("stripe");
    private static final AccountName PAYABLE = AccountName.merchantPayable("m-1");
    private static final Money TEN = Money.of(1000, "EUR");

    @Test
    void of_a_transfer_debits_one_account_and_credits_the_other() {
        var entry = JournalEntry.transfer(TEN, CLEARING, PAYABLE, "ch_1");

        assertThat(entry.postings())
                .containsExactly(
                        new Posting(CLEARING, Side.DEBIT, Layer.POSTED, TEN, "ch_1"),
                        new Posting(PAYABLE, Side.CREDIT, Layer.POSTED, TEN, "ch_1"));
    }

    @Test
    void that_does_not_balance_cannot_be_built() {
        var debit = posting(CLEARING, Side.DEBIT, Layer.POSTED, TEN);
        var less = posting(PAYABLE, Side.CREDIT, Layer.POSTED, Money.of(999, "EUR"));
        var dollars = posting(PAYABLE, Side.CREDIT, Layer.POSTED, Money.of(1000, "USD"));
        var held = posting(PAYABLE, Side.CREDIT, Layer.HOLD, TEN);

        for (var credit : List.of(less, dollars, held)) {
            assertThatThrownBy(() -> new JournalEntry(List.of(debit, credit)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Unbalanced");
        }
        assertThatThrownBy(() -> new JournalEntry(List.of(debit)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void balances_a_hold_and_its_release_apart() {
        var hold = posting(CLEARING, Side.DEBIT, Layer.HOLD, TEN);
        var release = posting(CLEARING, Side.CREDIT, Layer.HOLD_RELEASE, TEN);

        assertThatThrownBy(() -> new JournalEntry(List.of(hold, release)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void does_not_wrap_around_into_a_balance() {
        var most = Money.of(Long.MAX_VALUE, "EUR");
        var two = Money.of(2, "EUR");
        var legs =
                List.of(
                        posting(CLEARING, Side.DEBIT, Layer.POSTED, most),
                        posting(CLEARING, Side.DEBIT, Layer.POSTED, most),
                        posting(CLEARING, Side.DEBIT, Layer.POSTED, two));

        assertThatThrownBy(() -> new JournalEntry(legs)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void takes_no_posting_that_moves_nothing() {
        assertThatThrownBy(() -> posting(CLEARING, Side.DEBIT, Layer.POSTED, Money.of(0, "EUR")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> posting(CLEARING, Side.DEBIT, Layer.POSTED, Money.of(-1, "EUR")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(JournalEntry.transfer(Money.of(0, "EUR"), CLEARING, PAYABLE, "ch_1").isEmpty())
                .isTrue();
    }

    @Test
    void cannot_be_changed_through_the_list_it_was_built_from() {
        var legs = new ArrayList<>(JournalEntry.transfer(TEN, CLEARING, PAYABLE, "x").postings());
        var entry = new JournalEntry(legs);

        legs.removeLast();

        assertThat(entry.postings()).hasSize(2);
    }

    private static Posting posting(AccountName account, Side side, Layer layer, Money amount) {
        return new Posting(account, side, layer, amount, "ch_1");
    }
}
