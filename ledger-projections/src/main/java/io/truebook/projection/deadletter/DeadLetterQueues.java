package io.truebook.projection.deadletter;

import java.time.Duration;
import java.util.List;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;

/**
 * Makes the queue behind a streaming processor: Axon's own, on our table.
 *
 * @param connections those of the transaction that also moves the processor's token
 * @param unused Axon's builder insists on one; a letter holds nothing that is serialized
 * @param pauses between the attempts at a letter
 * @param payments that may be parked at a processor; above that it is the read model that is
 *     broken, and the processor stops
 * @param eventsOfPayment that may wait behind each other
 */
public record DeadLetterQueues(
        ConnectionProvider connections,
        TransactionManager transactions,
        EventStorageEngine journal,
        Serializer unused,
        List<Duration> pauses,
        int payments,
        int eventsOfPayment) {

    public DeadLetterQueues {
        pauses = List.copyOf(pauses);
    }

    public JdbcSequencedDeadLetterQueue<EventMessage<?>> of(String processor) {
        return JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                .processingGroup(processor)
                .connectionProvider(connections)
                .transactionManager(transactions)
                .genericSerializer(unused)
                .eventSerializer(unused)
                .statementFactory(new DeadLetterStatements(pauses))
                .converter(new JournalLetters(journal))
                .maxSequences(payments)
                .maxSequenceSize(eventsOfPayment)
                // Who holds a claim is told by a lock, so no claim is ever too old.
                .claimDuration(Duration.ZERO)
                .pageSize(1)
                .build();
    }
}
