package io.truebook.api.provider.adyen;

import static io.truebook.api.provider.stripe.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.stripe.RawServer;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter makes of a wire and a server that do not behave. */
class AdyenWireTest {

    private static final String AGAIN = "transient-error: true\r\n";
    private static final ProviderCall.Charge CHARGE =
            new ProviderCall.Charge(
                    "ch_ours",
                    Money.of(1999, "EUR"),
                    "shopper-1/token-1",
                    CaptureMode.AUTOMATIC,
                    "https://shop.example/back?a=1&b=2",
                    null,
                    "mark-1");

    private RawServer server = new RawServer(answer(200, "{}"));

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Outcome send(RawServer.Act act) throws IOException {
        server.close();
        server = new RawServer(act);
        return send(provider(server.uri()));
    }

    private static Outcome send(AdyenProvider provider) {
        return provider.send(CHARGE, provider.freeze(CHARGE), "tb_key");
    }

    private static AdyenProvider provider(URI base) {
        return new AdyenProvider(
                "adyen",
                "Shop",
                "api-key-1",
                base,
                Duration.ofMillis(400),
                Duration.ofMillis(400),
                Clock.systemUTC());
    }

    private static String error(int status, String code) {
        return "{\"status\": %d, \"errorCode\": \"%s\", \"message\": \"m\", \"errorType\": \"v\"}"
                .formatted(status, code);
    }

    @Nested
    class Nobody_knows {

        @Test
        void after_a_dropped_connection_and_the_request_left_once() throws IOException {
            assertThat(send(new RawServer.Act.Drop())).isInstanceOf(Outcome.Unknown.class);
            assertThat(server.requests).hasSize(1);
        }

        @Test
        void after_a_timeout_and_the_request_left_once() throws IOException {
            assertThat(send(new RawServer.Act.Silence())).isInstanceOf(Outcome.Unknown.class);
            assertThat(server.requests).hasSize(1);
        }

        @Test
        void when_an_answer_trickles_in_past_the_deadline() throws IOException {
            assertThat(send(new RawServer.Act.Trickle())).isInstanceOf(Outcome.Unknown.class);
        }

        /** The library by itself would send it twice after a 503. */
        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504, 301, 418, 404, 422, 200})
        void after_an_answer_that_is_none_of_adyens(int status) throws IOException {
            assertThat(send(answer(status, "<html>Bad gateway</html>")))
                    .isInstanceOf(Outcome.Unknown.class);
            assertThat(server.requests).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "null",
                    "{\"resultCode\": \"Authorised\"}",
                    "{\"resultCode\": \"SomethingNew\", \"pspReference\": \"PSP1\"}",
                    "{\"resultCode\": \"Authorised\", \"pspReference\": \"PSP1\","
                            + " \"amount\": {\"currency\": \"XYZ\", \"value\": 5}}",
                    "{\"resultCode\": \"Authorised\", \"pspReference\": \"PSP1\","
                            + " \"merchantReference\": \"ch_anothers\"}",
                    "{\"resultCode\": \"Autho"
                })
        void after_a_200_that_cannot_be_read(String body) throws IOException {
            assertThat(send(answer(200, body))).isInstanceOf(Outcome.Unknown.class);
        }

        @Test
        void when_adyen_has_seen_the_key_with_another_request() throws IOException {
            assertThat(send(answer(422, error(422, "704")))).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Nested
    class Provably_nothing_happened {

        @Test
        void when_the_connection_is_refused() {
            var nobody = URI.create("http://127.0.0.1:1");

            assertThat(send(provider(nobody))).isInstanceOf(Outcome.NotExecuted.class);
        }

        @ParameterizedTest
        @CsvSource({"422, 704", "409, 704", "503, 703"})
        void when_adyen_says_that_it_may_be_sent_again(int status, String code) throws IOException {
            assertThat(send(answer(status, error(status, code), AGAIN)))
                    .isInstanceOf(Outcome.NotExecuted.class);
            assertThat(server.requests).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource({"429, 000", "401, 000", "403, 010"})
        void when_adyen_did_not_let_it_in(int status, String code) throws IOException {
            assertThat(send(answer(status, error(status, code))))
                    .isInstanceOf(Outcome.NotExecuted.class);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void the_request_is_the_frozen_one_under_our_key_and_tells_nothing_else() throws IOException {
        send(new RawServer.Act.Drop());

        assertThat(server.requests.element())
                .startsWith("POST /v71/payments HTTP/1.1")
                .containsIgnoringCase("Idempotency-Key: tb_key\r\n")
                .containsIgnoringCase("x-api-key: api-key-1\r\n")
                .endsWith(
                        "{\"amount\":{\"currency\":\"EUR\",\"value\":1999},"
                                + "\"captureDelayHours\":0,\"channel\":\"Web\","
                                + "\"merchantAccount\":\"Shop\","
                                + "\"metadata\":{\"truebook_transaction\":\"mark-1\"},"
                                + "\"paymentMethod\":{\"storedPaymentMethodId\":\"token-1\","
                                + "\"type\":\"scheme\"},"
                                + "\"recurringProcessingModel\":\"CardOnFile\","
                                + "\"reference\":\"ch_ours\","
                                + "\"returnUrl\":\"https://shop.example/back?a=1&b=2\","
                                + "\"shopperInteraction\":\"Ecommerce\","
                                + "\"shopperReference\":\"shopper-1\"}");
    }

    @Test
    void a_question_leaves_no_trace_at_adyen() {
        assertThat(provider(server.uri()).lookUp(CHARGE, Instant.now()))
                .isInstanceOf(Outcome.NotExecuted.class);
        assertThat(server.requests).isEmpty();
    }
}
