package io.truebook.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {

    private static final Money CENT = Money.of(1, "EUR");

    @Test
    void adds_and_takes_away_minor_units() {
        assertThat(Money.of(1999, "EUR").plus(CENT)).isEqualTo(Money.of(2000, "EUR"));
        assertThat(CENT.minus(Money.of(3, "EUR"))).isEqualTo(Money.of(-2, "EUR"));
    }

    @Test
    void never_wraps_around() {
        var most = Money.of(Long.MAX_VALUE, "EUR");
        var least = Money.of(Long.MIN_VALUE, "EUR");

        assertThatThrownBy(() -> most.plus(CENT)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> least.minus(CENT)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void never_mixes_currencies() {
        var yen = Money.of(1, "JPY");

        assertThatThrownBy(() -> CENT.plus(yen)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CENT.minus(yen)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CENT.exceeds(yen)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void compares_by_amount() {
        assertThat(CENT.exceeds(Money.zero(CENT.currency()))).isTrue();
        assertThat(CENT.exceeds(CENT)).isFalse();
        assertThat(CENT.isPositive()).isTrue();
        assertThat(Money.of(-1, "EUR").isPositive()).isFalse();
        assertThat(Money.zero(CENT.currency()).isZero()).isTrue();
    }

    @Test
    void reads_as_minor_units_and_code() {
        assertThat(Money.of(1999, "EUR")).hasToString("1999 EUR");
    }
}
