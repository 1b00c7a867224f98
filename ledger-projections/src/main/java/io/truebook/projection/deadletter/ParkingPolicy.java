package io.truebook.projection.deadletter;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.deadletter.CarefulHandling.RepeatBatch;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * What becomes of an event that its read model did not take.
 *
 * <p>It is parked when it failed a second time and the database is not to blame; otherwise the
 * batch is repeated. Counts as it goes, for the metrics of its processor.
 */
public final class ParkingPolicy implements EnqueuePolicy<EventMessage<?>> {

    private final LongAdder failures = new LongAdder();
    private final LongAdder parked = new LongAdder();

    /** Handling that failed, retries included, since this node has started. */
    public long failures() {
        return failures.sum();
    }

    /** Events parked because they failed, since this node has started. */
    public long parked() {
        return parked.sum();
    }

    @Override
    public EnqueueDecision<EventMessage<?>> decide(
            DeadLetter<? extends EventMessage<?>> letter, Throwable cause) {
        failures.increment();
        if (letter instanceof JdbcDeadLetter<?>) {
            return Decisions.requeue(describe(cause));
        }
        if (cause instanceof RepeatBatch again) {
            throw again;
        }
        if (isNobodysFault(cause)) {
            throw new RepeatBatch(new IllegalStateException("Not the event's fault", cause));
        }
        parked.increment();
        return Decisions.enqueue(describe(cause));
    }

    /** Axon keeps an exception's class and message: this one's message is all that may be kept. */
    private static RuntimeException describe(Throwable failure) {
        return new Described(FailureCause.of(failure));
    }

    private static final class Described extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Described(FailureCause cause) {
            super(cause.toString(), null, false, false);
        }
    }

    /**
     * Connection lost, deadlock, out of resources, shutting down; a command that the journal cannot
     * take now, or that others overtook: it would hit any event.
     */
    public static boolean isNobodysFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean passes =
                    switch (cause) {
                        case SQLException sql ->
                                sql.getSQLState() != null
                                        && sql.getSQLState().matches("(08|40|53|57P|58).*|55P03");
                        case CommandRejected refused ->
                                refused.reason().category() == Rejection.Category.UNAVAILABLE;
                        default ->
                                cause instanceof ConcurrencyException
                                        || cause instanceof AggregateStreamCreationException;
                    };
            if (passes) {
                return true;
            }
        }
        return false;
    }
}
