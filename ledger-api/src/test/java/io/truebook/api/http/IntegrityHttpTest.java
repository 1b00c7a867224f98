package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.http.IntegrityRuns.Answer.Done;
import io.truebook.api.http.IntegrityRuns.Answer.Running;
import io.truebook.projection.integrity.IntegrityCheck;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A check is answered while the client waits, or goes on until it comes back. */
@Tag("database")
class IntegrityHttpTest {

    private static final Ledger LEDGER = Ledger.running();

    @Test
    void a_small_ledger_is_checked_at_once() {
        var answer = LEDGER.get("/v1/integrity");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("status")).as(answer.text()).isEqualTo("sound");
        assertThat(answer.json().path("progress").isNull()).isTrue();
    }

    @Test
    @Timeout(60)
    void a_check_outlives_the_request_that_began_it() {
        var runs = new IntegrityRuns(LEDGER.bean(IntegrityCheck.class), Duration.ZERO);

        var answer = runs.ask();
        assertThat(answer).isInstanceOf(Running.class);
        while (answer instanceof Running(var stage)) {
            assertThat(stage.checking()).isNotBlank();
            Thread.onSpinWait();
            answer = runs.ask();
        }

        assertThat(answer).isInstanceOf(Done.class);
    }
}
