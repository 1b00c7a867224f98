package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.param.DisputeListParams;
import com.stripe.param.RefundCreateParams;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Cardholders' banks take money back in any order, and the books count it. */
@Tag("database")
class SimulatorDisputeTest {
    private static SimulatorFixture simulator;
    private static AdyenFixture adyen;

    @BeforeAll
    static void start() {
        simulator = new SimulatorFixture();
        adyen = new AdyenFixture();
    }

    @AfterAll
    static void stop() {
        adyen.close();
        simulator.close();
    }

    private static JsonNode dispute(PaymentIntent payment, String body) throws Exception {
        return simulator.control(
                "POST", "/charges/" + payment.getLatestCharge() + "/disputes", body);
    }

    private static JsonNode step(JsonNode dispute, String step, String body) throws Exception {
        return simulator.control(
                "POST", "/disputes/" + dispute.path("id").asString() + "/" + step, body);
    }

    private static Dispute read(JsonNode dispute) throws Exception {
        return simulator.stripe().v1().disputes().retrieve(dispute.path("id").asString());
    }

    private static Dispute told(String type, JsonNode dispute) throws Exception {
        Event event = simulator.receiver.await(type, dispute.path("id").asString());
        return (Dispute) event.getDataObjectDeserializer().getObject().orElseThrow();
    }

    @Nested
    class OfStripe {

        @Test
        void the_funds_leave_with_the_fee_and_come_back_with_it() throws Exception {
            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

            JsonNode dispute = dispute(payment, "");
            step(dispute, "reinstate", "");
            step(dispute, "close", "{\"status\": \"won\"}");

            assertThat(told("charge.dispute.created", dispute).getBalanceTransactions()).isEmpty();
            var withdrawn = told("charge.dispute.funds_withdrawn", dispute);
            assertThat(withdrawn.getBalanceTransactions())
                    .singleElement()
                    .satisfies(out -> {
                        assertThat(out.getAmount()).isEqualTo(-1000);
                        assertThat(out.getFee()).isEqualTo(1500);
                        assertThat(out.getNet()).isEqualTo(-2500);
                        assertThat(out.getReportingCategory()).isEqualTo("dispute");
                    });
            var reinstated = told("charge.dispute.funds_reinstated", dispute);
            assertThat(reinstated.getBalanceTransactions().getLast().getNet()).isEqualTo(2500);
            assertThat(told("charge.dispute.closed", dispute).getStatus()).isEqualTo("won");
        }

        @Test
        void an_inquiry_moves_no_money_until_it_becomes_a_dispute() throws Exception {
            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);

            JsonNode inquiry = dispute(payment, "{\"inquiry\": true}");
            assertThat(read(inquiry).getStatus()).isEqualTo("warning_needs_response");
            assertThat(read(inquiry).getBalanceTransactions()).isEmpty();
            step(inquiry, "withdraw", "{\"fee\": 2000}");

            assertThat(read(inquiry).getStatus()).isEqualTo("needs_response");
            assertThat(read(inquiry).getBalanceTransactions().getFirst().getFee()).isEqualTo(2000);
        }

        @Test
        void a_second_chargeback_takes_the_money_again() throws Exception {
            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
            JsonNode dispute = dispute(payment, "");
            step(dispute, "close", "{\"status\": \"won\"}");
            step(dispute, "reinstate", "{\"fee_returned\": false}");

            step(dispute, "withdraw", "");
            step(dispute, "close", "{\"status\": \"lost\"}");

            assertThat(read(dispute).getStatus()).isEqualTo("lost");
            assertThat(read(dispute).getBalanceTransactions())
                    .extracting(movement -> movement.getNet())
                    .containsExactly(-2500L, 1000L, -2500L);
        }

        @Test
        void what_is_charged_back_cannot_be_refunded() throws Exception {
            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
            JsonNode dispute = dispute(payment, "");
            var refund = RefundCreateParams.builder().setPaymentIntent(payment.getId()).build();

            assertThatThrownBy(() -> simulator.stripe().v1().refunds().create(refund))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            e -> assertThat(e.getCode()).isEqualTo("charge_disputed"));

            step(dispute, "reinstate", "");
            assertThat(simulator.stripe().v1().refunds().create(refund).getStatus())
                    .isEqualTo("succeeded");
        }

        @Test
        void the_disputes_of_a_charge_are_listed() throws Exception {
            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
            JsonNode first = dispute(payment, "{\"amount\": 300}");
            JsonNode second = dispute(payment, "{\"amount\": 400, \"withdraw\": false}");

            List<Dispute> listed =
                    simulator
                            .stripe()
                            .v1()
                            .disputes()
                            .list(
                                    DisputeListParams.builder()
                                            .setCharge(payment.getLatestCharge())
                                            .build())
                            .getData();

            assertThat(listed)
                    .extracting(Dispute::getId)
                    .containsExactlyInAnyOrder(
                            first.path("id").asString(), second.path("id").asString());
        }

        @Test
        void what_makes_no_sense_is_refused() throws Exception {
            PaymentIntent hold = simulator.aHold(anOperation(), 1000);
            PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
            JsonNode dispute = dispute(payment, "{\"withdraw\": false}");

            assertThat(dispute(hold, "").toString()).contains("captured charge");
            assertThat(step(dispute, "reinstate", "").toString()).contains("No funds");
            assertThat(step(dispute, "close", "{\"status\": \"over\"}").toString())
                    .contains("status: Must be one of: won, lost, warning_closed");
            assertThat(step(dispute, "close", "{}").toString()).contains("status: Is missing");
        }
    }

    @Nested
    class OfAdyen {
        private void news(String payment, String event) throws Exception {
            adyen.control(
                    "POST",
                    "/adyen/payments/" + payment + "/disputes",
                    "{\"event\": \"" + event + "\"}");
        }

        @Test
        void each_stage_is_told_under_the_reference_of_the_dispute() throws Exception {
            String payment = adyen.aPayment(anOperation(), 1000).getPspReference();

            news(payment, "NOTIFICATION_OF_CHARGEBACK");
            news(payment, "CHARGEBACK");
            news(payment, "CHARGEBACK_REVERSED");
            news(payment, "SECOND_CHARGEBACK");

            String dispute =
                    adyen.receiver.await("NOTIFICATION_OF_CHARGEBACK", payment).getPspReference();
            for (String code : List.of("CHARGEBACK", "CHARGEBACK_REVERSED", "SECOND_CHARGEBACK")) {
                var item = adyen.receiver.await(code, payment);
                assertThat(item.getPspReference()).isEqualTo(dispute);
                assertThat(item.isSuccess()).isTrue();
                assertThat(item.getAmount().getValue()).isEqualTo(1000);
            }
        }

        @Test
        void the_books_count_what_left_and_came_back() throws Exception {
            String payment = adyen.aPayment(anOperation(), 1000).getPspReference();
            long before = chargedBack();

            news(payment, "CHARGEBACK");
            assertThat(chargedBack()).isEqualTo(before - 1000);
            news(payment, "REQUEST_FOR_INFORMATION");
            news(payment, "CHARGEBACK_REVERSED");

            assertThat(chargedBack()).isEqualTo(before);
        }

        private long chargedBack() throws Exception {
            long sum = 0;
            for (JsonNode total : adyen.control("GET", "/books", "").path("totals")) {
                if (total.path("reporting_category").asString().contains("hargeback")) {
                    sum += total.path("gross").longValue();
                }
            }
            return sum;
        }
    }
}
