package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator's monitoring can read. */
@Tag("database")
class MetricsHttpTest {

    private static final String LAG = "truebook_processor_lag_events{processor=\"payment-list\"}";

    private final Ledger ledger = Ledger.running();

    @Test
    void a_processor_that_is_held_up_lags_behind_and_catches_up() throws SQLException {
        try (var session = ledger.database.ownerDataSource().getConnection()) {
            session.setAutoCommit(false);
            session.createStatement().execute("lock table payment_summary");
            charge();
            charge();

            await("the lag", () -> value(LAG) >= 2);

            assertThat(value("truebook_processor_delay_seconds{processor=\"payment-list\"}"))
                    .isPositive();
            session.rollback();
        }
        await("the end of the lag", () -> value(LAG) == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truebook_dead_letters{source=\"payment-list\"}",
                "truebook_dead_letters{source=\"webhooks\"}",
                "truebook_dead_letter_retries_total",
                "truebook_processor_failures_total{processor=\"payment-list\"}",
                "truebook_processor_parked_total{processor=\"payment-list\"}",
                "truebook_webhook_inbox_callbacks",
                "truebook_webhook_inbox_oldest_seconds",
                "truebook_provider_operations",
                "truebook_provider_operations_overdue_seconds",
                "truebook_provider_attempts_total{connection=\"stripe\",outcome=\"not_executed\"}",
                "truebook_provider_breaker{connection=\"stripe\",state=\"open\"}",
                "truebook_provider_calls{connection=\"stripe\"}",
                "truebook_provider_pace{connection=\"stripe\"}",
                "truebook_provider_retries_total{connection=\"stripe\"}",
                "truebook_provider_throttled_total{connection=\"stripe\"}",
                "truebook_webhook_refused_total{connection=\"stripe\",reason=\"forged\"}",
                "truebook_webhook_refused_total{connection=\"stripe\",reason=\"untimely\"}",
                "truebook_webhook_hints_total{connection=\"stripe\"}",
                "truebook_webhook_clocks_apart_seconds{connection=\"stripe\"}",
                "truebook_journal_queue_commands",
                "truebook_journal_refused_total",
                "truebook_requests{kind=\"charge\"}",
                "truebook_requests_refused_total{kind=\"report\"}",
                "hikaricp_connections_active{pool=\"truebook\"}"
            })
    void each_meter_of_the_manual_is_there(String meter) {
        assertThat(value(meter)).isNotNegative();
    }

    @Test
    void the_writer_tells_how_large_and_how_fast_its_commits_are() {
        charge();

        assertThat(value("truebook_journal_batch_commands_count")).isPositive();
        assertThat(value("truebook_journal_batch_commands_bucket{le=\"512.0\"}")).isPositive();
        assertThat(value("truebook_journal_commit_seconds_bucket{le=\"5.0\"}")).isPositive();
    }

    @Test
    void health_tells_how_far_the_read_models_are_and_only_readiness_hangs_on_the_writer() {
        var health = ledger.get("/actuator/health/ledger");

        assertThat(health.status()).as(health.text()).isEqualTo(200);
        var components = health.json().path("components");
        assertThat(components.path("journal").path("details").path("running").asBoolean()).isTrue();
        assertThat(components.path("streaming").path("details").path("dead_letters").isObject())
                .isTrue();
        assertThat(ledger.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    private void charge() {
        ledger.post(
                UUID.randomUUID().toString(),
                "/v1/charges",
                """
                {"amount": 1999, "currency": "EUR", "merchant": "m-metrics", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}\
                """,
                "Prefer",
                "respond-async");
    }

    private double value(String meter) {
        var all = Ledger.send(ledger.request("/actuator/prometheus").GET()).text();
        return all.lines()
                .filter(line -> line.startsWith(meter + " "))
                .map(line -> number(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + meter + " in\n" + all));
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
