package io.truebook.ledger.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectionTest {

    /** Clients branch on these words for ever: a change here is a change of the API. */
    @Test
    void has_the_codes_clients_know() {
        assertThat(Arrays.stream(Rejection.values()).map(Rejection::code))
                .contains(
                        "transaction_id_missing",
                        "transaction_id_malformed",
                        "transaction_id_reused",
                        "transaction_in_progress",
                        "operation_in_progress",
                        "charge_not_found",
                        "charge_not_captured",
                        "charge_disputed",
                        "refund_exceeds_remaining",
                        "card_number_refused",
                        "settlement_file_invalid",
                        "account_limit_exceeded",
                        "overloaded",
                        "outcome_unknown");
    }

    @ParameterizedTest
    @EnumSource
    void says_in_a_sentence_what_it_means(Rejection rejection) {
        assertThat(rejection.title()).isNotBlank().doesNotEndWith(".").hasSizeLessThan(80);
        assertThat(rejection.code()).matches("[a-z]+(_[a-z]+)*");
    }

    /** What the ledger's rules refuse stays refused; what depends on the moment does not. */
    @ParameterizedTest
    @EnumSource
    void is_recorded_only_where_a_rule_of_the_ledger_refused(Rejection rejection) {
        assertThat(rejection.recorded())
                .isEqualTo(rejection.category() == Rejection.Category.REFUSED);
    }

    @Test
    void is_not_recorded_while_another_operation_is_under_way() {
        assertThat(Rejection.OPERATION_IN_PROGRESS.recorded()).isFalse();
        assertThat(Rejection.CARD_NUMBER_REFUSED.recorded()).isFalse();
        assertThat(Rejection.TRANSACTION_ID_REUSED.recorded()).isFalse();
        assertThat(Rejection.CHARGE_NOT_FOUND.recorded()).isFalse();
        assertThat(Rejection.REFUND_EXCEEDS_REMAINING.recorded()).isTrue();
    }

    @Test
    void orders_the_refusals_of_a_refund_as_the_api_does() {
        assertThat(Rejection.CHARGE_NOT_CAPTURED)
                .isLessThan(Rejection.CHARGE_DISPUTED)
                .isLessThan(Rejection.REFUND_EXCEEDS_REMAINING);
    }

    @Test
    void travels_without_a_stack_trace() {
        var carrier = new CommandRejected(Rejection.CHARGE_NOT_CAPTURED, "It is failed");

        assertThat(carrier.reason()).isEqualTo(Rejection.CHARGE_NOT_CAPTURED);
        assertThat(carrier).hasMessage("charge_not_captured: It is failed");
        assertThat(carrier.getStackTrace()).isEmpty();
    }
}
