package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static io.truebook.api.simulator.SimulatorFixture.key;
import static io.truebook.api.simulator.SimulatorFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator misbehaves when told to, and its books say what really happened. */
@Tag("database")
class SimulatorFaultTest {
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

    private static void fault(String kind, String more) throws Exception {
        var answer =
                simulator.control(
                        "POST",
                        "/faults",
                        "{\"kind\": \"%s\", \"path\": \"/v1/payment_intents*\"%s}"
                                .formatted(kind, more));
        assertThat(answer.path("kind").asString("")).as(answer.toString()).isEqualTo(kind);
    }

    private static StripeClient impatient() {
        return StripeClient.builder()
                .setApiKey(simulator.server().apiKey())
                .setApiBase(simulator.server().baseUri().toString())
                .setMaxNetworkRetries(0)
                .setReadTimeout(150)
                .build();
    }

    private static PaymentIntent pay(StripeClient client, String operation) throws StripeException {
        return client.v1()
                .paymentIntents()
                .create(payment(operation, 1000, "pm_card_visa").build(), key(operation));
    }

    private static long charged(String operation) throws Exception {
        return simulator.books(operation).path("charges_captured").longValue();
    }

    @ParameterizedTest
    @CsvSource({"timeout_before_effect,0", "timeout_after_effect,1"})
    void a_timeout_leaves_the_caller_in_the_dark(String kind, long effects) throws Exception {
        String operation = anOperation();
        fault(kind, "");

        assertThatThrownBy(() -> pay(impatient(), operation))
                .isInstanceOf(ApiConnectionException.class)
                .hasRootCauseInstanceOf(SocketTimeoutException.class);

        assertThat(charged(operation)).isEqualTo(effects);
        assertThat(pay(simulator.stripe(), operation).getStatus()).isEqualTo("succeeded");
        assertThat(charged(operation)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"drop_before_effect,0", "drop_after_effect,1"})
    void a_dropped_connection_too(String kind, long effects) throws Exception {
        String operation = anOperation();
        // The JDK's client sends a POST again by itself when no byte came back: drop that as well.
        fault(kind, ", \"times\": 2");

        assertThatThrownBy(() -> pay(simulator.stripe(), operation))
                .isInstanceOf(ApiConnectionException.class);

        assertThat(charged(operation)).isEqualTo(effects);
        simulator.control("DELETE", "/faults", "");
        assertThat(pay(simulator.stripe(), operation).getStatus()).isEqualTo("succeeded");
        assertThat(charged(operation)).isEqualTo(1);
    }

    @Test
    void an_error_before_the_effect_can_be_repeated() throws Exception {
        String operation = anOperation();
        fault("error_before_effect", ", \"status\": 503");

        assertThatThrownBy(() -> pay(simulator.stripe(), operation))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getStatusCode()).isEqualTo(503));

        assertThat(charged(operation)).isZero();
        assertThat(pay(simulator.stripe(), operation).getStatus()).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_after_the_effect_is_kept_or_not(boolean stored) throws Exception {
        String operation = anOperation();
        fault("error_after_effect", ", \"stored\": " + stored);

        assertThatThrownBy(() -> pay(simulator.stripe(), operation))
                .isInstanceOf(ApiException.class);

        assertThat(charged(operation)).isEqualTo(1);
        if (stored) {
            assertThatThrownBy(() -> pay(simulator.stripe(), operation))
                    .isInstanceOf(ApiException.class);
        } else {
            assertThat(pay(simulator.stripe(), operation).getStatus()).isEqualTo("succeeded");
        }
        assertThat(charged(operation)).isEqualTo(1);
    }

    @Test
    void garbage_with_status_200() throws Exception {
        String operation = anOperation();
        fault("garbage", "");

        assertThatThrownBy(() -> pay(simulator.stripe(), operation))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getStatusCode()).isEqualTo(200));

        assertThat(charged(operation)).isEqualTo(1);
    }

    @Test
    void an_error_is_rolled_forward_later() throws Exception {
        String operation = anOperation();
        fault("late_effect", ", \"delay_ms\": 3600000");

        assertThatThrownBy(() -> pay(simulator.stripe(), operation))
                .isInstanceOf(ApiException.class);
        assertThat(charged(operation)).isZero();
        var executed = simulator.control("POST", "/late_effects", "");

        assertThat(executed.path("executed").intValue()).isEqualTo(1);
        assertThat(charged(operation)).isEqualTo(1);
        simulator.receiver.await("charge.succeeded", operation);
        assertThatThrownBy(() -> pay(simulator.stripe(), operation))
                .as("the 500 stays the answer under this key")
                .isInstanceOf(ApiException.class);
    }

    @Test
    void latency_is_only_slow() throws Exception {
        String operation = anOperation();
        fault("latency", ", \"delay_ms\": 60");
        long before = System.nanoTime();

        assertThat(pay(simulator.stripe(), operation).getStatus()).isEqualTo("succeeded");

        assertThat(System.nanoTime() - before).isGreaterThan(60_000_000);
    }

    @Test
    void chance_falls_the_same_way_for_the_same_seed() throws Exception {
        List<Boolean> first = failures(42);
        List<Boolean> again = failures(42);
        List<Boolean> other = failures(43);

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(first).contains(true, false);
    }

    @Test
    void chance_starts_again_with_the_seed_in_one_simulator() throws Exception {
        var faults = new Faults(1);

        faults.reseed(42);
        List<Boolean> first = failures(faults);
        faults.clear();
        faults.reseed(42);
        List<Boolean> second = failures(faults);
        faults.reseed(42);
        List<Boolean> whileItIsOn = draws(faults);

        assertThat(second).isEqualTo(first);
        assertThat(whileItIsOn).isEqualTo(first);
        assertThat(faults.list().getFirst().path("matched").intValue()).isEqualTo(80);
    }

    private static List<Boolean> failures(long seed) throws Exception {
        return failures(new Faults(seed));
    }

    private static List<Boolean> failures(Faults faults) throws Exception {
        faults.add(
                new ControlFields(
                        Json.parse("{\"kind\": \"error_before_effect\", \"probability\": 0.5}")));
        return draws(faults);
    }

    private static List<Boolean> draws(Faults faults) {
        var struck = new ArrayList<Boolean>();
        for (int i = 0; i < 40; i++) {
            struck.add(faults.fateOf("POST", "/v1/payment_intents").fault() != null);
        }
        return struck;
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"kind\": \"earthquake\"}'",
        "'{\"kind\": \"garbage\", \"probability\": 2}'",
        "'{\"kind\": \"garbage\", \"status\": 600}'",
        "'{\"kind\": \"garbage\", \"body\": \"nothing\"}'",
        "'{\"kind\": \"error_after_effect\", \"status\": 200}'",
        "'{\"kind\": \"error_after_effect\", \"body\": \"empty\"}'",
        "'{\"kind\": \"latency_after_effect\", \"status\": 502}'",
        "'{\"kind\": \"garbage\", \"colour\": \"red\"}'",
        "'{'",
        "'[]'"
    })
    void a_fault_it_does_not_know_is_refused(String body) throws Exception {
        var answer = simulator.send("POST", "/_simulator/faults", body, "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
