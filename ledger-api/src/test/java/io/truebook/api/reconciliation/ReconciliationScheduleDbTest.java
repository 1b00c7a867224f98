package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.PeriodReports;
import io.truebook.api.provider.SettlementDialect;
import io.truebook.api.provider.stripe.StripeReports;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.reconciliation.Windows;
import io.truebook.projection.reconciliation.BankMatches;
import io.truebook.projection.reconciliation.BankUnmatches;
import io.truebook.projection.reconciliation.ComparisonQueries;
import io.truebook.projection.reconciliation.ReconciliationJob;
import io.truebook.projection.reconciliation.ReconciliationJob.Status;
import io.truebook.projection.reconciliation.ReconciliationJobs;
import io.truebook.projection.reconciliation.ReconciliationJobs.Filter;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.SettlementBatches;
import io.truebook.projection.reconciliation.SettlementCoverage;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.reconciliation.SettlementPayouts;
import io.truebook.projection.reconciliation.UnbookedFees;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.TransactionRegister;
import io.truebook.projection.store.WriterSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Days that ask for themselves, on real PostgreSQL. */
@Tag("database")
class ReconciliationScheduleDbTest {

    private static final Filter ANY = new Filter(null, null, null);

    private final LedgerFixture ledger = new LedgerFixture();
    private final ReconciliationJobs jobs = new ReconciliationJobs(ledger.database.dataSource());
    private final ScheduleSettings settings = ScheduleSettingsTest.settings("06:00", "UTC", 31);
    private LocalDate born = LocalDate.EPOCH;

    @BeforeEach
    void begin() {
        ledger.charge(1_000, CaptureMode.AUTOMATIC);
        born = LocalDate.ofInstant(jobs.ledgerBegan().orElseThrow(), ZoneOffset.UTC);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void two_nodes_that_look_at_once_ask_for_each_day_of_each_connection_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int node = 0; node < 4; node++) {
                var _ = threads.submit(() -> schedule(3, "stripe", "adyen").look());
            }
        }

        var asked = jobs.list(LedgerFixture.TENANT, ANY, null, 100);
        assertThat(asked).hasSize(6).extracting(ReconciliationJob::id).doesNotHaveDuplicates();
        assertThat(asked)
                .extracting(ReconciliationJob::businessDate)
                .containsOnly(born, born.plusDays(1), born.plusDays(2));
    }

    @Test
    void a_ledger_without_events_has_no_days() {
        try (var empty = new LedgerFixture()) {
            var none = new ReconciliationJobs(empty.database.dataSource());

            new ReconciliationSchedule(none, Set.of("stripe"), settings, () -> {}, at(9)).look();

            assertThat(none.list(LedgerFixture.TENANT, ANY, null, 10)).isEmpty();
        }
    }

    @Test
    void days_that_were_missed_are_made_up_for_and_none_is_asked_for_again() {
        schedule(1, "stripe").look();

        schedule(4, "stripe").look();

        assertThat(jobs.list(LedgerFixture.TENANT, ANY, null, 100))
                .extracting(ReconciliationJob::businessDate)
                .containsExactly(born.plusDays(3), born.plusDays(2), born.plusDays(1), born);
    }

    @Test
    void days_go_in_their_order_until_one_is_in_trouble() {
        schedule(2, "stripe").look();
        var first = take(2);
        assertThat(first.businessDate()).isEqualTo(born);
        assertThat(jobs.take(now(2), Duration.ofMinutes(1))).isEmpty();

        jobs.postpone(first.id(), now(2).plusSeconds(60), "Not yet.");

        assertThat(take(2).businessDate()).isEqualTo(born.plusDays(1));
        var waiting = jobs.find(LedgerFixture.TENANT, first.id()).orElseThrow();
        assertThat(waiting.failure()).isEqualTo("Not yet.");
        assertThat(waiting.status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void a_day_whose_node_died_is_taken_again_when_its_lease_ends() {
        schedule(1, "stripe").look();
        var first = take(1);

        var again = jobs.take(now(1).plusSeconds(61), Duration.ofMinutes(1)).orElseThrow();

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.attempts()).isEqualTo(2);
    }

    @Test
    void a_day_that_ends_its_node_each_time_keeps_the_next_no_longer_waiting() {
        schedule(2, "stripe").look();
        for (int died = 0; died < 3; died++) {
            var lease = now(2).plusSeconds(61L * died);
            assertThat(jobs.take(lease, Duration.ofMinutes(1)).orElseThrow().businessDate())
                    .isEqualTo(born);
            assertThat(jobs.take(lease, Duration.ofMinutes(1))).isEmpty();
        }

        var fourth = now(2).plusSeconds(61L * 3);
        assertThat(jobs.take(fourth, Duration.ofMinutes(1))).isPresent();
        assertThat(jobs.take(fourth, Duration.ofMinutes(1)).orElseThrow().businessDate())
                .isEqualTo(born.plusDays(1));
    }

    @Test
    void a_day_of_the_future_is_not_worked_on_whoever_asked_for_it() {
        schedule(1, "stripe").look(); // On a node whose clock is ahead.

        assertThat(jobs.take(now(0), Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void a_day_whose_file_does_not_come_is_tried_as_often_as_settled_and_then_left_to_people() {
        schedule(1, "stripe").look();
        try (var writer =
                JournalWriter.start(
                        ledger.database.dataSource(), WriterSettings.of("schedule-test"))) {
            for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
                var clock = Clock.offset(at(1), Duration.ofHours(2L * attempt));
                assertThat(worker(writer, clock).workOnNext()).isTrue();
            }
        }

        var failed = jobs.list(LedgerFixture.TENANT, new Filter(null, "failed", null), null, 10);
        assertThat(failed).hasSize(1);
        assertThat(failed.getFirst().failure()).startsWith("The file is not ready.");
        assertThat(failed.getFirst().attempts()).isEqualTo(settings.attempts());
        assertThat(jobs.take(now(9), Duration.ofMinutes(1))).isEmpty();
    }

    private ReconciliationSchedule schedule(int daysLater, String... connections) {
        return new ReconciliationSchedule(
                jobs, Set.of(connections), settings, () -> {}, at(daysLater));
    }

    private ReconciliationJob take(int daysLater) {
        return jobs.take(now(daysLater), Duration.ofMinutes(1)).orElseThrow();
    }

    /** When so many days are due. */
    private Instant now(int daysLater) {
        return settings.due(born.plusDays(daysLater - 1L));
    }

    private Clock at(int daysLater) {
        return Clock.fixed(now(daysLater), ZoneOffset.UTC);
    }

    private ReconciliationWorker worker(JournalWriter writer, Clock clock) {
        var source = ledger.database.dataSource();
        var files = new SettlementFiles(source);
        var fees = new FeeBooking(new UnbookedFees(source), ledger.recorder, clock);
        var payouts = new PayoutBooking(new SettlementPayouts(source), ledger.recorder, clock);
        var runs = new ReconciliationRuns(source);
        return new ReconciliationWorker(
                jobs,
                new Reconciler(
                        fees, payouts, new ComparisonQueries(source, Windows.DEFAULT), runs, clock),
                new SettlementSources(List.of(new NeverReady(clock))),
                new ReportFetch(
                        new SettlementCoverage(source),
                        new SettlementBatches(source),
                        new SettlementImport(files, fees, payouts, clock),
                        clock),
                new BankLeg(
                        new BankMatches(source, 2),
                        new BankUnmatches(source),
                        ledger.recorder,
                        clock),
                files,
                new TransactionRegister(source, writer),
                settings,
                clock);
    }

    /** A provider whose report is always under way. */
    private record NeverReady(Clock clock) implements PeriodReports {

        @Override
        public List<String> reports() {
            return List.of("balance_change_from_activity");
        }

        @Override
        public Fetched fetch(
                String report, Instant from, Instant to, String idempotencyKey, Path file) {
            return new Fetched.NotYet("The file is not ready");
        }

        @Override
        public String connection() {
            return "stripe";
        }

        @Override
        public boolean isCallable() {
            return true;
        }

        @Override
        public SettlementDialect dialect() {
            var second = Duration.ofSeconds(1);
            return new StripeReports(
                            "stripe",
                            "",
                            URI.create("https://api.stripe.com"),
                            second,
                            second,
                            clock)
                    .dialect();
        }
    }
}
