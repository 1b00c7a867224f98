package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    @Nested
    class Idempotency_key {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '|',
                textBlock =
                        """
                        order-7,          order-7
                        "order-7",        order-7
                        "a\\"b\\\\c",     a"b\\c
                        !~,               !~
                        a"b,              a"b
                        """)
        void is_bare_or_quoted(String header, String id) {
            assertThat(TransactionIdHeader.read(List.of(header))).isEqualTo(id);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "\"\"",
                    "\"",
                    "\"a",
                    "a\"",
                    "a b",
                    "\"a b\"",
                    "\"a\"b\"",
                    "ä",
                    "\"\\a\""
                })
        void that_is_malformed_is_refused(String header) {
            assertThatThrownBy(() -> TransactionIdHeader.read(List.of(header)))
                    .isInstanceOfSatisfying(
                            CommandRejected.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(Rejection.TRANSACTION_ID_MALFORMED));
        }

        @Test
        void of_255_characters_is_the_longest() {
            assertThat(TransactionIdHeader.read(List.of("x".repeat(255)))).hasSize(255);
            assertThatThrownBy(() -> TransactionIdHeader.read(List.of("x".repeat(256))))
                    .hasMessageContaining("transaction_id_malformed");
        }

        @Test
        void is_there_once() {
            assertThatThrownBy(() -> TransactionIdHeader.read(List.of()))
                    .hasMessageContaining("transaction_id_missing");
            assertThatThrownBy(() -> TransactionIdHeader.read(List.of("a", "a")))
                    .hasMessageContaining("transaction_id_malformed");
        }

        @Test
        void that_is_a_card_number_is_refused() {
            assertThatThrownBy(() -> TransactionIdHeader.read(List.of("4242424242424242")))
                    .hasMessageContaining("card_number_refused")
                    .hasMessageNotContaining("4242");
        }
    }

    @Nested
    class Prefer {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '|',
                nullValues = "-",
                textBlock =
                        """
                        respond-async,            0,  respond-async
                        |respond-async, wait=5|,  5,  |respond-async, wait=5|
                        wait=0,                   0,  wait=0
                        WAIT=7,                   7,  wait=7
                        wait="7",                 7,  wait=7
                        wait = 7; foo=bar,        7,  wait=7
                        |wait=3, wait=9|,         3,  wait=3
                        wait=31,                  30, wait=30
                        wait=-1,                  10, -
                        wait=1.5,                 10, -
                        wait,                     10, -
                        |wait=x, respond-async|,  0,  respond-async
                        return=minimal,           10, -
                        |;;,,=|,                  10, -
                        """)
        void says_how_long_to_wait(String header, long seconds, String applied) {
            var preference = Preference.read(List.of(header));

            assertThat(preference.patience()).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(preference.applied()).isEqualTo(applied);
        }
    }
}
