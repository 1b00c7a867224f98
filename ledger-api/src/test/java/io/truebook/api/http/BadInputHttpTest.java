package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not understood is a clear problem, and nothing is recorded. */
@Tag("database")
class BadInputHttpTest {

    private static final String GOOD =
            """
            {"amount": 1999, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "automatic"}\
            """;
    private static final String BIG = "x".repeat(256);

    private final Ledger ledger = Ledger.running();

    /** A field's bad value, written as JSON. */
    static List<Arguments> fields() {
        return List.of(
                Arguments.of("amount", "0"),
                Arguments.of("amount", "-1"),
                Arguments.of("amount", "1.0"),
                Arguments.of("amount", "1e3"),
                Arguments.of("amount", "1E0"),
                Arguments.of("amount", "\"5\""),
                Arguments.of("amount", "true"),
                Arguments.of("amount", "null"),
                Arguments.of("amount", "[1]"),
                Arguments.of("amount", "1000000000000"),
                Arguments.of("amount", "9223372036854775808"),
                Arguments.of("amount", "9".repeat(3000)),
                Arguments.of("currency", "\"EURO\""),
                Arguments.of("currency", "\"ZZZ\""),
                Arguments.of("currency", "978"),
                Arguments.of("merchant", "\"\""),
                Arguments.of("merchant", "\"a:b\""),
                Arguments.of("merchant", "\"-a\""),
                Arguments.of("merchant", "\"" + "m".repeat(65) + "\""),
                Arguments.of("provider", "\"no such/one\""),
                Arguments.of("payment_method", "\"" + BIG + "\""),
                Arguments.of("payment_method", "\"\""),
                Arguments.of("capture", "\"later\""),
                Arguments.of("capture", "null"),
                Arguments.of("return_url", "\"javascript:alert(1)\""),
                Arguments.of("return_url", "\"https://\""),
                Arguments.of("return_url", "\"not an address\""),
                Arguments.of("description", "\"" + BIG + "\""),
                Arguments.of("description", "\"a\\u0000b\""),
                Arguments.of("description", "\"a\\nb\""),
                Arguments.of("description", "\"half \\ud800\""),
                Arguments.of("description", "{}"),
                Arguments.of("reference", "17"),
                Arguments.of("metadata", "[]"),
                Arguments.of("metadata", "\"a\""),
                Arguments.of("metadata", pairs(51)),
                Arguments.of("metadata.deep", "{\"deep\": {\"er\": \"1\"}}"),
                Arguments.of("metadata.n", "{\"n\": 1}"),
                Arguments.of("metadata.n", "{\"n\": null}"),
                Arguments.of("metadata.long", "{\"long\": \"" + "v".repeat(501) + "\"}"),
                Arguments.of("metadata.control", "{\"control\": \"a\\u0007\"}"),
                Arguments.of("colour", "\"red\""));
    }

    private static String pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k%d\": \"v\"".formatted(i))
                .toList()
                .toString()
                .replace('[', '{')
                .replace(']', '}');
    }

    @ParameterizedTest
    @MethodSource("fields")
    void a_bad_field_is_named(String field, String value) {
        var top = field.replaceAll("\\..*", "");
        var json = GOOD.replaceAll("\"" + top + "\": [^,}]*", "\"gone\": 1");
        json = json.replace("\"gone\": 1, ", "").replace(", \"gone\": 1", "");
        json = json.substring(0, json.lastIndexOf('}')) + ", \"" + top + "\": " + value + "}";
        long before = ledger.eventsAndTransactions();

        var answer = ledger.post("bad-" + UUID.randomUUID(), "/v1/charges", json);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("field_invalid");
        assertThat(answer.json().path("errors").get(0).path("field").asString()).isEqualTo(field);
        assertThat(ledger.eventsAndTransactions()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("requiredFields")
    void a_missing_field_is_named(String field) {
        var json = GOOD.replaceAll("\"" + field + "\": [^,}]*,?\\s*", "").replace(", }", "}");
        json = json.replaceAll(",\\s*}", "}");

        var answer = ledger.post("bad-" + UUID.randomUUID(), "/v1/charges", json);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("errors").get(0).path("field").asString()).isEqualTo(field);
        assertThat(answer.text()).contains("is missing");
    }

    static Stream<String> requiredFields() {
        return Stream.of("amount", "currency", "merchant", "provider", "payment_method", "capture");
    }

    /** Bodies that are no request at all. */
    static List<Arguments> bodies() {
        return List.of(
                body("nothing", ""),
                body("blanks", "  "),
                body("half an object", "{\"amount\": 1"),
                body("no object", "[1]"),
                body("a number", "1"),
                body("two objects", GOOD + GOOD),
                body("something after it", GOOD + " x"),
                body("a comma too many", GOOD.replace("}", ",}")),
                body("single quotes", "{'amount': 1}"),
                body("a comment", "/* */" + GOOD),
                body("not a number", GOOD.replace("1999", "NaN")),
                body("a leading zero", GOOD.replace("1999", "01999")),
                body("a plus", GOOD.replace("1999", "+1999")),
                body("a byte order mark", "\ufeff" + GOOD),
                body("deep nesting", "{\"metadata\":" + "[".repeat(9000) + "]".repeat(9000) + "}"),
                Arguments.of(
                        "invalid UTF-8",
                        BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xC3, '"', '}'})),
                Arguments.of(
                        "UTF-16",
                        BodyPublishers.ofByteArray(GOOD.getBytes(StandardCharsets.UTF_16LE))));
    }

    private static Arguments body(String name, String text) {
        return Arguments.of(name, BodyPublishers.ofString(text));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_body_that_is_no_request_is_not_understood(String name, BodyPublisher body) {
        var answer = post(body, "application/json");

        assertThat(answer.status()).as(name + answer.text()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("request_malformed");
    }

    private Ledger.Answer post(BodyPublisher body, String type) {
        return Ledger.send(
                ledger.signed("/v1/charges")
                        .header("Idempotency-Key", "bad-" + UUID.randomUUID())
                        .header("Content-Type", type)
                        .POST(body));
    }

    @Test
    void a_field_written_twice_is_named() {
        var twice = GOOD.replaceFirst("\\{", "{\"amount\": 1, ");

        var answer = ledger.post("bad-" + UUID.randomUUID(), "/v1/charges", twice);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("{\"field\":\"amount\",\"message\":\"is written twice\"}");
    }

    @Test
    void a_body_above_64_kib_is_too_large() {
        var large = GOOD.replaceFirst("}$", ", \"description\": \"" + "x".repeat(70_000) + "\"}");
        var huge = "{\"description\": \"" + "x".repeat(2 * 1024 * 1024) + "\"}";
        var streamed =
                BodyPublishers.ofInputStream(() ->
                        new java.io.ByteArrayInputStream(huge.getBytes(StandardCharsets.UTF_8)));

        for (var body :
                List.of(BodyPublishers.ofString(large), BodyPublishers.ofString(huge), streamed)) {
            var answer = post(body, "application/json");

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.at("code")).isEqualTo("body_too_large");
        }
    }

    @ParameterizedTest
    @MethodSource("mediaTypes")
    void another_media_type_is_unsupported(String type) {
        assertThat(post(BodyPublishers.ofString(GOOD), type).status()).isEqualTo(415);
    }

    static Stream<String> mediaTypes() {
        return Stream.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16",
                "nonsense");
    }

    @Test
    void an_answer_in_another_media_type_is_not_offered() {
        var answer = Ledger.send(ledger.signed("/v1/charges").header("Accept", "text/html").GET());

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.at("code")).isEqualTo("not_acceptable");
    }

    /** Reads that are asked for wrongly. */
    static List<Arguments> reads() {
        return List.of(
                Arguments.of("/v1/charges?limit=0", 400, "limit"),
                Arguments.of("/v1/charges?limit=101", 400, "limit"),
                Arguments.of("/v1/charges?limit=x", 400, "limit"),
                Arguments.of("/v1/charges?limit=1&limit=1", 400, "limit"),
                Arguments.of("/v1/charges?after=x", 400, "after"),
                Arguments.of("/v1/charges?status=lost", 400, "status"),
                Arguments.of("/v1/charges?created_from=yesterday", 400, "created_from"),
                Arguments.of("/v1/charges?colour=red", 400, "colour"),
                Arguments.of("/v1/refunds?status=captured", 400, "status"),
                Arguments.of("/v1/transactions", 400, "id"),
                Arguments.of("/v1/accounts?after=a%00b", 400, "after"),
                Arguments.of("/v1/charges?reference=%ff", 400, "percent"),
                Arguments.of("/v1/charges/ch_1", 404, "charge_not_found"),
                Arguments.of("/v1/charges/a%00b", 400, "malformed"),
                Arguments.of("/v1/refunds/re_1", 404, "refund_not_found"),
                Arguments.of("/v1/accounts/nobody", 404, "account_not_found"),
                Arguments.of("/v1/transactions/t-1", 404, "transaction_not_found"),
                Arguments.of("/v1/nothing", 404, "resource_not_found"),
                Arguments.of("/nothing", 404, "resource_not_found"),
                Arguments.of("/v1/charges/ch_1/capture", 405, "method_not_allowed"));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void a_wrong_question_gets_a_problem(String path, int status, String says) {
        var answer = ledger.get(path);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(says).doesNotContain("Exception", "<html");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }
}
