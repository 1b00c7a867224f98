package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import com.stripe.param.EventListParams;
import io.truebook.api.simulator.SimulatorSettings.WebhookEndpoint;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events reach the receiver signed, at least once, whatever the receiver does in between. */
@Tag("database")
class SimulatorWebhookTest {
    private SimulatorFixture simulator;

    @BeforeEach
    void start() {
        simulator = new SimulatorFixture();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static long times(List<Event> events, String type, String naming) {
        return events.stream()
                .filter(event -> event.getType().equals(type) && event.toJson().contains(naming))
                .count();
    }

    @Test
    void one_payment_tells_several_events_that_name_the_request() throws Exception {
        String operation = anOperation();
        PaymentIntent payment = simulator.aPayment(operation, 1000);

        List<Event> events = simulator.receiver.await(received -> received.size() == 3);

        assertThat(events)
                .extracting(Event::getType)
                .containsExactlyInAnyOrder(
                        "payment_intent.created", "charge.succeeded", "payment_intent.succeeded");
        assertThat(events)
                .allSatisfy(event -> {
                    assertThat(event.getRequest().getIdempotencyKey()).isEqualTo(operation);
                    assertThat(event.getRequest().getId()).startsWith("req_");
                    assertThat(event.getLivemode()).isFalse();
                });
        Event succeeded = simulator.receiver.await("charge.succeeded", payment.getId());
        var charge = (Charge) succeeded.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(charge.getMetadata()).containsEntry("truebook_operation", operation);
        assertThat(charge.getAmountCaptured()).isEqualTo(1000);
    }

    @Test
    void a_receiver_that_fails_is_tried_again_until_it_accepts() throws Exception {
        simulator.receiver.refuseNext(5);

        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

        simulator.receiver.await("payment_intent.created", payment.getId());
        simulator.receiver.await("charge.succeeded", payment.getId());
        simulator.receiver.await("payment_intent.succeeded", payment.getId());
    }

    @Test
    void what_is_owed_survives_a_restart() throws Exception {
        simulator.receiver.refuseNext(Integer.MAX_VALUE);
        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
        simulator.restart();

        simulator.receiver.refuseNext(0);
        simulator.control("POST", "/webhooks/flush", "");

        simulator.receiver.await("charge.succeeded", payment.getId());
    }

    @Test
    void a_fault_delivers_twice_or_never() throws Exception {
        simulator.control(
                "POST",
                "/faults",
                "{\"kind\": \"webhook_duplicate\", \"event_type\": \"charge.succeeded\"}");
        simulator.control(
                "POST",
                "/faults",
                "{\"kind\": \"webhook_lost\", \"event_type\": \"payment_intent.succeeded\"}");

        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

        List<Event> events = simulator.receiver.await(received -> received.size() == 3);
        assertThat(times(events, "charge.succeeded", payment.getId())).isEqualTo(2);
        assertThat(times(events, "payment_intent.succeeded", payment.getId())).isZero();
        var listed =
                simulator
                        .stripe()
                        .v1()
                        .events()
                        .list(
                                EventListParams.builder()
                                        .addType("payment_intent.succeeded")
                                        .build());
        assertThat(listed.getData()).hasSize(1);
    }

    @Test
    void a_fault_delivers_late() throws Exception {
        simulator.control(
                "POST",
                "/faults",
                "{\"kind\": \"webhook_delayed\", \"event_type\": \"charge.*\","
                        + " \"delay_ms\": 3600000}");
        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
        List<Event> before = simulator.receiver.await(received -> received.size() == 2);
        assertThat(times(before, "charge.succeeded", payment.getId())).isZero();

        simulator.control("POST", "/webhooks/flush", "");

        simulator.receiver.await("charge.succeeded", payment.getId());
    }

    @Test
    void a_fault_sends_a_forgery_first() throws Exception {
        simulator.control(
                "POST",
                "/faults",
                "{\"kind\": \"webhook_forged\", \"event_type\": \"charge.succeeded\"}");

        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

        simulator.receiver.await("charge.succeeded", payment.getId());
        simulator.receiver.await(_ -> simulator.receiver.forged() == 1);
    }

    @Test
    void an_event_can_be_sent_again() throws Exception {
        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
        Event first = simulator.receiver.await("charge.succeeded", payment.getId());

        simulator.control("POST", "/events/" + first.getId() + "/resend", "");

        simulator.receiver.await(
                received -> times(received, "charge.succeeded", first.getId()) == 2);
    }

    @Test
    void while_a_secret_is_rolled_both_sign() throws Exception {
        Instant now = Instant.now();
        var rolling =
                WebhookEndpoint.of(URI.create("http://127.0.0.1:1/"), "whsec_old", "whsec_new");
        String body = "{\"id\": \"evt_1\", \"object\": \"event\"}";

        String header = Signatures.ofStripe(rolling.secrets(), body, now);

        for (String secret : rolling.secrets()) {
            assertThat(Webhook.Signature.verifyHeader(body, header, secret, 300)).isTrue();
        }
    }
}
