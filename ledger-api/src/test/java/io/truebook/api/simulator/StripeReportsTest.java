package io.truebook.api.simulator;

import static io.truebook.api.simulator.SimulatorFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.PeriodReports.Fetched;
import io.truebook.api.provider.stripe.StripeReports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's own way to the settlement of a period, asked of a provider that is strict. */
@Tag("database")
class StripeReportsTest {

    private static final String ACTIVITY = "balance_change_from_activity";

    private final SimulatorFixture simulator = new SimulatorFixture();
    private final StripeReports reports =
            new StripeReports(
                    "stripe",
                    simulator.server().apiKey(),
                    simulator.server().baseUri(),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Clock.systemUTC());

    @TempDir Path folder;

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Fetched fetched(String report, Instant from, Instant to) {
        return reports.fetch(report, from, to, anOperation(), folder.resolve("file"));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private void reportsReachTo(Instant end) throws Exception {
        simulator.control(
                "POST", "/settings", "{\"reports_up_to\": %d}".formatted(end.getEpochSecond()));
    }

    @Test
    void the_operation_comes_with_each_row_although_metadata_has_to_be_asked_for()
            throws Exception {
        var operation = anOperation();
        simulator.aPayment(operation, 1999);

        var fetched = fetched(ACTIVITY, now().minusSeconds(3_600), now().plusSeconds(3_600));

        assertThat(fetched).isInstanceOf(Fetched.Downloaded.class);
        assertThat(Files.readString(folder.resolve("file")))
                .contains("payment_metadata[truebook_operation]", operation);
    }

    @Test
    void a_payout_is_told_by_a_report_of_its_own_and_its_contents_by_another() throws Exception {
        simulator.aPayment(anOperation(), 1000);
        var payout =
                simulator
                        .control(
                                "POST",
                                "/payouts",
                                "{\"currency\": \"eur\", \"arrival_date\": %d}"
                                        .formatted(now().getEpochSecond()))
                        .path("id")
                        .stringValue();

        for (var report : reports.reports().subList(1, 3)) {
            var fetched = fetched(report, now().minusSeconds(3_600), now().plusSeconds(3_600));

            assertThat(fetched).as(report).isInstanceOf(Fetched.Downloaded.class);
            assertThat(Files.readAllLines(folder.resolve("file")))
                    .as(report)
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith(payout + ",");
        }
    }

    @Test
    void a_period_that_is_over_waits_until_all_of_it_is_known() throws Exception {
        var end = now().minusSeconds(600);
        reportsReachTo(end.minusSeconds(1));
        assertThat(fetched(ACTIVITY, end.minusSeconds(3_600), end))
                .isInstanceOf(Fetched.NotYet.class);

        reportsReachTo(end);
        assertThat(fetched(ACTIVITY, end.minusSeconds(3_600), end))
                .isEqualTo(new Fetched.Downloaded(end));
    }

    @Test
    void a_key_that_may_not_ask_is_told_at_once() {
        var stranger =
                new StripeReports(
                        "stripe",
                        "sk_of_somebody_else",
                        simulator.server().baseUri(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Clock.systemUTC());

        assertThat(
                        stranger.fetch(
                                ACTIVITY,
                                now().minusSeconds(60),
                                now(),
                                anOperation(),
                                folder.resolve("file")))
                .isInstanceOf(Fetched.Refused.class);
    }

    @Test
    void of_a_period_that_goes_on_comes_what_is_known() throws Exception {
        var known = now().minusSeconds(600);
        reportsReachTo(known);

        assertThat(fetched(ACTIVITY, known.minusSeconds(60), now().plusSeconds(3_600)))
                .isEqualTo(new Fetched.Downloaded(known));
        assertThat(fetched(ACTIVITY, known, now().plusSeconds(3_600)))
                .isInstanceOf(Fetched.NotYet.class);
    }
}
