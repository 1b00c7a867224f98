package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A card number in any text is refused before anything stores it. */
@Tag("database")
class CardNumberHttpTest {

    private static final String GOOD =
            """
            {"amount": 1999, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "automatic"}\
            """;

    private final Ledger ledger = Ledger.running();

    /** Where a card number may be, and what is refused. */
    static List<String> withCards() {
        return List.of(
                GOOD.replace("m-1", "4242424242424242"),
                GOOD.replace("pm_card_visa", "4242 4242 4242 4242"),
                GOOD.replaceFirst("}$", ", \"description\": \"card 5555-5555-5555-4444\"}"),
                GOOD.replaceFirst("}$", ", \"reference\": \"378282246310005\"}"),
                GOOD.replaceFirst("}$", ", \"metadata\": {\"a\": \"4242424242424242\"}}"),
                GOOD.replaceFirst("}$", ", \"metadata\": {\"4242424242424242\": \"a\"}}"),
                GOOD.replaceFirst("}$", ", \"4242424242424242\": 1}"),
                GOOD.replaceFirst(
                        "}$", ", \"return_url\": \"https://x.example/4242424242424242\"}"));
    }

    @ParameterizedTest
    @MethodSource("withCards")
    void a_card_number_is_refused_and_not_recorded(String json) {
        var id = "card-" + UUID.randomUUID();
        long before = ledger.eventsAndTransactions();

        var answer = ledger.post(id, "/v1/charges", json);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("code")).isEqualTo("card_number_refused");
        assertThat(answer.text()).doesNotContainPattern("4242|5555|3782").doesNotContain("final");
        assertThat(ledger.eventsAndTransactions()).isEqualTo(before);
        assertThat(ledger.post(id, "/v1/charges", GOOD, "Prefer", "wait=0").status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @MethodSource("addressesWithCards")
    void a_card_number_in_an_address_is_refused(String path) {
        var answer = ledger.get(path);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("code")).isEqualTo("card_number_refused");
        assertThat(answer.text()).doesNotContain("4242");
    }

    static Stream<String> addressesWithCards() {
        return Stream.of(
                "/v1/charges/4242424242424242",
                "/v1/charges?reference=4242%204242%204242%204242",
                "/v1/charges?reference=4242+4242+4242+4242",
                "/v1/accounts/merchant:4242424242424242:payable",
                "/v1/transactions?id=%34242424242424242");
    }
}
