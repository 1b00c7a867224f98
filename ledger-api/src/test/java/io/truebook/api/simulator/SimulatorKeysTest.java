package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static io.truebook.api.simulator.SimulatorFixture.key;
import static io.truebook.api.simulator.SimulatorFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.IdempotencyException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Idempotency keys keep the answer of what began to execute, for 24 hours and not longer. */
@Tag("database")
class SimulatorKeysTest {
    private static final String PAYMENT =
            "amount=1000&currency=eur&confirm=true&capture_method=automatic"
                    + "&payment_method_types[]=card&payment_method=";

    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() {
        simulator = new SimulatorFixture();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static HttpResponse<String> pay(String method, String operation) throws Exception {
        return simulator.post(
                "/v1/payment_intents",
                PAYMENT + method + "&metadata[truebook_operation]=" + operation,
                operation);
    }

    private static void assertReplayed(HttpResponse<String> first, HttpResponse<String> again) {
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(again.headers().firstValue("Original-Request"))
                .isEqualTo(first.headers().firstValue("Request-Id"));
    }

    @Test
    void the_same_request_is_answered_byte_for_byte_and_charged_once() throws Exception {
        String operation = anOperation();

        HttpResponse<String> first = pay("pm_card_visa", operation);
        HttpResponse<String> again = pay("pm_card_visa", operation);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertReplayed(first, again);
        assertThat(simulator.books(operation).path("charges_captured").longValue()).isEqualTo(1);
    }

    @Test
    void a_decline_is_kept_too() throws Exception {
        String operation = anOperation();

        HttpResponse<String> first = pay("pm_card_chargeDeclined", operation);
        HttpResponse<String> again = pay("pm_card_chargeDeclined", operation);

        assertThat(first.statusCode()).isEqualTo(402);
        assertReplayed(first, again);
        assertThat(simulator.books(operation).path("payment_intents").longValue()).isEqualTo(1);
    }

    @Test
    void an_error_of_the_provider_is_kept_too() throws Exception {
        String operation = anOperation();
        simulator.control("POST", "/faults", "{\"kind\": \"error_after_effect\"}");

        HttpResponse<String> first = pay("pm_card_visa", operation);
        HttpResponse<String> again = pay("pm_card_visa", operation);

        assertThat(first.statusCode()).isEqualTo(500);
        assertReplayed(first, again);
        assertThat(simulator.books(operation).path("charges_captured").longValue()).isEqualTo(1);
    }

    @Test
    void other_parameters_are_refused() throws Exception {
        String operation = anOperation();
        simulator.aPayment(operation, 1000);

        assertThatThrownBy(() ->
                        simulator
                                .stripe()
                                .v1()
                                .paymentIntents()
                                .create(
                                        payment(operation, 1001, "pm_card_visa").build(),
                                        key(operation)))
                .isInstanceOf(IdempotencyException.class);
        assertThat(simulator.books(operation).path("charges_captured").longValue()).isEqualTo(1);
    }

    @Test
    void the_order_of_parameters_does_not_matter() throws Exception {
        String operation = anOperation();
        HttpResponse<String> first =
                simulator.post("/v1/payment_intents", "amount=10&currency=eur", operation);

        HttpResponse<String> again =
                simulator.post("/v1/payment_intents", "currency=eur&amount=10", operation);

        assertReplayed(first, again);
    }

    @Test
    void refused_parameters_leave_the_key_free() throws Exception {
        String operation = anOperation();

        HttpResponse<String> refused =
                simulator.post("/v1/payment_intents", "amount=0&currency=eur", operation);
        HttpResponse<String> corrected =
                simulator.post("/v1/payment_intents", "amount=10&currency=eur", operation);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(corrected.statusCode()).isEqualTo(200);
    }

    @Test
    void raced_by_many_executes_once_and_tells_the_others_to_come_back() throws Exception {
        String operation = anOperation();
        List<CompletableFuture<HttpResponse<String>>> racing =
                java.util.stream.IntStream.range(0, 20)
                        .mapToObj(_ ->
                                CompletableFuture.supplyAsync(() -> {
                                    try {
                                        return pay("pm_card_visa", operation);
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                }))
                        .toList();

        for (CompletableFuture<HttpResponse<String>> one : racing) {
            HttpResponse<String> answer = one.get();
            if (answer.statusCode() != 200) {
                assertThat(answer.statusCode()).isEqualTo(409);
                assertThat(answer.body()).contains("idempotency_key_in_use");
            }
        }
        assertThat(simulator.books(operation).path("charges_captured").longValue()).isEqualTo(1);
    }

    @Test
    void a_late_effect_waits_for_the_retry_that_has_the_key() throws Exception {
        var keys = simulator.keys();
        String key = anOperation();
        assertThat(keys.claim(key)).isTrue();
        var late = CompletableFuture.supplyAsync(() -> keys.claimWhenFree(key));

        assertThat(keys.claim(key)).isFalse();
        assertThat(late).isNotDone();
        keys.release(key);

        assertThat(late.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keys.claim(key)).isFalse();
    }

    @Test
    void after_24_hours_the_key_is_forgotten_and_charges_again() throws Exception {
        String operation = anOperation();
        pay("pm_card_visa", operation);

        simulator.control("POST", "/idempotency_keys/age", "{\"hours\": 23}");
        pay("pm_card_visa", operation);
        assertThat(simulator.books(operation).path("charges_captured").longValue()).isEqualTo(1);
        simulator.control("POST", "/idempotency_keys/age", "{\"hours\": 1}");
        pay("pm_card_visa", operation);

        assertThat(simulator.books(operation).path("charges_captured").longValue()).isEqualTo(2);
    }
}
