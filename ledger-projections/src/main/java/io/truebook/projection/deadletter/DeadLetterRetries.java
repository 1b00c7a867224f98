package io.truebook.projection.deadletter;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tries parked events again when they are due, the oldest of each payment first, on whichever node
 * is first.
 *
 * <p>What is taken, leaves the queue in the transaction that wrote it, and the events behind it
 * follow at once.
 */
public final class DeadLetterRetries {

    private record Due(String processor, int sequences) {}

    private final JdbcClient jdbc;
    private final Function<String, Optional<SequencedDeadLetterProcessor<EventMessage<?>>>>
            processors;
    private final Clock clock;
    private final LongAdder retries = new LongAdder();

    /**
     * @param processors by name; empty for one this node does not run
     */
    public DeadLetterRetries(
            DataSource dataSource,
            Function<String, Optional<SequencedDeadLetterProcessor<EventMessage<?>>>> processors,
            Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.processors = processors;
        this.clock = clock;
    }

    /** Payments whose events were tried again, since this node has started. */
    public long retries() {
        return retries.sum();
    }

    /** Goes once through all that is due now. */
    public void retryDue() {
        for (var due : due()) {
            processors
                    .apply(due.processor())
                    .ifPresent(processor -> {
                        for (int i = 0; i < due.sequences(); i++) {
                            retries.increment();
                            processor.processAny();
                        }
                    });
        }
    }

    private Iterable<Due> due() {
        return jdbc.sql(
                        """
                        select d.processor, count(*) as sequences from truebook.dead_letter d
                        where d.due_at <= ? and not exists (
                            select from truebook.dead_letter e
                            where e.processor = d.processor and e.sequence_id = d.sequence_id
                                and e.sequence_index < d.sequence_index)
                        group by d.processor
                        """)
                .param(Timestamp.from(clock.instant()))
                .query((row, _) -> new Due(row.getString("processor"), row.getInt("sequences")))
                .list();
    }
}
