package io.truebook.api.simulator;

import static io.truebook.api.simulator.AdyenFixture.anOperation;
import static io.truebook.api.simulator.AdyenFixture.key;
import static io.truebook.api.simulator.AdyenFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;

import com.adyen.model.checkout.CheckoutRedirectAction;
import com.adyen.model.checkout.PaymentCancelRequest;
import com.adyen.model.checkout.PaymentCompletionDetails;
import com.adyen.model.checkout.PaymentDetailsRequest;
import com.adyen.model.checkout.PaymentResponse;
import com.adyen.model.checkout.PaymentResponse.ResultCodeEnum;
import com.adyen.model.checkout.StandalonePaymentCancelRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adyen's own library takes the simulator for Adyen, and finds its signatures genuine. */
@Tag("database")
class AdyenDialectTest {
    private AdyenFixture adyen;

    @BeforeEach
    void start() {
        adyen = new AdyenFixture();
    }

    @AfterEach
    void stop() {
        adyen.close();
    }

    private long count(String operation, String what) throws Exception {
        return adyen.books(operation).path(what).longValue();
    }

    @Nested
    class Payments {

        @Test
        void an_authorised_one_is_captured_by_itself_and_notified() throws Exception {
            String operation = anOperation();

            PaymentResponse answer = adyen.aPayment(operation, 1999);

            assertThat(answer.getResultCode()).isEqualTo(ResultCodeEnum.AUTHORISED);
            assertThat(answer.getPspReference()).matches("[0-9A-Z]{16}");
            var item = adyen.receiver.await("AUTHORISATION", answer.getPspReference());
            assertThat(item.isSuccess()).isTrue();
            assertThat(item.getMerchantReference()).isEqualTo(operation);
            assertThat(item.getMerchantAccountCode()).isEqualTo(AdyenFixture.ACCOUNT);
            assertThat(item.getAmount().getValue()).isEqualTo(1999);
            assertThat(count(operation, "charges_captured")).isEqualTo(1);
            assertThat(count(operation, "amount_captured")).isEqualTo(1999);
        }

        @ParameterizedTest
        @CsvSource({
            "pm_card_chargeDeclinedInsufficientFunds, 12, Not enough balance",
            "pm_card_chargeDeclined, 2, Refused",
            "pm_card_chargeDeclinedExpiredCard, 6, Expired Card"
        })
        void a_refused_one_says_why(String method, String code, String reason) throws Exception {
            String operation = anOperation();

            PaymentResponse answer =
                    adyen.payments.payments(payment(operation, 1000, method), key(operation));

            assertThat(answer.getResultCode()).isEqualTo(ResultCodeEnum.REFUSED);
            assertThat(answer.getRefusalReasonCode()).isEqualTo(code);
            assertThat(answer.getRefusalReason()).isEqualTo(reason);
            var item = adyen.receiver.await("AUTHORISATION", answer.getPspReference());
            assertThat(item.isSuccess()).isFalse();
            assertThat(count(operation, "charges_succeeded")).isZero();
        }

        @ParameterizedTest
        @CsvSource({"succeed, AUTHORISED, 1", "fail, REFUSED, 0"})
        void one_that_needs_the_shopper_ends_when_the_result_is_brought(
                String button, String result, long charges) throws Exception {
            String operation = anOperation();
            PaymentResponse open =
                    adyen.payments.payments(
                            payment(operation, 700, "pm_card_authenticationRequired"),
                            key(operation));
            assertThat(open.getResultCode()).isEqualTo(ResultCodeEnum.REDIRECTSHOPPER);
            var action = (CheckoutRedirectAction) open.getAction().getActualInstance();
            String page = URI.create(action.getUrl()).getPath();

            HttpResponse<String> shown = adyen.send("GET", page, "", Map.of());
            HttpResponse<String> back = adyen.send("POST", page, "result=" + button, Map.of());

            assertThat(shown.body()).contains("7.00 EUR");
            assertThat(count(operation, "charges_succeeded")).isZero();
            String location = back.headers().firstValue("Location").orElseThrow();
            assertThat(location).startsWith("https://shop.example/back?cart=7&redirectResult=");
            String token = location.substring(location.lastIndexOf('=') + 1);
            var details =
                    adyen.payments.paymentsDetails(
                            new PaymentDetailsRequest()
                                    .details(new PaymentCompletionDetails().redirectResult(token)));
            assertThat(details.getResultCode().name()).isEqualTo(result);
            assertThat(count(operation, "charges_succeeded")).isEqualTo(charges);
        }

        @ParameterizedTest
        @CsvSource({"pm_usBankAccount, true", "pm_usBankAccount_fails, false"})
        void a_received_one_ends_later_by_itself(String method, boolean success) throws Exception {
            adyen.control("POST", "/settings", "{\"settle_delay_ms\": 20}");
            String operation = anOperation();

            PaymentResponse answer =
                    adyen.payments.payments(payment(operation, 2500, method), key(operation));

            assertThat(answer.getResultCode()).isEqualTo(ResultCodeEnum.RECEIVED);
            var item = adyen.receiver.await("AUTHORISATION", answer.getPspReference());
            assertThat(item.isSuccess()).isEqualTo(success);
        }
    }

    @Nested
    class Modifications {

        @Test
        void a_hold_is_captured_in_part_and_the_outcome_is_notified() throws Exception {
            String operation = anOperation();
            String payment = adyen.aHold(operation, 10_000).getPspReference();
            assertThat(count(operation, "charges_captured")).isZero();

            String capture = adyen.capture(payment, 6_000);

            var item = adyen.receiver.await("CAPTURE", payment);
            assertThat(item.getPspReference()).isEqualTo(capture);
            assertThat(item.isSuccess()).isTrue();
            assertThat(count(operation, "amount_captured")).isEqualTo(6_000);
        }

        @Test
        void more_than_the_hold_is_received_and_then_refused() throws Exception {
            String operation = anOperation();
            String payment = adyen.aHold(operation, 1_000).getPspReference();

            adyen.capture(payment, 1_001);

            var item = adyen.receiver.await("CAPTURE", payment);
            assertThat(item.isSuccess()).isFalse();
            assertThat(item.getReason()).isEqualTo("Insufficient balance on payment");
            assertThat(count(operation, "amount_captured")).isZero();
        }

        @Test
        void a_capture_that_succeeded_can_fail_with_success_true() throws Exception {
            String operation = anOperation();
            String payment = adyen.aHold(operation, 1_000).getPspReference();
            String capture = adyen.capture(payment, 1_000);

            adyen.control("POST", "/adyen/modifications/" + capture + "/fail", "");

            var item = adyen.receiver.await("CAPTURE_FAILED", payment);
            assertThat(item.isSuccess()).isTrue();
            assertThat(item.getPspReference()).isEqualTo(capture);
            assertThat(count(operation, "charges_captured")).isZero();
        }

        @Test
        void refunds_do_not_exceed_what_was_captured() throws Exception {
            String payment = adyen.aPayment(anOperation(), 1_000).getPspReference();
            String first = anOperation();
            String second = anOperation();

            String accepted = adyen.refund(payment, first, 700);
            String refused = adyen.refund(payment, second, 400);

            adyen.receiver.await(items ->
                    items.stream().filter(i -> i.getEventCode().equals("REFUND")).count() == 2);
            var items = adyen.receiver.await(_ -> true);
            assertThat(items)
                    .filteredOn(item -> item.getPspReference().equals(accepted))
                    .allMatch(item -> item.isSuccess() && first.equals(item.getMerchantReference()))
                    .hasSize(1);
            assertThat(items)
                    .filteredOn(item -> item.getPspReference().equals(refused))
                    .noneMatch(item -> item.isSuccess())
                    .hasSize(1);
            assertThat(count(first, "refunds_succeeded")).isEqualTo(1);
            assertThat(count(second, "refunds_succeeded")).isZero();
        }

        @ParameterizedTest
        @CsvSource({"REFUND_FAILED", "REFUNDED_REVERSED"})
        void a_refund_that_succeeded_comes_back(String event) throws Exception {
            String payment = adyen.aPayment(anOperation(), 1_000).getPspReference();
            String operation = anOperation();
            String refund = adyen.refund(payment, operation, 1_000);

            adyen.control(
                    "POST",
                    "/adyen/modifications/" + refund + "/fail",
                    "{\"event\": \"" + event + "\"}");

            assertThat(adyen.receiver.await(event, payment).isSuccess()).isTrue();
            assertThat(count(operation, "refunds_succeeded")).isZero();
        }

        @Test
        void a_hold_is_cancelled_but_not_what_was_captured() throws Exception {
            String held = adyen.aHold(anOperation(), 500).getPspReference();
            String captured = adyen.aPayment(anOperation(), 500).getPspReference();
            var request = new PaymentCancelRequest().merchantAccount(AdyenFixture.ACCOUNT);

            adyen.modifications.cancelAuthorisedPaymentByPspReference(held, request);
            adyen.modifications.cancelAuthorisedPaymentByPspReference(captured, request);

            assertThat(adyen.receiver.await("CANCELLATION", held).isSuccess()).isTrue();
            assertThat(adyen.receiver.await("CANCELLATION", captured).isSuccess()).isFalse();
        }

        @Test
        void a_payment_nobody_heard_of_is_cancelled_by_its_reference() throws Exception {
            String operation = anOperation();
            String held = adyen.aHold(operation, 500).getPspReference();

            var answer =
                    adyen.modifications.cancelAuthorisedPayment(
                            new StandalonePaymentCancelRequest()
                                    .merchantAccount(AdyenFixture.ACCOUNT)
                                    .paymentReference(operation));

            assertThat(answer.getStatus().getValue()).isEqualTo("received");
            assertThat(adyen.receiver.await("TECHNICAL_CANCEL", held).isSuccess()).isTrue();
            assertThat(count(operation, "charges_succeeded")).isZero();
        }
    }
}
