package io.truebook.api.provider.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {

    private static final String SECRET = "whsec_new";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final byte[] BODY = "{\"id\":\"evt_1\", \"a\": 1}".getBytes(UTF_8);

    private final StripeSignature signature = new StripeSignature(List.of("whsec_old", SECRET));

    private boolean holds(String header) {
        return signature.holds(BODY, List.of(header), NOW);
    }

    private static String header(long secondsFromNow, String secret) {
        long time = NOW.getEpochSecond() + secondsFromNow;
        return "t=" + time + ",v1=" + StripeSignature.mac(secret, Long.toString(time), BODY);
    }

    private static String mac(String secret) {
        return StripeSignature.mac(secret, Long.toString(NOW.getEpochSecond()), BODY);
    }

    @Test
    void is_the_one_stripes_own_library_makes() throws Exception {
        var theirs =
                Webhook.Signature.generateSignatureHeader(
                        new String(BODY, UTF_8), SECRET, NOW.getEpochSecond());

        assertThat(holds(theirs)).isTrue();
    }

    @Nested
    class Secrets {

        @Test
        void any_of_ours_will_do_while_one_is_being_rolled() {
            assertThat(holds(header(0, "whsec_old"))).isTrue();
            assertThat(holds(header(0, SECRET))).isTrue();
            assertThat(holds(header(0, "whsec_of_somebody_else"))).isFalse();
        }

        @Test
        void any_v1_of_several_will_do() {
            var time = "t=" + NOW.getEpochSecond();

            assertThat(holds(time + ",v1=" + mac("whsec_x") + ",v1=" + mac(SECRET))).isTrue();
        }

        @Test
        void other_schemes_count_for_nothing() {
            assertThat(holds("t=" + NOW.getEpochSecond() + ",v0=" + mac(SECRET))).isFalse();
        }

        @Test
        void without_any_nothing_is_genuine() {
            var none = new StripeSignature(List.of());

            assertThat(none.holds(BODY, List.of(header(0, SECRET)), NOW)).isFalse();
        }
    }

    @Nested
    class Age {

        @ParameterizedTest
        @ValueSource(longs = {-300, -299, 0, 299, 300})
        void within_five_minutes_holds(long secondsFromNow) {
            assertThat(holds(header(secondsFromNow, SECRET))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(longs = {-301, -86_400, 301, 3_600})
        void beyond_is_refused_in_both_directions(long secondsFromNow) {
            assertThat(holds(header(secondsFromNow, SECRET))).isFalse();
        }
    }

    @Test
    void another_body_does_not_hold() {
        var other = new String(BODY, UTF_8).replace("1}", "2}").getBytes(UTF_8);

        assertThat(signature.holds(other, List.of(header(0, SECRET)), NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "t",
                "t=",
                "t=abc",
                "t=-1,v1=00",
                "t=99999999999999999999,v1=00",
                "v1=00",
                "t=1800000000",
                "t=1800000000,v1",
                "t=1800000000,v1=",
                "t=1800000000,v1=zz",
                "t=1800000000,=",
                "===,,,t=,v1=;",
                "t=1800000000, v1=00",
                "\u0000t=1,v1=\ud83d\ude00"
            })
    void a_hostile_header_is_refused_and_breaks_nothing(String header) {
        assertThat(holds(header)).isFalse();
    }

    @Test
    void no_header_two_headers_and_a_huge_one_are_refused() {
        var good = header(0, SECRET);

        assertThat(signature.holds(BODY, List.of(), NOW)).isFalse();
        assertThat(signature.holds(BODY, List.of(good, good), NOW)).isFalse();
        assertThat(holds(good + ",x=" + "y".repeat(5_000))).isFalse();
    }

    @Test
    void upper_case_hex_is_refused_as_by_stripes_library() {
        var header = header(0, SECRET);
        var mac = header.substring(header.indexOf("v1=") + 3);

        assertThat(holds(header.replace(mac, mac.toUpperCase(Locale.ROOT)))).isFalse();
    }
}
