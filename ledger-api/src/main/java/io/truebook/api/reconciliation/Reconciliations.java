package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.DerivedId;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.KnownBy;
import io.truebook.projection.reconciliation.ReconciliationJob;
import io.truebook.projection.reconciliation.ReconciliationJob.Status;
import io.truebook.projection.reconciliation.ReconciliationJobs;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import io.truebook.projection.reconciliation.RunItems;
import io.truebook.projection.reconciliation.RunItems.Wanted;
import io.truebook.projection.reconciliation.SettlementFiles;
import io.truebook.projection.store.TransactionKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked for and what came of it, for every edge that asks. */
public final class Reconciliations {

    private final ReconciliationJobs jobs;
    private final ReconciliationRuns runs;
    private final RunItems items;
    private final SettlementFiles files;
    private final ReconciliationWorker worker;
    private final Clock clock;

    public Reconciliations(
            ReconciliationJobs jobs,
            ReconciliationRuns runs,
            RunItems items,
            SettlementFiles files,
            ReconciliationWorker worker,
            Clock clock) {
        this.jobs = jobs;
        this.runs = runs;
        this.items = items;
        this.files = files;
        this.worker = worker;
        this.clock = clock;
    }

    /** The id of the request a transaction makes: the same however often it is sent. */
    public static String idOf(TransactionKey transaction) {
        return DerivedId.of("rec_", transaction.tenant(), transaction.origin(), transaction.id());
    }

    /** Makes a request durable and has it worked on; the same transaction again changes nothing. */
    public String open(
            TransactionKey transaction,
            String principal,
            String connection,
            Period period,
            @Nullable KnownBy known) {
        var id = idOf(transaction);
        jobs.open(
                ReconciliationJob.requested(
                        id, connection, period, known, principal, transaction, clock.instant()));
        return id;
    }

    /** Has what was opened worked on now. */
    public void start() {
        worker.wake();
    }

    /** By the id of a request or of a run. */
    public Optional<ReconciliationResource> find(String tenant, String id) {
        var run = runs.find(tenant, runId(tenant, id));
        return run.isPresent()
                ? run.map(ReconciliationResource::of)
                : jobs.find(tenant, id)
                        .map(job -> ReconciliationResource.of(job, files.journalPosition()));
    }

    /** What was asked for, by whoever or the schedule, the latest first. */
    public List<ReconciliationResource> list(
            String tenant, ReconciliationJobs.Filter filter, @Nullable String after, int limit) {
        long position = files.journalPosition();
        return jobs.list(tenant, filter, after, limit).stream()
                .map(job -> ReconciliationResource.of(job, position))
                .toList();
    }

    /** The finished report, under either id. */
    public Optional<Reports.Report> report(String tenant, String id) {
        return new Reports(runs).find(tenant, runId(tenant, id));
    }

    /** The run itself, under either id. */
    public Optional<Summary> run(String tenant, String id) {
        return runs.find(tenant, runId(tenant, id));
    }

    /** What changed from one run to another; both are of one period. */
    public ReportDiff diff(Summary before, Summary after) {
        return ReportDiff.of(
                before, after, items.changes(before.id(), after.id(), ReportDiff.AT_MOST + 1));
    }

    /** The lines of a run that are about one thing, each with the rows behind it. */
    public List<FoundLine> lines(String tenant, Summary run, Wanted wanted, long after, int limit) {
        return items.find(run.id(), wanted, after, limit).stream()
                .map(item ->
                        FoundLine.of(run.id(), item, items.places(tenant, run.connection(), item)))
                .toList();
    }

    private String runId(String tenant, String id) {
        return jobs.find(tenant, id)
                .filter(job -> job.status() == Status.COMPLETED)
                .map(ReconciliationJob::runId)
                .orElse(id);
    }
}
