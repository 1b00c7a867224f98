package io.truebook.api.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Money;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeCurrenciesTest {

    /** Ours and Stripe's differ where the standard and Stripe count differently. */
    @ParameterizedTest
    @CsvSource({
        "1999, EUR, 1999",
        "500, JPY, 500",
        "5120, KWD, 5120",
        "500, MGA, 5",
        "5, ISK, 500",
        "7, UGX, 700",
        "100, HUF, 100",
        "100, TWD, 100"
    })
    void an_amount_goes_there_and_back(long minor, String code, long atStripe) {
        var money = Money.of(minor, code);

        assertThat(StripeCurrencies.amount(money)).isEqualTo(atStripe);
        assertThat(StripeCurrencies.money(atStripe, code.toLowerCase(Locale.ROOT))).contains(money);
    }

    @ParameterizedTest
    @CsvSource({
        "EUR, 1",
        "JPY, 1",
        "ISK, 1",
        "UGX, 1",
        "MGA, 100",
        "KWD, 10",
        "TND, 10",
        "IQD, 0",
        "KPW, 0",
        "LYD, 0"
    })
    void the_step_is_the_least_stripe_can_express(String code, long step) {
        assertThat(StripeCurrencies.step(CurrencyTable.of(code))).isEqualTo(step);
    }

    @Test
    void what_stripe_cannot_express_is_never_rounded() {
        var odd = Money.of(150, "MGA");

        assertThatThrownBy(() -> StripeCurrencies.amount(odd))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> StripeCurrencies.money(150, "isk"))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_currency_one_of_us_does_not_have_is_no_money() {
        assertThat(StripeCurrencies.money(100, "xyz")).isEmpty();
        assertThat(StripeCurrencies.money(100, "iqd")).isEmpty();
    }
}
