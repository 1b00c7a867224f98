package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderMessageTest {

    @ParameterizedTest
    @CsvSource({
        "Card 4111 1111 1111 1111 declined, Card *** declined",
        "Card 4111-1111-1111-1111 declined, Card *** declined",
        "no 123456789012, no ***",
        "no 12345678901, no 12345678901",
        "two 123456789012  123456789012, two ***  ***"
    })
    void has_no_long_number(String said, String kept) {
        assertThat(ProviderMessage.of(said)).isEqualTo(kept);
    }

    @Test
    void may_be_said_with_a_number_without_end() {
        assertThat(ProviderMessage.of("1".repeat(1_000_000))).isEqualTo("***");
        assertThat(ProviderMessage.of("1 ".repeat(500_000))).isEqualTo("*** ");
    }

    @Test
    void is_cut_to_what_fits() {
        assertThat(ProviderMessage.of("x".repeat(1_000))).hasSize(255);
    }
}
