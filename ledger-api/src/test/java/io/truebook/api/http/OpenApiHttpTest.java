package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The published description says what the ledger does. */
@Tag("database")
class OpenApiHttpTest {

    private final Ledger ledger = Ledger.running();
    private final JsonNode api = Ledger.send(ledger.request("/v3/api-docs").GET()).json();

    /** Method, address and description of everything under /v1. */
    private record Operation(String method, String path, JsonNode json) {}

    private List<Operation> operations() {
        var all = new ArrayList<Operation>();
        for (var path : api.path("paths").properties()) {
            if (path.getKey().startsWith("/v1")) {
                for (var operation : path.getValue().properties()) {
                    all.add(new Operation(operation.getKey(), path.getKey(), operation.getValue()));
                }
            }
        }
        return all;
    }

    @Test
    void is_openapi_3_1_and_readable_in_a_browser() {
        assertThat(api.path("openapi").asString()).startsWith("3.1");
        assertThat(Ledger.send(ledger.request("/swagger-ui/index.html").GET()).status())
                .isEqualTo(200);
        assertThat(operations()).hasSizeGreaterThan(12);
    }

    @Test
    void names_the_header_that_makes_a_post_happen_once() {
        assertThat(operations())
                .filteredOn(operation -> operation.method().equals("post"))
                .isNotEmpty()
                .allMatch(operation ->
                        operation
                                .json()
                                .path("parameters")
                                .toString()
                                .contains("\"name\":\"Idempotency-Key\""));
    }

    @Test
    void names_problems_and_the_key_everywhere() {
        assertThat(operations())
                .allMatch(operation -> operation.json().path("responses").has("401"))
                .allMatch(operation -> operation.json().has("security"));
        assertThat(names(api.at("/components/schemas/Problem/properties")))
                .contains("code", "final");
    }

    @Test
    void describes_the_fields_that_are_sent() {
        var charge =
                ledger.post(
                        "api-" + System.nanoTime(),
                        "/v1/charges",
                        """
                        {"amount": 1, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
                         "payment_method": "pm_card_visa", "capture": "automatic"}
                        """,
                        "Prefer",
                        "wait=0");

        assertThat(names(api.at("/components/schemas/ChargeResource/properties")))
                .containsAll(names(charge.json()));
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    @Test
    void refers_only_to_what_is_there() {
        var references =
                java.util.regex.Pattern.compile("\"\\$ref\":\"#/([^\"]+)\"")
                        .matcher(api.toString())
                        .results()
                        .map(match -> "/" + match.group(1))
                        .distinct();

        assertThat(references).allMatch(pointer -> !api.at(pointer).isMissingNode());
    }
}
