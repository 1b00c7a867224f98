package io.truebook.api.reconciliation;

import io.truebook.projection.reconciliation.ReconciliationJob;
import io.truebook.projection.reconciliation.ReconciliationJob.Status;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation as clients see it.
 *
 * <p>While it is under way its id names the request; once it is completed, the run that came of it,
 * which is the same for the same inputs. Both ids find it.
 *
 * @param breaks open ones; what is within its time is counted apart
 * @param failure why it failed, or, while it is running, why its last attempt did
 * @param rowsDone how far it is, in movements and settlement rows; null before they are counted and
 *     once it is completed
 * @param scheduledFor the business day that the schedule asks for; null where somebody asked
 * @param attempts how often it was begun; null in the answer about a run
 */
public record ReconciliationResource(
        String id,
        String object,
        String status,
        String provider,
        String from,
        String to,
        String timeZone,
        String firstBusinessDate,
        String lastBusinessDate,
        @Nullable String asOf,
        @Nullable Long matched,
        @Nullable Long timing,
        @Nullable Long breaks,
        @Nullable String report,
        @Nullable String failure,
        @Nullable Long rowsDone,
        @Nullable Long rowsTotal,
        @Nullable String scheduledFor,
        @Nullable Integer attempts,
        @Nullable String nextAttemptAt,
        long journalPosition) {

    static ReconciliationResource of(Summary run) {
        return new ReconciliationResource(
                run.id(),
                "reconciliation",
                "completed",
                run.connection(),
                run.period().from().toString(),
                run.period().to().toString(),
                run.period().zone().getId(),
                run.period().firstDay().toString(),
                run.period().lastDay().toString(),
                run.asOf().toString(),
                run.matched(),
                run.timing(),
                run.breaks(),
                "/v1/reconciliations/" + run.id() + "/report",
                null,
                null,
                null,
                null,
                null,
                null,
                run.position());
    }

    static ReconciliationResource of(ReconciliationJob job, long position) {
        return new ReconciliationResource(
                job.id(),
                "reconciliation",
                job.status().code(),
                job.connection(),
                job.period().from().toString(),
                job.period().to().toString(),
                job.period().zone().getId(),
                job.period().firstDay().toString(),
                job.period().lastDay().toString(),
                null,
                null,
                null,
                null,
                job.runId() == null ? null : "/v1/reconciliations/" + job.runId() + "/report",
                job.failure(),
                job.rowsDone(),
                job.rowsTotal(),
                job.businessDate() == null ? null : job.businessDate().toString(),
                job.attempts(),
                job.status() == Status.RUNNING ? job.dueAt().toString() : null,
                position);
    }

    public byte[] bytes() {
        return ReportJson.bytes(this);
    }
}
