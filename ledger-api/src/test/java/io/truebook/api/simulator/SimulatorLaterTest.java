package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static io.truebook.api.simulator.SimulatorFixture.key;
import static io.truebook.api.simulator.SimulatorFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is not known when the request is answered: the customer's bank, debits, late changes. */
@Tag("database")
class SimulatorLaterTest {
    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() {
        simulator = new SimulatorFixture();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Nested
    class Authenticating {
        private PaymentIntent anOpenPayment(String method) throws StripeException {
            String operation = anOperation();
            return simulator
                    .stripe()
                    .v1()
                    .paymentIntents()
                    .create(
                            payment(operation, 700, method)
                                    .setReturnUrl("https://shop.example/back?cart=7")
                                    .build(),
                            key(operation));
        }

        @Test
        void sends_the_customer_to_the_banks_page_and_back() throws Exception {
            PaymentIntent open = anOpenPayment("pm_card_authenticationRequired");
            assertThat(open.getStatus()).isEqualTo("requires_action");
            String page = open.getNextAction().getRedirectToUrl().getUrl();
            String path = page.substring(simulator.server().baseUri().toString().length());

            HttpResponse<String> shown = simulator.send("GET", path, "", "text/plain");
            HttpResponse<String> done =
                    simulator.send(
                            "POST", path, "result=succeed", "application/x-www-form-urlencoded");

            assertThat(shown.body()).contains("7.00 EUR");
            assertThat(done.statusCode()).isEqualTo(303);
            assertThat(done.headers().firstValue("Location"))
                    .hasValue(
                            "https://shop.example/back?cart=7&payment_intent="
                                    + open.getId()
                                    + "&redirect_status=succeeded");
            simulator.receiver.await("payment_intent.succeeded", open.getId());
        }

        @Test
        void failed_leaves_the_payment_without_a_charge() throws Exception {
            PaymentIntent open = anOpenPayment("pm_card_threeDSecure2Required");

            simulator.control(
                    "POST",
                    "/payment_intents/" + open.getId() + "/authenticate",
                    "{\"passed\": false}");

            var event = simulator.receiver.await("payment_intent.payment_failed", open.getId());
            assertThat(event.toJson()).contains("payment_intent_authentication_failure");
        }
    }

    @Nested
    class Debiting {
        private PaymentIntent aDebit(String method) throws StripeException {
            String operation = anOperation();
            return simulator
                    .stripe()
                    .v1()
                    .paymentIntents()
                    .create(payment(operation, 2500, method).build(), key(operation));
        }

        @Test
        void succeeds_later_by_itself() throws Exception {
            simulator.control("POST", "/settings", "{\"settle_delay_ms\": 20}");

            PaymentIntent debit = aDebit("pm_usBankAccount");

            assertThat(debit.getStatus()).isEqualTo("processing");
            simulator.receiver.await("charge.pending", debit.getId());
            simulator.receiver.await("payment_intent.succeeded", debit.getId());
        }

        @Test
        void fails_later_by_itself() throws Exception {
            simulator.control("POST", "/settings", "{\"settle_delay_ms\": 20}");

            PaymentIntent debit = aDebit("pm_usBankAccount_fails");

            simulator.receiver.await("charge.failed", debit.getId());
        }

        @Test
        void fails_after_it_had_succeeded_and_the_money_goes_back() throws Exception {
            PaymentIntent debit = aDebit("pm_usBankAccount_processing");
            simulator.control("POST", "/payment_intents/" + debit.getId() + "/succeed", "");
            simulator.receiver.await("payment_intent.succeeded", debit.getId());

            simulator.control("POST", "/payment_intents/" + debit.getId() + "/fail", "");

            simulator.receiver.await("charge.failed", debit.getId());
            var charge = simulator.stripe().v1().charges().retrieve(debit.getLatestCharge());
            var back =
                    simulator
                            .stripe()
                            .v1()
                            .balanceTransactions()
                            .retrieve(charge.getFailureBalanceTransaction());
            assertThat(back.getReportingCategory()).isEqualTo("charge_failure");
            assertThat(back.getAmount()).isEqualTo(-2500);
            assertThat(charge.getStatus()).isEqualTo("failed");
            var now = simulator.stripe().v1().paymentIntents().retrieve(debit.getId());
            assertThat(now.getLatestCharge()).isEqualTo(charge.getId());
        }
    }

    @Test
    void a_declined_payment_succeeds_late() throws Exception {
        String operation = anOperation();
        var params = payment(operation, 900, "pm_card_chargeDeclined").build();
        var intents = simulator.stripe().v1().paymentIntents();
        String id = null;
        try {
            intents.create(params, key(operation));
        } catch (CardException e) {
            id = e.getStripeError().getPaymentIntent().getId();
        }

        simulator.control("POST", "/payment_intents/" + id + "/succeed", "");

        simulator.receiver.await("payment_intent.succeeded", id);
        assertThat(simulator.books(operation).path("charges_captured").longValue()).isEqualTo(1);
    }

    @Test
    void the_fee_can_come_later_than_the_capture() throws Exception {
        simulator.control("POST", "/settings", "{\"fee_delay_ms\": 30}");

        PaymentIntent payment = simulator.aPayment(anOperation(), 1000);
        simulator.control("POST", "/settings", "{\"fee_delay_ms\": 0}");

        assertThat(payment.getLatestChargeObject().getBalanceTransaction()).isNull();
        var updated = simulator.receiver.await("charge.updated", payment.getLatestCharge());
        assertThat(updated.getData().getPreviousAttributes())
                .containsEntry("balance_transaction", null);
    }
}
