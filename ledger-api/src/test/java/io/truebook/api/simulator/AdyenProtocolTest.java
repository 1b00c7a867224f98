package io.truebook.api.simulator;

import static io.truebook.api.simulator.AdyenFixture.anOperation;
import static io.truebook.api.simulator.AdyenFixture.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.adyen.Client;
import com.adyen.enums.Environment;
import com.adyen.service.checkout.PaymentsApi;
import com.adyen.service.exception.ApiException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, deliveries and refusals are Adyen's, also where its library does not look. */
@Tag("database")
class AdyenProtocolTest {
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
    class Keys {
        private HttpResponse<String> pay(String key, String reference, long amount)
                throws Exception {
            return adyen.send(
                    "POST",
                    "/v71/payments",
                    """
                    {"merchantAccount": "TestShop", "reference": "%s",
                     "amount": {"currency": "EUR", "value": %d},
                     "paymentMethod": {"type": "scheme"}}
                    """
                            .formatted(reference, amount),
                    Map.of("Idempotency-Key", key));
        }

        @Test
        void the_same_request_is_answered_again_and_charged_once() throws Exception {
            String operation = anOperation();

            var first = pay(operation, operation, 100);
            var again = pay(operation, operation, 100);

            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Idempotency-Key")).hasValue(operation);
            assertThat(count(operation, "charges_captured")).isEqualTo(1);
        }

        @Test
        void another_request_is_refused_for_good() throws Exception {
            String operation = anOperation();
            pay(operation, operation, 100);

            var other = pay(operation, operation, 101);

            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(other.body()).contains("\"errorCode\":\"704\"");
            assertThat(other.headers().firstValue("transient-error")).isEmpty();
        }

        @Test
        void one_in_flight_may_be_repeated_later() throws Exception {
            String operation = anOperation();
            var rivals = new CountDownLatch(1);
            var answers =
                    IntStream.range(0, 24)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(
                                            () -> {
                                                try {
                                                    rivals.await();
                                                    return pay(operation, operation, 100);
                                                } catch (Exception e) {
                                                    throw new IllegalStateException(e);
                                                }
                                            },
                                            Thread::startVirtualThread))
                            .toList();

            rivals.countDown();

            List<HttpResponse<String>> all = answers.stream().map(CompletableFuture::join).toList();
            assertThat(all)
                    .filteredOn(answer -> answer.statusCode() != 200)
                    .allMatch(answer -> answer.statusCode() == 422)
                    .allMatch(answer -> answer.body().contains("\"errorCode\":\"704\""))
                    .allMatch(answer ->
                            answer.headers()
                                    .firstValue("transient-error")
                                    .equals(Optional.of("true")));
            assertThat(count(operation, "charges_captured")).isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource({
            "error_before_effect, 503, 703, true, 0",
            "error_after_effect, 503, 703, false, 1",
            "error_after_effect, 422, 704, false, 1"
        })
        void an_error_says_send_again_only_where_nothing_was_done(
                String fault, int status, String code, boolean again, long charges)
                throws Exception {
            String operation = anOperation();
            adyen.control(
                    "POST",
                    "/faults",
                    "{\"kind\": \"%s\", \"status\": %d}".formatted(fault, status));

            var answer = pay(operation, operation, 100);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains("\"errorCode\":\"" + code + "\"");
            assertThat(answer.headers().firstValue("transient-error").isPresent()).isEqualTo(again);
            assertThat(count(operation, "charges_captured")).isEqualTo(charges);
        }

        @Test
        void a_key_is_kept_for_seven_days_and_then_charges_again() throws Exception {
            String operation = anOperation();
            pay(operation, operation, 100);

            adyen.control("POST", "/idempotency_keys/age", "{\"hours\": 167}");
            pay(operation, operation, 100);
            assertThat(count(operation, "charges_captured")).isEqualTo(1);
            adyen.control("POST", "/idempotency_keys/age", "{\"hours\": 1}");
            pay(operation, operation, 100);

            assertThat(count(operation, "charges_captured")).isEqualTo(2);
        }
    }

    @Nested
    class Webhooks {

        @Test
        void a_message_that_was_refused_holds_back_the_ones_behind_it() throws Exception {
            adyen.receiver.refuseNext(3);
            String first = adyen.aPayment(anOperation(), 100).getPspReference();
            adyen.receiver.await(_ -> !adyen.receiver.refused().isEmpty());
            String second = adyen.aPayment(anOperation(), 100).getPspReference();

            adyen.receiver.await("AUTHORISATION", second);

            assertThat(adyen.receiver.refused()).containsOnly(first);
            assertThat(adyen.receiver.await(_ -> true))
                    .extracting(item -> item.getPspReference())
                    .containsExactly(first, second);
        }

        @Test
        void is_listed_with_its_payment_and_told_again_by_its_id() throws Exception {
            String payment = adyen.aPayment(anOperation(), 100).getPspReference();
            adyen.receiver.await("AUTHORISATION", payment);

            var told = adyen.control("GET", "/events?object=" + payment, "").get("data");
            adyen.control("POST", "/events/" + told.path(0).path("id").asString() + "/resend", "");

            assertThat(told).hasSize(1);
            assertThat(told.path(0).path("type").asString()).isEqualTo("AUTHORISATION");
            assertThat(told.path(0).at("/body/live").asString()).isEqualTo("false");
            assertThat(adyen.receiver.await(items -> items.size() == 2))
                    .extracting(item -> item.getPspReference())
                    .containsOnly(payment);
        }

        @Test
        void a_forged_one_is_told_by_its_signature() throws Exception {
            adyen.control(
                    "POST",
                    "/faults",
                    "{\"kind\": \"webhook_forged\", \"event_type\": \"AUTHORISATION\"}");

            String payment = adyen.aPayment(anOperation(), 100).getPspReference();

            adyen.receiver.await("AUTHORISATION", payment);
            adyen.receiver.await(_ -> adyen.receiver.forged() == 1);
        }
    }

    @Test
    void a_wrong_key_is_refused() {
        assertThatThrownBy(
                        () -> {
                            var client = new Client("wrong", Environment.TEST);
                            new PaymentsApi(client, adyen.url("/v71"))
                                    .payments(payment(anOperation(), 100, "pm_card_visa"));
                        })
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getStatusCode()).isEqualTo(401));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Required field 'merchantAccount'",
                "{\"merchantAccount\": \"A\"} | Required field 'amount'",
                "[] | Unable to read",
                "{ | Unable to read",
                "{\"merchantAccount\": \"A\", \"amount\": {\"currency\": \"XYZ\"}} | currency",
                "{\"merchantAccount\": \"A\", \"amount\": {\"currency\": \"EUR\", \"value\": 0}}"
                        + " | Invalid amount"
            })
    void what_is_wrong_in_a_request_is_named(String body, String message) throws Exception {
        var answer = adyen.send("POST", "/v71/payments", body, Map.of());

        assertThat(answer.statusCode()).isIn(400, 422);
        assertThat(answer.body()).contains(message);
    }
}
