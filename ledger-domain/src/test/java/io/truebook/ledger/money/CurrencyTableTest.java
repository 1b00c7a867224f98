package io.truebook.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrencyTableTest {

    @ParameterizedTest
    @CsvSource({"EUR,2", "JPY,0", "KWD,3", "ISK,0", "UGX,0", "HUF,2", "TND,3", "MGA,2"})
    void gives_the_exponent_of_the_standard(String code, int exponent) {
        assertThat(CurrencyTable.of(code).exponent()).isEqualTo(exponent);
    }

    @Test
    void finds_what_a_client_wrote_in_either_case() {
        assertThat(CurrencyTable.find("eur")).contains(CurrencyTable.of("EUR"));
        assertThat(CurrencyTable.find("EUR")).contains(CurrencyTable.of("EUR"));
        assertThat(CurrencyTable.find("EURO")).isEmpty();
        assertThat(CurrencyTable.find("")).isEmpty();
    }

    @Test
    void does_not_know_metals_funds_and_test_codes() {
        for (var code : new String[] {"XAU", "XTS", "XXX", "CHE", "BOV"}) {
            assertThat(CurrencyTable.find(code)).as(code).isEmpty();
        }
        assertThatThrownBy(() -> CurrencyTable.of("eur"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The JDK is another reading of the same standard; where it is older, this says so. */
    @Test
    void agrees_with_the_jdk_wherever_both_know_a_code() {
        var differences = new HashMap<String, String>();
        for (var theirs : java.util.Currency.getAvailableCurrencies()) {
            CurrencyTable.find(theirs.getCurrencyCode())
                    .filter(ours -> ours.exponent() != theirs.getDefaultFractionDigits())
                    .ifPresent(ours ->
                            differences.put(
                                    ours.code(),
                                    ours.exponent() + "/" + theirs.getDefaultFractionDigits()));
        }

        assertThat(differences).isEqualTo(Map.of());
    }
}
