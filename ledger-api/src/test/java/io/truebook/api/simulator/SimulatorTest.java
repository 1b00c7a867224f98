package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static io.truebook.api.simulator.SimulatorFixture.key;
import static io.truebook.api.simulator.SimulatorFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentSearchParams;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real SDK takes, holds, captures and releases money at the simulator, unchanged. */
@Tag("database")
class SimulatorTest {
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
    class Charging {
        @Test
        void takes_the_money_and_books_the_fee() throws Exception {
            PaymentIntent payment = simulator.aPayment(anOperation(), 1999);

            assertThat(payment.getStatus()).isEqualTo("succeeded");
            assertThat(payment.getAmountReceived()).isEqualTo(1999);
            var charge = payment.getLatestChargeObject();
            assertThat(charge.getCaptured()).isTrue();
            assertThat(charge.getMetadata()).containsKey("truebook_operation");
            var movement = charge.getBalanceTransactionObject();
            // 2.9 % of 19.99 is 57.971 minor units, rounded half up, plus 30.
            assertThat(movement.getFee()).isEqualTo(88);
            assertThat(movement.getNet()).isEqualTo(1911);
            assertThat(movement.getReportingCategory()).isEqualTo("charge");
        }

        @Test
        void is_found_again_by_id_by_list_and_by_metadata() throws Exception {
            String operation = anOperation();
            PaymentIntent payment = simulator.aPayment(operation, 500);
            var intents = simulator.stripe().v1().paymentIntents();

            assertThat(intents.retrieve(payment.getId()).getStatus()).isEqualTo("succeeded");
            assertThat(
                            intents.list(
                                            PaymentIntentListParams.builder()
                                                    .setLimit(1L)
                                                    .setCreated(
                                                            PaymentIntentListParams.Created
                                                                    .builder()
                                                                    .setGte(payment.getCreated())
                                                                    .build())
                                                    .build())
                                    .getData())
                    .extracting(PaymentIntent::getId)
                    .containsExactly(payment.getId());
            assertThat(
                            intents.search(
                                            PaymentIntentSearchParams.builder()
                                                    .setQuery(
                                                            "metadata['truebook_operation']:'"
                                                                    + operation
                                                                    + "'")
                                                    .build())
                                    .getData())
                    .extracting(PaymentIntent::getId)
                    .containsExactly(payment.getId());
        }

        @ParameterizedTest
        @CsvSource({
            "pm_card_chargeDeclined,card_declined,generic_decline",
            "pm_card_chargeDeclinedInsufficientFunds,card_declined,insufficient_funds",
            "pm_card_visa_chargeDeclined,card_declined,generic_decline",
            "pm_card_chargeDeclinedExpiredCard,expired_card,"
        })
        void is_declined_with_the_code_of_the_test_card(
                String method, String code, String declineCode) {
            String operation = anOperation();

            assertThatThrownBy(() ->
                            simulator
                                    .stripe()
                                    .v1()
                                    .paymentIntents()
                                    .create(
                                            payment(operation, 500, method).build(),
                                            key(operation)))
                    .isInstanceOfSatisfying(
                            CardException.class,
                            e -> {
                                assertThat(e.getStatusCode()).isEqualTo(402);
                                assertThat(e.getCode()).isEqualTo(code);
                                assertThat(e.getDeclineCode()).isEqualTo(declineCode);
                                assertThat(e.getStripeError().getPaymentIntent().getStatus())
                                        .isEqualTo("requires_payment_method");
                            });
        }

        @ParameterizedTest
        @CsvSource({
            "amount=0&currency=eur,parameter_invalid_integer,amount",
            "amount=-5&currency=eur,parameter_invalid_integer,amount",
            "amount=1.5&currency=eur,parameter_invalid_integer,amount",
            "amount=1e3&currency=eur,parameter_invalid_integer,amount",
            "amount=99999999999999999999&currency=eur,parameter_invalid_integer,amount",
            "amount=100000000&currency=eur,amount_too_large,amount",
            "currency=eur,parameter_missing,amount",
            "amount=5,parameter_missing,currency",
            "amount=5&currency=xxx,,currency",
            "amount=5121&currency=kwd,parameter_invalid_integer,amount",
            "amount=150&currency=isk,parameter_invalid_integer,amount",
            "amount=5&currency=eur&colour=red,parameter_unknown,colour",
            "amount=5&currency=eur&payment_method=pm_nobody,resource_missing,payment_method"
        })
        void refuses_parameters_that_cannot_be_right(String form, String code, String param)
                throws Exception {
            HttpResponse<String> answer =
                    simulator.post("/v1/payment_intents", form, anOperation());

            var error = Json.parse(answer.body()).path("error");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
            assertThat(error.path("code").asString("")).isEqualTo(code == null ? "" : code);
            assertThat(error.path("param").stringValue()).isEqualTo(param);
        }

        @Test
        void needs_a_return_url_unless_no_redirect_can_happen() {
            var withoutTypes =
                    PaymentIntentCreateParams.builder()
                            .setAmount(500L)
                            .setCurrency("eur")
                            .setConfirm(true)
                            .setPaymentMethod("pm_card_visa")
                            .build();

            assertThatThrownBy(() -> simulator.stripe().v1().paymentIntents().create(withoutTypes))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("return_url");
        }
    }

    @Nested
    class Holding {
        @Test
        void captures_the_whole_hold() throws Exception {
            PaymentIntent hold = simulator.aHold(anOperation(), 1000);
            assertThat(hold.getStatus()).isEqualTo("requires_capture");
            assertThat(hold.getAmountCapturable()).isEqualTo(1000);
            assertThat(hold.getLatestChargeObject().getCaptured()).isFalse();
            assertThat(hold.getLatestChargeObject().getBalanceTransaction()).isNull();

            PaymentIntent captured = simulator.stripe().v1().paymentIntents().capture(hold.getId());

            assertThat(captured.getStatus()).isEqualTo("succeeded");
            assertThat(captured.getAmountReceived()).isEqualTo(1000);
        }

        @Test
        void captures_a_part_and_shows_the_rest_as_a_reversal_not_as_a_refund() throws Exception {
            PaymentIntent hold = simulator.aHold(anOperation(), 10_000);

            PaymentIntent captured =
                    simulator
                            .stripe()
                            .v1()
                            .paymentIntents()
                            .capture(
                                    hold.getId(),
                                    PaymentIntentCaptureParams.builder()
                                            .setAmountToCapture(6_000L)
                                            .addExpand("latest_charge")
                                            .build());

            assertThat(captured.getLatestChargeObject().getAmountCaptured()).isEqualTo(6_000);
            assertThat(captured.getLatestChargeObject().getAmountRefunded()).isEqualTo(4_000);
            var movements =
                    simulator
                            .stripe()
                            .v1()
                            .balanceTransactions()
                            .list(
                                    com.stripe.param.BalanceTransactionListParams.builder()
                                            .setSource(captured.getLatestCharge())
                                            .build())
                            .getData();
            assertThat(movements)
                    .extracting("reportingCategory", "amount", "fee")
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("charge", 10_000L, 320L),
                            org.assertj.core.groups.Tuple.tuple(
                                    "partial_capture_reversal", -4_000L, -116L));
        }

        @Test
        void refuses_to_capture_more_than_the_hold_or_twice() throws Exception {
            PaymentIntent hold = simulator.aHold(anOperation(), 1000);
            var intents = simulator.stripe().v1().paymentIntents();
            var tooMuch = PaymentIntentCaptureParams.builder().setAmountToCapture(1001L).build();

            assertThatThrownBy(() -> intents.capture(hold.getId(), tooMuch))
                    .isInstanceOfSatisfying(
                            StripeException.class,
                            e -> assertThat(e.getCode()).isEqualTo("amount_too_large"));
            intents.capture(hold.getId());
            assertThatThrownBy(() -> intents.capture(hold.getId()))
                    .isInstanceOfSatisfying(
                            StripeException.class,
                            e ->
                                    assertThat(e.getCode())
                                            .isEqualTo("payment_intent_unexpected_state"));
        }

        @Test
        void lets_go_of_the_hold() throws Exception {
            PaymentIntent hold = simulator.aHold(anOperation(), 1000);

            PaymentIntent canceled = simulator.stripe().v1().paymentIntents().cancel(hold.getId());

            assertThat(canceled.getStatus()).isEqualTo("canceled");
            assertThat(canceled.getAmountCapturable()).isZero();
            simulator.receiver.await("payment_intent.canceled", hold.getId());
        }

        @Test
        void lapses() throws Exception {
            PaymentIntent hold = simulator.aHold(anOperation(), 1000);

            simulator.control("POST", "/payment_intents/" + hold.getId() + "/expire", "");

            simulator.receiver.await("charge.expired", hold.getId());
            assertThat(simulator.stripe().v1().paymentIntents().retrieve(hold.getId()).getStatus())
                    .isEqualTo("canceled");
        }
    }

    @Test
    void a_wrong_key_is_refused() throws Exception {
        var stranger =
                com.stripe.StripeClient.builder()
                        .setApiKey("sk_test_somebody_else")
                        .setApiBase(simulator.server().baseUri().toString())
                        .build();

        assertThatThrownBy(() -> stranger.v1().balance().retrieve())
                .isInstanceOf(com.stripe.exception.AuthenticationException.class);
    }

    @Test
    void an_unknown_payment_is_missing() {
        assertThatThrownBy(() -> simulator.stripe().v1().paymentIntents().retrieve("pi_nobody"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> {
                            assertThat(e.getStatusCode()).isEqualTo(404);
                            assertThat(e.getCode()).isEqualTo("resource_missing");
                        });
    }
}
