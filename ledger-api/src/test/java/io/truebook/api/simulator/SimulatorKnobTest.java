package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static io.truebook.api.simulator.SimulatorFixture.key;
import static io.truebook.api.simulator.SimulatorFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.param.reporting.ReportRunCreateParams;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every knob does what it says, once, and a wrong turn of one is refused by name. */
@Tag("database")
class SimulatorKnobTest {
    private SimulatorFixture simulator;

    @BeforeEach
    void start() {
        simulator = new SimulatorFixture();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private void fault(String json) throws Exception {
        JsonNode answer = simulator.control("POST", "/faults", json);
        assertThat(answer.has("id")).as(answer.toString()).isTrue();
    }

    private long place(List<Event> events, String type) {
        return events.stream().map(Event::getType).toList().indexOf(type);
    }

    @Nested
    class Deliveries {

        @Test
        void an_event_comes_after_a_later_one() throws Exception {
            fault(
                    """
                    {"kind": "webhook_reordered", "event_type": "payment_intent.created",
                     "after_event": "charge.succeeded"}
                    """);

            simulator.aPayment(anOperation(), 1000);

            List<Event> events = simulator.receiver.await(received -> received.size() == 3);
            assertThat(place(events, "payment_intent.created"))
                    .isGreaterThan(place(events, "charge.succeeded"));
        }

        @Test
        void an_event_that_waits_in_vain_comes_when_its_time_is_over() throws Exception {
            fault(
                    """
                    {"kind": "webhook_reordered", "event_type": "charge.succeeded",
                     "after_event": "never.told", "delay_ms": 50}
                    """);

            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

            simulator.receiver.await("charge.succeeded", payment.getId());
        }

        @Test
        void one_fact_is_told_by_two_events() throws Exception {
            fault("{\"kind\": \"webhook_twin\", \"event_type\": \"charge.succeeded\"}");

            simulator.aPayment(anOperation(), 1000);

            List<Event> events = simulator.receiver.await(received -> received.size() == 4);
            assertThat(events)
                    .filteredOn(event -> event.getType().equals("charge.succeeded"))
                    .hasSize(2)
                    .extracting(Event::getId)
                    .doesNotHaveDuplicates();
        }

        @Test
        void a_secret_that_was_replaced_still_signs_what_is_told_to() throws Exception {
            simulator.control(
                    "POST",
                    "/webhooks/endpoints",
                    """
                    {"endpoints": [{"id": "we_test", "url": "%s", "secrets": ["whsec_of_before"]}]}
                    """
                            .formatted(simulator.receiver.url()));
            simulator.control(
                    "POST",
                    "/webhooks/endpoints",
                    """
                    {"endpoints": [{"id": "we_test", "url": "%s", "secrets": ["%s"],
                                    "first_retry_ms": 20}]}
                    """
                            .formatted(simulator.receiver.url(), SimulatorFixture.SECRET));
            fault("{\"kind\": \"webhook_old_secret\", \"event_type\": \"charge.succeeded\"}");

            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

            // The old signature is refused; the next attempt is signed anew, as Stripe does.
            simulator.receiver.await("charge.succeeded", payment.getId());
            assertThat(simulator.receiver.forged()).isEqualTo(1);
        }
    }

    @Nested
    class Answers {
        private PaymentIntent pay() throws StripeException {
            String operation = anOperation();
            return simulator
                    .stripe()
                    .v1()
                    .paymentIntents()
                    .create(payment(operation, 100, "pm_card_visa").build(), key(operation));
        }

        @Test
        void too_many_requests_is_a_rate_limit() throws Exception {
            fault("{\"kind\": \"error_before_effect\", \"status\": 429}");

            assertThatThrownBy(this::pay)
                    .isInstanceOfSatisfying(
                            RateLimitException.class,
                            e -> assertThat(e.getCode()).isEqualTo("rate_limit"));
        }

        @Test
        void a_lock_timeout_may_be_repeated() throws Exception {
            fault(
                    """
                    {"kind": "error_before_effect", "status": 429, "code": "lock_timeout"}
                    """);

            HttpResponse<String> answer =
                    simulator.post("/v1/payment_intents", "amount=100&currency=eur", "a_key");

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Stripe-Should-Retry")).hasValue("true");
        }

        @Test
        void a_key_in_use_is_a_conflict() throws Exception {
            fault("{\"kind\": \"error_before_effect\", \"status\": 409}");

            assertThatThrownBy(this::pay)
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> {
                                assertThat(e.getStatusCode()).isEqualTo(409);
                                assertThat(e.getCode()).isEqualTo("idempotency_key_in_use");
                            });
        }

        @Test
        void a_key_that_was_used_otherwise_is_an_idempotency_error() throws Exception {
            fault(
                    """
                    {"kind": "error_before_effect", "status": 400, "code": "idempotency_error"}
                    """);

            assertThatThrownBy(this::pay).isInstanceOf(IdempotencyException.class);
        }
    }

    @Nested
    class Settlement {
        private List<String> rows() throws Exception {
            long now = Instant.now().getEpochSecond();
            var parameters =
                    ReportRunCreateParams.Parameters.builder()
                            .setIntervalStart(now - 3600)
                            .setIntervalEnd(now + 1)
                            .addColumn("source_id")
                            .addColumn("gross")
                            .build();
            var run =
                    simulator
                            .stripe()
                            .v1()
                            .reporting()
                            .reportRuns()
                            .create(
                                    ReportRunCreateParams.builder()
                                            .setReportType(
                                                    "balance_change_from_activity.itemized.3")
                                            .setParameters(parameters)
                                            .build());
            simulator.receiver.await("reporting.report_run.succeeded", run.getId());
            var done = simulator.stripe().v1().reporting().reportRuns().retrieve(run.getId());
            String path = java.net.URI.create(done.getResult().getUrl()).getPath();
            return simulator.send("GET", path, "", "text/plain").body().lines().skip(1).toList();
        }

        @Test
        void a_row_is_missing_once() throws Exception {
            String charge = simulator.aPayment(anOperation(), 1000).getLatestCharge();
            simulator.aPayment(anOperation(), 2000);
            fault("{\"kind\": \"settlement_row_missing\", \"source\": \"" + charge + "\"}");

            assertThat(rows()).hasSize(1).noneMatch(row -> row.contains(charge));
            assertThat(rows()).hasSize(2);
        }

        @Test
        void a_row_is_wrong_by_the_amount() throws Exception {
            String charge = simulator.aPayment(anOperation(), 1000).getLatestCharge();
            fault("{\"kind\": \"settlement_row_wrong\", \"amount\": -1}");

            assertThat(rows()).containsExactly(charge + ",9.99");
        }

        @Test
        void a_row_is_there_that_nobody_knows() throws Exception {
            String charge = simulator.aPayment(anOperation(), 1000).getLatestCharge();
            fault("{\"kind\": \"settlement_row_extra\", \"amount\": 4321}");

            assertThat(rows())
                    .hasSize(2)
                    .contains(charge + ",10.00")
                    .anyMatch(row -> row.endsWith(",43.21") && !row.contains(charge));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/faults | {\"kind\": \"garbage\", \"staus\": 500} | staus: Unknown field",
                "/faults | {\"kind\": \"earthquake\"} | kind: Must be one of: timeout_before",
                "/faults | {\"path\": \"/v1/*\"} | kind: Is missing",
                "/faults | {\"kind\": \"garbage\", \"times\": 0} | times: Must be a whole number",
                "/faults | {\"kind\": \"latency\", \"status\": 500} | status: Means nothing",
                "/settings | {\"fee_delay\": 1} | fee_delay: Unknown field",
                "/settings | {\"fee_delay_ms\": -1} | fee_delay_ms: Must be a whole number",
                "/settings | {\"adyen_capture\": \"never\"} | adyen_capture: Must be one of",
                "/idempotency_keys/age | {} | hours: Is missing",
                "/webhooks/endpoints | {\"endpoints\": 1} | endpoints: Must be a list",
                "/webhooks/endpoints | {\"endpoints\": [{\"url\": \"ftp://x\"}]} | url: Must be",
                "/scripts | {\"steps\": []} | steps: Must be a list",
                "/scripts | {\"steps\": [{\"request\": \"faults\"}]} | steps[0].request"
            })
    void what_is_wrong_in_a_control_request_is_named(String path, String body, String message)
            throws Exception {
        HttpResponse<String> answer =
                simulator.send("POST", "/_simulator" + path, body, "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }
}
