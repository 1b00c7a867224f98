package io.truebook.api.provider.adyen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdyenCurrenciesTest {

    /** Ours and Adyen's differ where the standard and Adyen count differently. */
    @ParameterizedTest
    @CsvSource({
        "1999, EUR, 1999",
        "500, JPY, 500",
        "5120, KWD, 5120",
        "500, CVE, 5",
        "500, IDR, 5",
        "5, CLP, 500",
        "5, ISK, 500",
        "7, UGX, 7"
    })
    void an_amount_goes_there_and_back(long minor, String code, long atAdyen) {
        var money = Money.of(minor, code);

        assertThat(AdyenCurrencies.value(money)).isEqualTo(atAdyen);
        assertThat(AdyenCurrencies.money(atAdyen, code)).contains(money);
    }

    @ParameterizedTest
    @CsvSource({"EUR, 1", "JPY, 1", "KWD, 1", "CLP, 1", "ISK, 1", "CVE, 100", "IDR, 100", "IRR, 0"})
    void the_step_is_the_least_adyen_can_express(String code, long step) {
        assertThat(AdyenCurrencies.step(CurrencyTable.of(code))).isEqualTo(step);
    }

    @Test
    void what_cannot_be_expressed_is_never_rounded() {
        var odd = Money.of(150, "IDR");

        assertThatThrownBy(() -> AdyenCurrencies.value(odd))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> AdyenCurrencies.money(150, "ISK"))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_currency_one_of_us_does_not_have_is_no_money() {
        assertThat(AdyenCurrencies.money(100, "XYZ")).isEmpty();
        assertThat(AdyenCurrencies.money(100, "IRR")).isEmpty();
    }
}
