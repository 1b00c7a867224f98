package io.truebook.api.provider.adyen;

import static io.truebook.api.provider.adyen.Notifications.message;
import static io.truebook.api.provider.adyen.Notifications.replaced;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.api.provider.adyen.Notifications.Item;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which notifications prove themselves, under what they are filed, and what stays of them. */
class AdyenCallbacksTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Item CAPTURE = Item.of("CAPTURE", true);
    private static final AdyenCallbacks CALLBACKS = callbacks(null, Notifications.KEY);

    private static AdyenCallbacks callbacks(AdyenCallbacks.Login login, String... keys) {
        return new AdyenCallbacks("adyen", List.of(keys), Notifications.MERCHANT, login, false);
    }

    private static boolean genuine(AdyenCallbacks callbacks, byte[] body) {
        return callbacks.isGenuine(body, _ -> List.of(), NOW);
    }

    private static boolean genuine(byte[] body) {
        return genuine(CALLBACKS, body);
    }

    @Nested
    class Proof {

        @Test
        void is_the_signature_over_eight_fields() {
            assertThat(genuine(message(CAPTURE))).isTrue();
            assertThat(genuine(message(CAPTURE.about("ch_1", "PSP1", null)))).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "MOD1, MOD2",
            "PSP1, PSP2",
            "Shop, Shap",
            "ch_1, ch_2",
            "1000, 1001",
            "EUR, USD",
            "CAPTURE, REFUND",
            "'\"success\": \"true\"', '\"success\": \"false\"'"
        })
        void breaks_with_any_of_them(String signed, String forged) {
            assertThat(genuine(replaced(message(CAPTURE), signed, forged))).isFalse();
        }

        @Test
        void does_not_cover_the_rest_which_moves_no_money() {
            var altered = replaced(message(CAPTURE), "2026-11-20T10:00:00", "2030-01-01T00:00:00");

            assertThat(genuine(altered)).isTrue();
            assertThat(CALLBACKS.envelope(altered)).isEqualTo(CALLBACKS.envelope(message(CAPTURE)));
        }

        @Test
        void is_not_escaped() {
            assertThat(genuine(message(CAPTURE.about("a\\\\b", "MOD1", "PSP1")))).isFalse();
            assertThat(genuine(message(CAPTURE.about("a:b", "MOD1", "PSP1")))).isTrue();
        }

        @Test
        void may_be_by_any_of_our_keys() {
            var rolling = callbacks(null, Notifications.OTHER_KEY, Notifications.KEY);
            var rolled = callbacks(null, Notifications.OTHER_KEY);

            assertThat(genuine(rolling, message(CAPTURE))).isTrue();
            assertThat(genuine(rolled, message(CAPTURE))).isFalse();
        }

        @Test
        void is_asked_of_every_item() {
            var good = CAPTURE.json(Notifications.KEY);
            var forged = CAPTURE.json(Notifications.OTHER_KEY);
            var body =
                    "{\"live\": \"false\", \"notificationItems\": [" + good + "," + forged + "]}";

            assertThat(genuine(body.getBytes(UTF_8))).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "[]",
                    "{}",
                    "7",
                    "{\"notificationItems\": []}",
                    "{\"notificationItems\": {}}",
                    "{\"notificationItems\": [null, 1, []]}",
                    "{\"notificationItems\": [{\"NotificationRequestItem\": 5}]}",
                    "{\"notificationItems\": [{\"NotificationRequestItem\": {\"additionalData\":"
                            + " {\"hmacSignature\": 5}, \"amount\": \"x\"}}]}",
                    "{\"notificationItems\": [{\"NotificationRequestItem\": {\"additionalData\":"
                            + " {\"hmacSignature\": \"\\u00e9\"}, \"success\": true}}]}",
                    "{\"notificationItems\": ["
                })
        void no_hostile_body_has_it_or_breaks_anything(String body) {
            byte[] bytes = body.getBytes(UTF_8);

            assertThat(genuine(bytes)).isFalse();
            assertThat(CALLBACKS.envelope(bytes).eventId()).isNotEmpty();
            assertThat(CALLBACKS.read(bytes)).isInstanceOf(Reading.Parked.class);
            assertThat(CALLBACKS.letters(bytes)).isNotEmpty();
            assertThat(CALLBACKS.withoutPersonalData(bytes)).isNotEmpty();
        }

        @Test
        void may_need_a_login_beside_it() {
            var callbacks = callbacks(new AdyenCallbacks.Login("hook", "p:w"), Notifications.KEY);
            Function<String, List<String>> right = _ -> List.of("Basic " + base64("hook:p:w"));
            Function<String, List<String>> wrong = _ -> List.of("Basic " + base64("hook:pw"));

            assertThat(callbacks.isGenuine(message(CAPTURE), right, NOW)).isTrue();
            assertThat(callbacks.isGenuine(message(CAPTURE), wrong, NOW)).isFalse();
            assertThat(genuine(callbacks, message(CAPTURE))).isFalse();
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        }

        @Test
        void by_a_key_that_is_not_hexadecimal_is_refused_without_showing_it() {
            assertThatThrownBy(() -> callbacks(null, "not-hex"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("not-hex")
                    .hasNoCause();
        }
    }

    @Nested
    class Filing {

        @Test
        void is_by_what_is_said_and_not_by_when() {
            var envelope = CALLBACKS.envelope(message(CAPTURE));

            assertThat(envelope.eventId()).isEqualTo("Shop:CAPTURE:MOD1:true");
            assertThat(envelope.type()).isEqualTo("CAPTURE");
            assertThat(envelope.subject()).isEqualTo("PSP1");
            assertThat(CALLBACKS.envelope(message(Item.of("CAPTURE", false))).eventId())
                    .isNotEqualTo(envelope.eventId());
        }

        @Test
        void tells_a_corrected_report_from_the_first_by_its_time() {
            var first = message(Item.of("REPORT_AVAILABLE", true));
            var text = new String(first, UTF_8);
            var date = text.replaceFirst("(?s).*\"eventDate\"\\s*:\\s*\"([^\"]*)\".*", "$1");
            var corrected = text.replace(date, "2027-01-01T00:00:00+00:00").getBytes(UTF_8);

            assertThat(CALLBACKS.envelope(first)).isEqualTo(CALLBACKS.envelope(first.clone()));
            assertThat(CALLBACKS.envelope(corrected).eventId())
                    .isNotEqualTo(CALLBACKS.envelope(first).eventId())
                    .endsWith(":2027-01-01T00:00:00Z");
        }

        @Test
        void takes_one_item_as_it_came() {
            byte[] body = message(CAPTURE);

            assertThat(CALLBACKS.letters(body)).containsExactly(body);
        }

        @Test
        void takes_several_apart_and_loses_none() {
            var refund = Item.of("REFUND", true).about("re_1", "MOD2", "PSP1");

            var letters = CALLBACKS.letters(message(CAPTURE, refund));

            assertThat(letters)
                    .extracting(letter -> CALLBACKS.envelope(letter).eventId())
                    .containsExactly("Shop:CAPTURE:MOD1:true", "Shop:REFUND:MOD2:true");
            assertThat(letters).allMatch(letter -> genuine(letter));
            assertThat(letters).allMatch(letter -> CALLBACKS.read(letter) instanceof Reading.Facts);
        }

        @Test
        void is_answered_in_adyens_words() {
            assertThat(CALLBACKS.acknowledgement()).isEqualTo("[accepted]");
        }
    }

    @Nested
    class Parked {

        private static String why(byte[] body) {
            return ((Reading.Parked) CALLBACKS.read(body)).why();
        }

        @Test
        void is_what_is_about_another_merchant_account() {
            assertThat(why(message(CAPTURE.at("Elsewhere")))).contains("another merchant account");
        }

        @Test
        void is_what_comes_from_the_other_platform() {
            assertThat(why(message("true", Notifications.KEY, List.of(CAPTURE))))
                    .contains("live true");
        }

        @Test
        void is_what_a_colon_makes_readable_in_two_ways() {
            assertThat(why(message(CAPTURE.about("a:b", "MOD1", "PSP1")))).contains("colon");
        }

        @Test
        void is_an_amount_of_no_currency_of_ours() {
            var odd = new Item("CAPTURE", "M", "P", "Shop", "ch_1", 5, "XYZ", true, "");

            assertThat(why(message(odd))).contains("XYZ");
        }
    }

    @Test
    void without_personal_data_it_says_the_same_and_names_nobody() {
        byte[] body = message(CAPTURE);

        byte[] redacted = CALLBACKS.withoutPersonalData(body);

        assertThat(CALLBACKS.read(redacted)).isEqualTo(CALLBACKS.read(body));
        assertThat(CALLBACKS.envelope(redacted)).isEqualTo(CALLBACKS.envelope(body));
        assertThat(new String(redacted, UTF_8))
                .doesNotContain("Doe", "hmacSignature", "why", "reason");
        assertThat(CALLBACKS.withoutPersonalData(redacted)).isEqualTo(redacted);
    }
}
