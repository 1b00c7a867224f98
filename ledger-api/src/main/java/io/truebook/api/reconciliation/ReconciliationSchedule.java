package io.truebook.api.reconciliation;

import io.truebook.api.work.WorkLoop;
import io.truebook.ledger.reconciliation.DerivedId;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.ReconciliationJob;
import io.truebook.projection.reconciliation.ReconciliationJobs;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;

/**
 * Asks for each business day of each connection once it is due, and for days that were missed.
 *
 * <p>Every node looks; the row of the job is the claim, so a day is asked for once, whoever is
 * first. A day counts from the ledger's first event on. Doing it again changes nothing.
 */
public final class ReconciliationSchedule implements AutoCloseable {

    private static final String TENANT = "default";
    private static final String PRINCIPAL = "system:schedule";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final ReconciliationJobs jobs;
    private final Set<String> connections;
    private final ScheduleSettings settings;
    private final Runnable wake;
    private final Clock clock;
    private final WorkLoop loop;

    /**
     * @param wake called after days were asked for
     */
    public ReconciliationSchedule(
            ReconciliationJobs jobs,
            Set<String> connections,
            ScheduleSettings settings,
            Runnable wake,
            Clock clock) {
        this.jobs = jobs;
        this.connections = Set.copyOf(connections);
        this.settings = settings;
        this.wake = wake;
        this.clock = clock;
        loop = new WorkLoop("reconciliation-schedule", LOOK_AGAIN, this::look);
    }

    public void start() {
        if (settings.enabled()) {
            loop.start();
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Asks for what is due by now and was not asked for. */
    void look() {
        var began = jobs.ledgerBegan();
        if (began.isEmpty()) {
            return;
        }
        var first = LocalDate.ofInstant(began.get(), settings.timeZone());
        var due = settings.days(first, clock.instant());
        if (due.isEmpty()) {
            return;
        }
        boolean asked = false;
        for (var connection : connections) {
            var known = jobs.scheduledSince(TENANT, connection, due.getFirst());
            for (var day : due) {
                asked |= !known.contains(day) && jobs.open(job(connection, day));
            }
        }
        if (asked) {
            wake.run();
        }
    }

    /** The same day has the same id, whatever zone and time of day the settings have since. */
    private ReconciliationJob job(String connection, LocalDate day) {
        return ReconciliationJob.scheduled(
                DerivedId.of("rec_", TENANT, connection, "schedule", day.toString()),
                TENANT,
                connection,
                Period.ofDays(day, day, settings.timeZone()),
                PRINCIPAL,
                day,
                settings.due(day));
    }
}
