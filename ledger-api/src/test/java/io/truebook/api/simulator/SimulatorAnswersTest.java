package io.truebook.api.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;

/** Answers that are spoilt or late, in each dialect, byte for byte as any client meets them. */
@Tag("database")
class SimulatorAnswersTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() {
        simulator = new SimulatorFixture();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @AfterEach
    void behave() throws Exception {
        simulator.control("DELETE", "/faults", "");
    }

    /** One charge of 10.00 EUR, as each provider's API wants to be asked for it. */
    enum Charge {
        STRIPE("/v1/payment_intents", "application/x-www-form-urlencoded", "Authorization") {
            @Override
            String body(String operation) {
                return "amount=1000&currency=eur&confirm=true&payment_method=pm_card_visa"
                        + "&payment_method_types[]=card&metadata[truebook_operation]="
                        + operation;
            }
        },
        ADYEN("/v71/payments", "application/json", "X-API-Key") {
            @Override
            String body(String operation) {
                return """
                {"merchantAccount": "Shop", "reference": "%s",
                 "amount": {"currency": "EUR", "value": 1000},
                 "paymentMethod": {"type": "scheme", "storedPaymentMethodId": "pm_card_visa"}}
                """
                        .formatted(operation);
            }
        };

        private final String path;
        private final String type;
        private final String proof;

        Charge(String path, String type, String proof) {
            this.path = path;
            this.type = type;
            this.proof = proof;
        }

        abstract String body(String operation);

        private HttpRequest request(String operation) {
            String key = simulator.server().apiKey();
            return HttpRequest.newBuilder(URI.create(simulator.server().baseUri() + path))
                    .header("Content-Type", type)
                    .header("Idempotency-Key", operation)
                    .header(proof, this == STRIPE ? "Bearer " + key : key)
                    .POST(BodyPublishers.ofString(body(operation)))
                    .build();
        }

        private HttpResponse<String> make(String operation) throws Exception {
            return HTTP.send(request(operation), BodyHandlers.ofString());
        }

        private void meets(String fault) throws Exception {
            var answer =
                    simulator.control(
                            "POST", "/faults", fault.replace("}", ", \"path\": \"" + path + "\"}"));
            assertThat(answer.has("id")).as(answer.toString()).isTrue();
        }
    }

    private static void assertChargedOnce(String operation) throws Exception {
        var books = simulator.books(operation);
        assertThat(books.path("charges_captured").longValue()).isEqualTo(1);
        assertThat(books.path("amount_captured").longValue()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "STRIPE, page, 200",
        "STRIPE, truncated, 200",
        "STRIPE, empty, 200",
        "STRIPE, page, 502",
        "STRIPE, empty, 504",
        "ADYEN, page, 200",
        "ADYEN, truncated, 200",
        "ADYEN, empty, 200",
        "ADYEN, page, 502",
        "ADYEN, empty, 504"
    })
    void a_spoilt_answer_hides_what_was_done_once(Charge charge, String body, int status)
            throws Exception {
        String operation = SimulatorFixture.anOperation();
        charge.meets(
                "{\"kind\": \"garbage\", \"body\": \"%s\", \"status\": %d}"
                        .formatted(body, status));

        var spoilt = charge.make(operation);
        var again = charge.make(operation);

        assertThat(spoilt.statusCode()).isEqualTo(status);
        assertThat(spoilt.body()).matches(text -> isSpoilt(text, body, again.body()));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains(operation);
        assertChargedOnce(operation);
    }

    private static boolean isSpoilt(String text, String body, String right) {
        return switch (body) {
            case "empty" -> text.isEmpty();
            case "truncated" -> right.startsWith(text) && !isJson(text);
            default -> text.startsWith("<html>");
        };
    }

    private static boolean isJson(String text) {
        try {
            return Json.parse(text) != null;
        } catch (JacksonException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_torn_answer_ends_amid_its_body(Charge charge) throws Exception {
        String operation = SimulatorFixture.anOperation();
        charge.meets("{\"kind\": \"garbage\", \"body\": \"torn\"}");

        assertThatThrownBy(() -> charge.make(operation)).isInstanceOf(IOException.class);

        assertThat(charge.make(operation).statusCode()).isEqualTo(200);
        assertChargedOnce(operation);
    }

    @ParameterizedTest
    @EnumSource
    void a_late_answer_is_right_and_its_effect_was_there_before(Charge charge) throws Exception {
        String operation = SimulatorFixture.anOperation();
        charge.meets("{\"kind\": \"latency_after_effect\", \"delay_ms\": 1500}");
        long asked = System.nanoTime();

        CompletableFuture<HttpResponse<String>> answer =
                HTTP.sendAsync(charge.request(operation), BodyHandlers.ofString());
        awaitCharged(operation);
        boolean answeredBefore = answer.isDone();
        var late = answer.join();

        assertThat(answeredBefore).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - asked).toMillis())
                .isGreaterThanOrEqualTo(1500);
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(late.body()).isEqualTo(charge.make(operation).body());
        assertChargedOnce(operation);
    }

    /** Until it is in the provider's books. */
    private static void awaitCharged(String operation) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (simulator.books(operation).path("charges_captured").longValue() == 0) {
            assertThat(System.nanoTime()).as("charged in time").isLessThan(deadline);
        }
    }
}
