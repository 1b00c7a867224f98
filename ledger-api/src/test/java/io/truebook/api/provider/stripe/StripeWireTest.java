package io.truebook.api.provider.stripe;

import static io.truebook.api.provider.stripe.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.provider.Strain;
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
class StripeWireTest {

    private static final ProviderCall.Charge CHARGE =
            new ProviderCall.Charge(
                    "ch_ours",
                    Money.of(1999, "EUR"),
                    "pm_card_visa",
                    CaptureMode.AUTOMATIC,
                    "https://shop.example/back?a=1&b=2",
                    null,
                    null);

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

    private static Outcome send(StripeProvider provider) {
        return provider.send(CHARGE, provider.freeze(CHARGE), "tb_key");
    }

    private static StripeProvider provider(URI base) {
        return new StripeProvider(
                "stripe",
                "sk_test_1",
                base,
                Duration.ofMillis(400),
                Duration.ofMillis(400),
                Clock.systemUTC());
    }

    private static String error(String type, String code) {
        var part = code == null ? "" : ", \"code\": \"" + code + "\"";
        return "{\"error\": {\"type\": \"" + type + "\"" + part + ", \"message\": \"m\"}}";
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

        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504, 301, 418, 404, 200})
        void after_an_answer_that_is_none_of_stripes(int status) throws IOException {
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
                    "{\"object\": \"payment_intent\"}",
                    "{\"object\": \"payment_intent\", \"id\": \"pi_1\", \"status\": \"new_one\"}",
                    "{\"object\": \"payment_intent\", \"id\": \"pi_1\", \"status\": \"succeeded\","
                            + " \"currency\": \"xyz\", \"amount_received\": 5}",
                    "{\"object\": \"payment_inte"
                })
        void after_a_200_that_cannot_be_read(String body) throws IOException {
            assertThat(send(answer(200, body))).isInstanceOf(Outcome.Unknown.class);
        }

        @Test
        void when_stripe_has_seen_the_key_with_another_request() throws IOException {
            var outcome = send(answer(400, error("idempotency_error", null)));

            assertThat(outcome)
                    .isEqualTo(new Outcome.Unknown("idempotency_error", new Strain.None()));
        }
    }

    @Nested
    class Provably_nothing_happened {

        @Test
        void when_the_connection_is_refused() throws IOException {
            var base = server.uri();
            server.close();

            assertThat(send(provider(base))).isInstanceOf(Outcome.NotExecuted.class);
        }

        @ParameterizedTest
        @CsvSource({
            "409, idempotency_key_in_use",
            "429, rate_limit",
            "429, lock_timeout",
            "401, invalid_api_key",
            "403, no_permission"
        })
        void when_stripe_says_so(int status, String code) throws IOException {
            assertThat(send(answer(status, error("invalid_request_error", code))))
                    .isInstanceOf(Outcome.NotExecuted.class);
        }
    }

    @Nested
    class Refused_for_good {

        @Test
        void when_the_card_is_declined() throws IOException {
            var body =
                    """
                    {"error": {"type": "card_error", "code": "card_declined",
                     "decline_code": "insufficient_funds", "charge": "ch_1",
                     "message": "No", "payment_intent": {"id": "pi_1"}}}
                    """;

            var failed = (ProviderFact.ChargeFailed) send(answer(402, body)).facts().getFirst();

            assertThat(failed.key()).isEqualTo("stripe|ch_1|charge_failed|1");
            assertThat(failed.source().paymentReference()).isEqualTo("pi_1");
            assertThat(failed.failure().code()).isEqualTo("declined");
            assertThat(failed.failure().providerCode()).isEqualTo("insufficient_funds");
        }

        @Test
        void when_the_request_is_invalid() throws IOException {
            var outcome = send(answer(400, error("invalid_request_error", "resource_missing")));

            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(outcome.facts().getFirst().key())
                    .isEqualTo("stripe|ch_ours|charge_failed|1");
        }
    }

    @Test
    void the_request_is_the_frozen_one_under_our_key_and_tells_nothing_else() throws IOException {
        send(new RawServer.Act.Drop());

        assertThat(server.requests.element())
                .startsWith("POST /v1/payment_intents HTTP/1.1")
                .containsIgnoringCase("Idempotency-Key: tb_key\r\n")
                .containsIgnoringCase("Authorization: Bearer sk_test_1\r\n")
                .doesNotContainIgnoringCase("telemetry")
                .endsWith(
                        "\r\n\r\namount=1999&currency=eur&confirm=true&payment_method=pm_card_visa"
                                + "&capture_method=automatic&automatic_payment_methods[enabled]=true"
                                + "&return_url=https%3A%2F%2Fshop.example%2Fback%3Fa%3D1%26b%3D2"
                                + "&metadata[truebook_operation]=ch_ours"
                                + "&expand[]=latest_charge.balance_transaction");
    }

    @Test
    void a_look_up_that_meets_only_strangers_says_that_there_is_nothing() throws IOException {
        server.close();
        server =
                new RawServer(
                        answer(
                                200,
                                """
                                {"object": "list", "has_more": true, "data": [
                                  {"id": "pi_theirs", "object": "payment_intent", "metadata": {}}]}
                                """));

        assertThat(provider(server.uri()).lookUp(CHARGE, Instant.now()))
                .isInstanceOf(Outcome.NotExecuted.class);
        assertThat(server.requests).hasSizeLessThan(25);
    }

    @Test
    void a_look_up_that_fails_never_says_that_there_is_nothing() throws IOException {
        server.close();
        server = new RawServer(answer(500, "{}"));

        assertThat(provider(server.uri()).lookUp(CHARGE, Instant.now()))
                .isInstanceOf(Outcome.Unknown.class);
    }
}
