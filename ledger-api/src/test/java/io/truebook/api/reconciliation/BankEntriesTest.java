package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.ledger.money.Money;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BankEntriesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    private final BankEntries entries = new BankEntries(text -> text);

    @Test
    void of_one_account_are_the_same_whatever_else_a_statement_holds() {
        add("DE01", 100, "R1");
        add("DE02", 100, "R1");
        var alone = new BankEntries(text -> text);
        alone.add(2, "DE02", DAY, Money.of(100, "EUR"), "R1", "", "amount");

        assertThat(entries.all().get(1).key()).isEqualTo(alone.all().getFirst().key());
    }

    @Test
    void that_return_another_may_have_its_reference() {
        add("DE01", 100, "R1");
        add("DE01", -100, "R1");
        var later = new BankEntries(text -> text);
        later.add(2, "DE01", DAY, Money.of(-100, "EUR"), "R1", "", "amount");

        assertThat(entries.all().get(1).key()).isEqualTo(later.all().getFirst().key());
        assertThat(entries.all().get(0).key()).isNotEqualTo(entries.all().get(1).key());
    }

    @Test
    void that_come_to_more_than_a_book_holds_are_refused() {
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 10_000; i++) {
                                add("DE01", 1_000_000_000_000_000L, "R" + i);
                            }
                        })
                .isInstanceOf(SettlementFileInvalid.class);
    }

    private void add(String account, long minor, String reference) {
        entries.add(2, account, DAY, Money.of(minor, "EUR"), reference, "", "amount");
    }
}
