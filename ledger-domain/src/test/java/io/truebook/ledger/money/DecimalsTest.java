package io.truebook.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({"500, 2, 50000", "500, 0, 500", "50000, -2, 500", "-1230, -1, -123", "0, -3, 0"})
    void an_amount_is_the_same_in_other_decimals(long amount, int decimals, long moved) {
        assertThat(Decimals.moved(amount, decimals)).isEqualTo(moved);
    }

    @Test
    void nothing_is_rounded_or_overflows() {
        assertThatThrownBy(() -> Decimals.moved(1234, -1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Decimals.moved(Long.MAX_VALUE, 1))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1", "4"})
    void no_currency_has_so_many(int decimals) {
        assertThatThrownBy(() -> Decimals.powerOfTen(decimals))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
