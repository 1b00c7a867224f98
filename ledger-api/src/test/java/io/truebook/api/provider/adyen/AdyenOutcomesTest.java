package io.truebook.api.provider.adyen;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderCall;
import io.truebook.ledger.provider.ProviderFact;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What each of Adyen's answers means, and what it is asked. */
class AdyenOutcomesTest {

    private static final AdyenOutcomes OUTCOMES = new AdyenOutcomes("adyen");
    private static final ProviderCall.Charge CHARGE = charge(CaptureMode.AUTOMATIC);
    private static final ProviderCall.Capture CAPTURE =
            new ProviderCall.Capture("ch_ours-capture-1", "PSP1", Money.of(600, "EUR"));

    private static ProviderCall.Charge charge(CaptureMode mode) {
        return new ProviderCall.Charge(
                "ch_ours", Money.of(1999, "EUR"), "token-1", mode, null, null, null);
    }

    private static Outcome answered(ProviderCall call, int status, String body) {
        var reply = new AdyenReply.Answered(status, JsonMapper.shared().readTree(body), false);
        return OUTCOMES.ofAnswer(call, reply, Instant.EPOCH);
    }

    private static AdyenProvider provider() {
        return new AdyenProvider(
                "adyen",
                "Shop",
                "key",
                URI.create("http://localhost:1"),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Clock.systemUTC());
    }

    private static String error(int status, String code) {
        return "{\"status\": %d, \"errorCode\": \"%s\", \"message\": \"m\"}"
                .formatted(status, code);
    }

    private static String result(String code) {
        return """
        {"pspReference": "PSP1", "resultCode": "%s", "merchantReference": "ch_ours",
         "amount": {"currency": "EUR", "value": 1999},
         "refusalReason": "Not enough balance", "refusalReasonCode": "12"}
        """
                .formatted(code);
    }

    @Nested
    class A_payment {

        @Test
        void is_captured_when_it_was_asked_to_be() {
            var fact = answered(CHARGE, 200, result("Authorised")).facts().getFirst();

            assertThat(fact.key()).isEqualTo("adyen|PSP1|captured|1");
            assertThat(((ProviderFact.Captured) fact).amount()).isEqualTo(Money.of(1999, "EUR"));
        }

        @Test
        void is_held_when_the_capture_is_ours_to_make() {
            var outcome = answered(charge(CaptureMode.MANUAL), 200, result("Authorised"));

            assertThat(outcome.facts().getFirst().key()).isEqualTo("adyen|PSP1|authorized|1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Refused", "Error", "Cancelled"})
        void is_refused_for_good(String code) {
            var outcome = answered(CHARGE, 200, result(code));

            var failed = (ProviderFact.ChargeFailed) outcome.facts().getFirst();
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(failed.failure().code()).isEqualTo("declined");
            assertThat(failed.failure().providerCode()).isEqualTo("12");
            assertThat(failed.key())
                    .as("not the payment")
                    .isEqualTo("adyen|ch_ours|charge_failed|1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Received", "Pending"})
        void is_under_way(String code) {
            assertThat(answered(CHARGE, 200, result(code))).isInstanceOf(Outcome.Pending.class);
        }

        @Test
        void sends_the_payer_to_a_page_before_it_has_a_name_at_adyen() {
            var body =
                    """
                    {"resultCode": "RedirectShopper", "merchantReference": "ch_ours",
                     "action": {"type": "redirect", "method": "GET", "url": "https://b.example/3d"}}
                    """;

            var outcome = answered(CHARGE, 200, body);

            var asked = (ProviderFact.ActionRequired) outcome.facts().getFirst();
            assertThat(outcome).isInstanceOf(Outcome.ActionRequired.class);
            assertThat(asked.action().url()).isEqualTo("https://b.example/3d");
            assertThat(asked.source().objectId()).isEqualTo("ch_ours");
            assertThat(asked.source().paymentReference()).isNull();
        }

        @Test
        void is_refused_when_the_request_is_wrong() {
            var outcome = answered(CHARGE, 422, error(422, "14_002"));

            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(outcome.facts().getFirst().key()).isEqualTo("adyen|ch_ours|charge_failed|1");
        }
    }

    /** Adyen's word that a request may be repeated is about the key, not about what happened. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "409, 704, not_executed",
        "422, 704, not_executed",
        "503, 703, not_executed",
        "500, 905, unknown",
        "422, 14_002, unknown"
    })
    void a_trouble_that_comes_and_goes_is_not_executed_only_where_the_key_was_the_trouble(
            int status, String code, String meaning) {
        var body = JsonMapper.shared().readTree(error(status, code));

        var outcome =
                OUTCOMES.ofAnswer(
                        CHARGE, new AdyenReply.Answered(status, body, true), Instant.EPOCH);

        assertThat(outcome)
                .isInstanceOf(
                        meaning.equals("unknown")
                                ? Outcome.Unknown.class
                                : Outcome.NotExecuted.class);
    }

    @Nested
    class A_modification {

        @Test
        void is_only_received() {
            var body = "{\"status\": \"received\", \"pspReference\": \"MOD1\"}";

            var outcome = answered(CAPTURE, 201, body);

            assertThat(outcome).isEqualTo(new Outcome.Pending(List.of()));
        }

        @Test
        void is_refused_when_the_request_is_wrong() {
            var outcome = answered(CAPTURE, 422, error(422, "167"));

            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(outcome.facts().getFirst().key())
                    .isEqualTo("adyen|ch_ours-capture-1|capture_refused|1");
        }
    }

    @Nested
    class A_request {

        @Test
        void of_a_payment_that_nobody_has_named_is_by_our_reference() {
            var unnamed = new ProviderCall.Cancel("ch_ours-void-1", null, "ch_ours");
            var named = new ProviderCall.Cancel("ch_ours-void-1", "PSP1", "ch_ours");

            var provider = provider();

            assertThat(provider.freeze(unnamed).path()).isEqualTo("/cancels");
            assertThat(provider.freeze(unnamed).body())
                    .contains("\"paymentReference\":\"ch_ours\"");
            assertThat(provider.freeze(named).path()).isEqualTo("/payments/PSP1/cancels");
        }

        @Test
        void a_hold_is_asked_for_whatever_the_account_is_set_to() {
            var body = provider().freeze(charge(CaptureMode.MANUAL)).body();

            assertThat(body)
                    .contains("\"additionalData\":{\"manualCapture\":\"true\"}")
                    .doesNotContain("captureDelayHours");
        }
    }
}
