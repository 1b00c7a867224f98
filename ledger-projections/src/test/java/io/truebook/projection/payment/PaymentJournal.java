package io.truebook.projection.payment;

import io.truebook.ledger.books.Books;
import io.truebook.ledger.books.BooksAggregate;
import io.truebook.ledger.books.BooksEvent.PeriodClosed;
import io.truebook.ledger.books.Outstanding;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.projection.balance.PostingContributor;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalContributor;
import io.truebook.projection.store.JournalEventStorageEngine;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.WriterSettings;
import io.truebook.testing.TestDatabase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.postgresql.ds.PGSimpleDataSource;

/** A journal of payments on a database of its own, written through Axon's door. */
public final class PaymentJournal implements AutoCloseable {

    private static final AtomicInteger WRITERS = new AtomicInteger();

    public final TestDatabase database = TestDatabase.fresh();
    public final EventJson json = new EventJson(PaymentEvents.TYPES);
    public final JournalWriter writer =
            JournalWriter.start(
                    unpooled(), WriterSettings.of("payments-" + WRITERS.incrementAndGet()));

    private final JournalEventStorageEngine engine;
    private final Map<String, Long> sequences = new HashMap<>();
    private int commands;

    public PaymentJournal(JournalContributor... more) {
        var contributors = new ArrayList<>(List.of(more));
        contributors.addFirst(new PostingContributor(PaymentEvents::booking));
        var builder =
                JournalEventStorageEngine.builder()
                        .writer(writer)
                        .dataSource(database.dataSource())
                        .contributors(contributors)
                        .stateResource(Payment.RESOURCE);
        builder.eventSerializer(json).snapshotSerializer(json);
        engine = builder.build();
    }

    public JournalEventStorageEngine engine() {
        return engine;
    }

    /** Appends the events of one command, each at the next place of its payment. */
    public void append(PaymentEvent... events) {
        append("t-" + ++commands, events);
    }

    public void append(String transactionId, PaymentEvent... events) {
        append(TransactionKey.ofClient("default", transactionId), events);
    }

    public void append(TransactionKey transaction, PaymentEvent... events) {
        append(transaction, messages(events));
    }

    private void append(TransactionKey transaction, List<DomainEventMessage<?>> messages) {
        var context = new CommandContext(transaction, "tester", "Test", RequestFields.NONE);
        var command = GenericCommandMessage.asCommandMessage("command");
        var unit = DefaultUnitOfWork.startAndGet(command.withMetaData(context.metaData()));
        unit.onPrepareCommit(_ -> engine.appendEvents(messages));
        unit.commit();
    }

    /** Closes the books before this time, in the next command. */
    public void close(Instant openFrom) {
        var id = Books.idOf("default");
        var day = openFrom.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1);
        var event =
                new PeriodClosed(
                        id,
                        openFrom,
                        "default",
                        "pcl_" + day,
                        day,
                        "UTC",
                        openFrom,
                        "ann",
                        Outstanding.NOTHING,
                        null);
        long sequence = sequences.merge(id, 0L, (old, _) -> old + 1);
        var message = new GenericDomainEventMessage<>(BooksAggregate.TYPE, id, sequence, event);
        append(TransactionKey.ofClient("default", "t-" + ++commands), List.of(message));
    }

    private List<DomainEventMessage<?>> messages(PaymentEvent... events) {
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (var event : events) {
            long sequence = sequences.merge(event.paymentId(), 0L, (old, _) -> old + 1);
            messages.add(
                    new GenericDomainEventMessage<>("payment", event.paymentId(), sequence, event));
        }
        return messages;
    }

    private PGSimpleDataSource unpooled() {
        var source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser(TestDatabase.ROLE);
        source.setPassword(TestDatabase.PASSWORD);
        return source;
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
