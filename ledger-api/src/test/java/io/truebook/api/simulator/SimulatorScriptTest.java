package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.PaymentIntent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A scenario is one request: its steps are played in order, each after what it waits for. */
@Tag("database")
class SimulatorScriptTest {
    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() {
        simulator = new SimulatorFixture();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void steps_that_wait_for_nothing_are_done_when_it_is_answered() throws Exception {
        JsonNode script =
                simulator.control(
                        "POST",
                        "/scripts",
                        """
                        {"seed": 7, "steps": [
                          {"request": "POST /faults",
                           "body": {"kind": "latency", "path": "/never", "delay_ms": 1}},
                          {"request": "DELETE /faults/{1.id}"},
                          {"request": "GET /settings"}]}
                        """);

        assertThat(script.path("status").asString()).isEqualTo("done");
        assertThat(script.path("answers").size()).isEqualTo(3);
        assertThat(script.path("answers").path(1).path("deleted").booleanValue()).isTrue();
    }

    @Test
    void a_dispute_follows_the_next_charge_and_is_won() throws Exception {
        JsonNode script =
                simulator.control(
                        "POST",
                        "/scripts",
                        """
                        {"steps": [
                          {"after": "charge.succeeded",
                           "request": "POST /charges/{event.object}/disputes",
                           "body": {"reason": "product_not_received"}},
                          {"request": "POST /disputes/{1.id}/reinstate"},
                          {"wait_ms": 5, "request": "POST /disputes/{1.id}/close",
                           "body": {"status": "won"}}]}
                        """);
        assertThat(script.path("status").asString()).isEqualTo("waiting");

        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

        var closed = simulator.receiver.await("charge.dispute.closed", payment.getLatestCharge());
        assertThat(closed.toJson()).contains("product_not_received", "\"won\"");
    }

    @Test
    void it_stops_at_the_first_step_that_is_refused() throws Exception {
        JsonNode script =
                simulator.control(
                        "POST",
                        "/scripts",
                        """
                        {"steps": [
                          {"request": "POST /disputes/dp_unknown/withdraw"},
                          {"request": "POST /faults", "body": {"kind": "garbage"}}]}
                        """);

        assertThat(script.path("status").asString()).isEqualTo("failed");
        assertThat(script.path("error").asString()).startsWith("step 1: No such dispute");
        assertThat(simulator.control("GET", "/faults", "").path("data").size()).isZero();
    }

    @Test
    void the_last_thousand_are_kept() throws Exception {
        String once = "{\"steps\": [{\"request\": \"GET /settings\"}]}";
        var first = simulator.control("POST", "/scripts", once).path("id").asString();
        String second = simulator.control("POST", "/scripts", once).path("id").asString();

        for (int later = 0; later < Scripts.KEPT - 1; later++) {
            simulator.control("POST", "/scripts", once);
        }

        assertThat(status(first)).isEqualTo(404);
        assertThat(status(second)).isEqualTo(200);
    }

    private static int status(String script) throws Exception {
        return simulator
                .send("GET", "/_simulator/scripts/" + script, "", "text/plain")
                .statusCode();
    }

    @Test
    void one_that_is_ended_does_nothing_more() throws Exception {
        JsonNode script =
                simulator.control(
                        "POST",
                        "/scripts",
                        """
                        {"steps": [{"after": "refund.created", "request": "POST /late_effects"}]}
                        """);
        String path = "/scripts/" + script.path("id").asString();

        simulator.control("DELETE", path, "");

        assertThat(simulator.send("GET", "/_simulator" + path, "", "text/plain").statusCode())
                .isEqualTo(404);
    }
}
