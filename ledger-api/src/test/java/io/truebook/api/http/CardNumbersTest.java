package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are the schemes' published test numbers. */
class CardNumbersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424242",
                "4242 4242 4242 4242",
                "4242-4242-4242-4242",
                "card:4242424242424242.",
                "42 4242 4242 4242 42",
                "my card is 5555 5555 5555 4444, thanks",
                "2223003122003222",
                "378282246310005",
                "3782 822463 10005",
                "6011111111111117",
                "30569309025904",
                "3566002020360505",
                "6200000000000005",
                "4222222222222",
                "order 7 4242 4242 4242 4242",
                "c0ffeea4-4052-4594-8351-899abcdef0123", // Not a UUID: too long.
                "4242\u00a04242\u20134242\u22124242",
                "\uff14\uff12\uff14\uff12 4242 4242 4242"
            })
    void card_numbers_are_recognised(String text) {
        assertThat(CardNumbers.foundIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4242424242424241", // Luhn does not hold.
                "9999999999999995", // No scheme begins like this.
                "424242424242", // Too short.
                "42424242424242424242", // Too long: another number.
                "4242.4242.4242.4242",
                "4242/4242/4242/4242",
                "pm_card_visa",
                "2026-11-20T08:30:00Z",
                "+49 30 901820",
                "ch_06f9n6q1xr4d7v2m8s0k5t3w9y",
                "order 1234567890123",
                "c0ffeea4-4052-4594-8351-899abcdef012", // A UUID, with such digits in it.
                "refund-C0FFEEA4-4052-4594-8351-899ABCDEF012-1",
                "m94bc3268-87a4-4d58-8188-74370774da6a"
            })
    void other_numbers_are_left_alone(String text) {
        assertThat(CardNumbers.foundIn(text)).isFalse();
    }
}
