package io.truebook.api.reconciliation;

import io.truebook.projection.reconciliation.ReconciliationJobs.Job;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import org.jspecify.annotations.Nullable;

/**
 * A reconciliation as clients see it.
 *
 * <p>While it is under way its id names the request; once it is completed, the run that came of it,
 * which is the same for the same inputs. Both ids find it.
 *
 * @param breaks open ones; what is within its time is counted apart
 * @param rowsDone how far it is, in movements and settlement rows; null before they are counted and
 *     once it is completed
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
                run.position());
    }

    static ReconciliationResource of(Job job, long position) {
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
                null,
                job.failure(),
                job.rowsDone(),
                job.rowsTotal(),
                position);
    }

    public byte[] bytes() {
        return ReportJson.bytes(this);
    }
}
