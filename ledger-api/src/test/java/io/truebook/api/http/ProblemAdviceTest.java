package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

class ProblemAdviceTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/x");

    private ResponseEntity<byte[]> answerTo(Exception failure) {
        return new ProblemAdvice().handle(failure, request);
    }

    private static String text(ResponseEntity<byte[]> answer) {
        return new String(answer.getBody(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "WEBHOOK_SIGNATURE_INVALID, 400, webhook_signature_invalid",
        "RECONCILIATION_NOT_FOUND, 404, reconciliation_not_found",
        "OPERATION_IN_PROGRESS, 409, operation_in_progress",
        "SETTLEMENT_FILE_INVALID, 422, settlement_file_invalid",
        "BANK_STATEMENT_INVALID, 422, bank_statement_invalid",
        "RATE_LIMITED, 429, rate_limited",
        "OVERLOADED, 503, overloaded",
        "OUTCOME_UNKNOWN, 503, outcome_unknown"
    })
    void a_refusal_from_any_edge_keeps_its_code(Rejection reason, int status, String code) {
        var answer = answerTo(new CommandRejected(reason, "because"));

        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(text(answer)).contains("\"code\":\"" + code + "\"", "\"detail\":\"because\"");
        assertThat(answer.getHeaders().containsHeader("Retry-After"))
                .isEqualTo(status == 429 || status == 503);
    }

    @Test
    void a_fault_of_ours_tells_nothing_of_the_inside() {
        var answer = answerTo(new IllegalStateException("select secret from table"));

        assertThat(answer.getStatusCode().value()).isEqualTo(500);
        assertThat(text(answer)).contains("internal_error").doesNotContain("secret");
    }

    @Test
    void a_database_that_is_away_is_overload() {
        var failure = new IllegalStateException(new SQLException("gone", "08006"));

        assertThat(text(answerTo(failure))).contains("\"code\":\"overloaded\"");
    }

    @Test
    void an_address_with_a_card_number_is_not_repeated() {
        request.setRequestURI("/v1/charges/4242424242424242");

        assertThat(text(answerTo(new CommandRejected(Rejection.KEY_INVALID, "x"))))
                .doesNotContain("4242");
    }
}
