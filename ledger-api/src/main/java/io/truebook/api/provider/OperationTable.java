package io.truebook.api.provider;

import io.truebook.api.provider.Attempt.Step;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What has come of attempts, and what is next for their operations: the rows of {@code
 * provider_operation} and {@code provider_attempt} once {@link OperationClaims} has taken them.
 *
 * <p>Whoever was overtaken by a later attempt changes nothing.
 */
final class OperationTable {

    private final JdbcClient jdbc;

    OperationTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Writes down what an attempt has led to. */
    void finish(Attempt attempt, String outcome, String detail, Instant now) {
        jdbc.sql(
                        """
                        update truebook.provider_attempt
                        set finished_at = :now, outcome = :outcome, detail = :detail
                        where operation_id = :operation and attempt_number = :number
                        """)
                .param("now", timestamp(now))
                .param("outcome", outcome)
                .param("detail", detail)
                .param("operation", attempt.operationId())
                .param("number", attempt.number())
                .update();
    }

    /** What is next for an operation that stays open; counts are absolute. */
    record Next(
            Step step,
            Instant dueAt,
            int unsettled,
            int notExecuted,
            boolean maybeSent,
            String outcome) {}

    /** Whether it was still this attempt's to say; an overtaken worker changes nothing. */
    boolean reschedule(Attempt attempt, Next next) {
        return jdbc.sql(
                                """
                                update truebook.provider_operation
                                set due_at = :due, lease_until = null, next_step = :step,
                                    planned_at = null,
                                    unsettled_count = :unsettled,
                                    not_executed_count = :not_executed,
                                    maybe_sent = :maybe_sent, last_outcome = :outcome
                                where operation_id = :operation and attempt_count = :number
                                    and state = 'open'
                                """)
                        .param("due", timestamp(next.dueAt()))
                        .param("step", next.step().column())
                        .param("unsettled", next.unsettled())
                        .param("not_executed", next.notExecuted())
                        .param("maybe_sent", next.maybeSent())
                        .param("outcome", next.outcome())
                        .param("operation", attempt.operationId())
                        .param("number", attempt.number())
                        .update()
                == 1;
    }

    /** Whether no later attempt has begun and nobody has answered the operation. */
    boolean isCurrent(Attempt attempt) {
        return jdbc.sql(
                                """
                                select count(*) from truebook.provider_operation
                                where operation_id = :operation and attempt_count = :number
                                    and state = 'open'
                                """)
                        .param("operation", attempt.operationId())
                        .param("number", attempt.number())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** Has a payment's questions asked now; when they were planned for is kept. */
    boolean askNow(String connection, String paymentId, Instant now) {
        return jdbc.sql(
                                """
                                update truebook.provider_operation
                                set planned_at = due_at, due_at = :now
                                where payment_id = :payment and connection = :connection
                                    and state = 'open' and next_step = 'query' and due_at > :now
                                    and (lease_until is null or lease_until <= :now)
                                """)
                        .param("payment", paymentId)
                        .param("connection", connection)
                        .param("now", timestamp(now))
                        .update()
                > 0;
    }

    /** Puts off what cannot be worked on. */
    void putOff(String operationId, Instant dueAt) {
        jdbc.sql(
                        """
                        update truebook.provider_operation set due_at = :due
                        where operation_id = :operation and state = 'open'
                        """)
                .param("due", timestamp(dueAt))
                .param("operation", operationId)
                .update();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
