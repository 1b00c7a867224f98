package io.truebook.api.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.stripe.StripeReply.Advice;
import io.truebook.ledger.provider.Strain;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StripeReplyTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static Strain strain(int status, String body, Advice advice) {
        return new StripeReply.Answered(status, JSON.readTree(body), false, advice).strain();
    }

    private static String error(String code) {
        return "{\"error\": {\"type\": \"card_error\", \"code\": \"" + code + "\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "402, card_declined, None",
        "400, parameter_missing, None",
        "404, resource_missing, None",
        "409, idempotency_key_in_use, Busy",
        "429, lock_timeout, Busy",
        "429, rate_limit, Throttled",
        "401, invalid_api_key, Away",
        "403, no_permission, Away",
        "500, api_error, Away",
        "503, api_error, Away"
    })
    void an_error_tells_how_stripe_is(int status, String code, String how) {
        assertThat(strain(status, error(code), Advice.NONE).getClass().getSimpleName())
                .isEqualTo(how);
    }

    @Test
    void what_is_not_in_stripes_words_is_a_failure() {
        assertThat(strain(502, "{}", Advice.NONE)).isInstanceOf(Strain.Away.class);
        assertThat(strain(200, "[]", Advice.NONE)).isInstanceOf(Strain.Away.class);
        assertThat(strain(200, "{}", Advice.NONE)).isInstanceOf(Strain.None.class);
    }

    @Test
    void what_stripe_repeats_from_memory_tells_nothing_of_how_it_is_now() {
        var repeated =
                new StripeReply.Answered(500, JSON.readTree(error("api_error")), true, Advice.NONE);

        assertThat(repeated.strain()).isInstanceOf(Strain.None.class);
    }

    @Test
    void a_pause_that_stripe_names_is_taken_over() {
        var advice = Advice.of("7", null);

        assertThat(strain(429, error("rate_limit"), advice).asked())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(strain(429, error("lock_timeout"), advice).asked())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void what_one_request_should_not_do_holds_up_no_other() {
        var advice = Advice.of(null, "false");

        assertThat(strain(429, error("lock_timeout"), advice).asked())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(strain(429, error("rate_limit"), advice).asked()).isZero();
    }

    @Test
    void no_pause_is_longer_than_an_hour() {
        assertThat(Advice.of("999999999", null).ofAccount()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void what_stripe_does_not_want_again_waits_as_long_as_anything_does() {
        assertThat(Advice.of(null, "false").ofRequest()).isEqualTo(Duration.ofMinutes(1));
        assertThat(Advice.of(null, "true")).isEqualTo(Advice.NONE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-1", "soon", "1e3", "99999999999999999999"})
    void a_pause_that_is_none_is_passed_over(String retryAfter) {
        assertThat(Advice.of(retryAfter, null)).isEqualTo(Advice.NONE);
    }
}
