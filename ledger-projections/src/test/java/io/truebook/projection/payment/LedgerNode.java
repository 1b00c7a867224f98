package io.truebook.projection.payment;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentAggregate;
import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.projection.balance.PostingContributor;
import io.truebook.projection.outbox.OperationContributor;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalEventStorageEngine;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.TransactionRegister;
import io.truebook.projection.store.WriterSettings;
import io.truebook.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.postgresql.ds.PGSimpleDataSource;

/** One node of the ledger as the application wires it, without HTTP: aggregate, bus, journal. */
final class LedgerNode implements AutoCloseable {

    /** By this name the server knows the writers' sessions. */
    static final String WRITER = "test-writer";

    private static final AtomicInteger NODES = new AtomicInteger();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JournalWriter writer;
    private final TransactionRegister register;
    private final CommandGateway gateway;

    LedgerNode(TestDatabase database) {
        writer =
                JournalWriter.start(
                        unpooled(database), WriterSettings.of("node-" + NODES.incrementAndGet()));
        register = new TransactionRegister(database.dataSource(), writer);
        var json = new EventJson(PaymentEvents.TYPES);
        var engine =
                JournalEventStorageEngine.builder()
                        .writer(writer)
                        .dataSource(database.dataSource())
                        .contributors(
                                List.of(
                                        new PostingContributor(PaymentEvents::booking),
                                        new OperationContributor(() -> {})))
                        .stateResource(Payment.RESOURCE);
        engine.eventSerializer(json).snapshotSerializer(json);
        var bus = AsynchronousCommandBus.builder().executor(threads).build();
        subscribe(bus, EmbeddedEventStore.builder().storageEngine(engine.build()).build());
        gateway = DefaultCommandGateway.builder().commandBus(bus).build();
    }

    /**
     * Sends a command once, as the edge does: what is recorded for the id is the answer.
     *
     * @return false when the ledger's rules refused it
     */
    boolean send(TransactionKey key, PaymentCommand command) throws TryAgain {
        if (isRecorded(key)) {
            return true;
        }
        var context =
                new CommandContext(
                        key, "tester", command.getClass().getSimpleName(), RequestFields.NONE);
        try {
            gateway.sendAndWait(
                    GenericCommandMessage.asCommandMessage(command)
                            .withMetaData(context.metaData()));
            return true;
        } catch (DuplicateTransaction repeated) {
            return true;
        } catch (ConcurrencyException | AggregateStreamCreationException overtaken) {
            throw new TryAgain(overtaken);
        } catch (CommandRejected rejected) {
            if (rejected.reason().category() == Rejection.Category.UNAVAILABLE) {
                throw new TryAgain(rejected);
            }
            return false;
        }
    }

    boolean isRecorded(TransactionKey key) {
        return register.find(key).isPresent();
    }

    /** Nothing is final yet: the same command is to be sent again under the same id. */
    static final class TryAgain extends Exception {
        private static final long serialVersionUID = 1L;

        TryAgain(Throwable cause) {
            super(cause);
        }
    }

    private static void subscribe(AsynchronousCommandBus bus, EventStore events) {
        var payments =
                EventSourcingRepository.builder(PaymentAggregate.class).eventStore(events).build();
        AggregateAnnotationCommandHandler.<PaymentAggregate>builder()
                .aggregateType(PaymentAggregate.class)
                .repository(payments)
                .build()
                .subscribe(bus);
    }

    private static PGSimpleDataSource unpooled(TestDatabase database) {
        var source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser(TestDatabase.ROLE);
        source.setPassword(TestDatabase.PASSWORD);
        source.setApplicationName(WRITER);
        return source;
    }

    @Override
    public void close() {
        threads.close();
        writer.close();
    }
}
