package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestClassTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /webhooks/stripe, CALLBACK",
        "POST, /v1/refunds, REMEDY",
        "POST, /v1/charges/ch_1/capture, REMEDY",
        "POST, /v1/charges/ch_1/void, REMEDY",
        "POST, /v1/dead-letters/dl_event_1/retry, REMEDY",
        "POST, /v1/charges, CHARGE",
        "GET, /v1/charges/ch_1, LOOK_UP",
        "GET, /v1/accounts/platform:bank/balances, LOOK_UP",
        "GET, /v1/transactions, LOOK_UP",
        "GET, /v1/charges, REPORT",
        "GET, /v1/charges/ch_1/timeline, REPORT",
        "GET, /v1/integrity, REPORT",
        "POST, /v1/settlement-files, REPORT",
        "POST, /v1/reconciliations, REPORT",
        "GET, /v1/reconciliations/rec_1/report, REPORT",
        "GET, /v1/nothing, REPORT"
    })
    void is_known_by_method_and_address(String method, String path, RequestClass expected) {
        assertThat(RequestClass.of(method, path)).isEqualTo(expected);
    }

    @Test
    void the_more_important_has_the_larger_share() {
        var shares = Arrays.stream(RequestClass.values()).map(kind -> kind.share(100)).toList();

        assertThat(shares).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    }

    @Test
    void there_is_room_for_one_of_each() {
        assertThat(Arrays.stream(RequestClass.values()).map(kind -> kind.share(1))).containsOnly(1);
    }
}
