package io.truebook.projection.reconciliation;

import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.store.TransactionKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request to reconcile and what came of it.
 *
 * @param fetch whether the provider may be asked for a file
 * @param transaction the one to answer when the job is done; null where nobody waits
 * @param runId the run it led to; null until it is completed
 * @param failure why it failed for good, or why its last attempt did
 * @param rowsDone movements and rows compared so far; null until they are counted
 * @param businessDate the day the schedule asks for; null where somebody asked
 * @param known what may be seen; null: everything there is
 * @param dueAt when it may be taken, or taken again
 */
public record ReconciliationJob(
        String id,
        String tenant,
        String connection,
        Period period,
        boolean fetch,
        String principal,
        @Nullable TransactionKey transaction,
        Instant requestedAt,
        Status status,
        @Nullable String runId,
        @Nullable String failure,
        int attempts,
        @Nullable Long rowsDone,
        @Nullable Long rowsTotal,
        @Nullable LocalDate businessDate,
        @Nullable KnownBy known,
        Instant dueAt) {

    /** How far a job is. */
    public enum Status {
        RUNNING,
        COMPLETED,
        FAILED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What somebody asks for now. */
    public static ReconciliationJob requested(
            String id,
            String connection,
            Period period,
            @Nullable KnownBy known,
            String principal,
            TransactionKey transaction,
            Instant at) {
        return waiting(
                id,
                transaction.tenant(),
                connection,
                period,
                known == null, // What was known then is here, or it was not known.
                principal,
                transaction,
                null,
                known,
                at);
    }

    /** What the schedule asks for when a day is due. */
    public static ReconciliationJob scheduled(
            String id,
            String tenant,
            String connection,
            Period period,
            String principal,
            LocalDate day,
            Instant due) {
        return waiting(id, tenant, connection, period, true, principal, null, day, null, due);
    }

    private static ReconciliationJob waiting(
            String id,
            String tenant,
            String connection,
            Period period,
            boolean fetch,
            String principal,
            @Nullable TransactionKey transaction,
            @Nullable LocalDate businessDate,
            @Nullable KnownBy known,
            Instant at) {
        return new ReconciliationJob(
                id,
                tenant,
                connection,
                period,
                fetch,
                principal,
                transaction,
                at,
                Status.RUNNING,
                null,
                null,
                0,
                null,
                null,
                businessDate,
                known,
                at);
    }
}
