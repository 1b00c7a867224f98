package io.truebook.projection.benchmark;

import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.EventType;
import io.truebook.projection.store.EventTypes;
import io.truebook.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;

/** One of the two ledgers that are compared: a command bus on a database of its own. */
interface MeasuredLedger extends AutoCloseable {

    EventJson JSON =
            new EventJson(
                    new EventTypes(
                            List.of(new EventType("moved", 1, TransferAggregate.Moved.class))));

    TestDatabase database();

    CommandBus bus();

    @Override
    void close();

    /** Sends a command and returns when it is durable. */
    default void send(TransferAggregate.Move move, CommandContext context) {
        var done = new CompletableFuture<Void>();
        var command =
                GenericCommandMessage.<TransferAggregate.Move>asCommandMessage(move)
                        .withMetaData(context.metaData());
        bus().<TransferAggregate.Move, Object>dispatch(
                        command,
                        (_, result) -> {
                            if (result.isExceptional()) {
                                done.completeExceptionally(result.exceptionResult());
                            } else {
                                done.complete(null);
                            }
                        });
        done.join();
    }

    static void register(CommandBus bus, EventStore events) {
        var repository =
                EventSourcingRepository.builder(TransferAggregate.class).eventStore(events).build();
        AggregateAnnotationCommandHandler.<TransferAggregate>builder()
                .aggregateType(TransferAggregate.class)
                .repository(repository)
                .build()
                .subscribe(bus);
    }

    /** The accounts of a platform that has been busy for a while. */
    static void openAccounts(TestDatabase database, int count) {
        execute(
                database,
                """
                insert into truebook.account (account_id, tenant, name, type, normal_side)
                select n, 'default', 'merchant:m-' || n || ':payable', 'liability', 'credit'
                from generate_series(1, %d) n;
                insert into truebook.account (account_id, tenant, name, type, normal_side)
                values (%d, 'default', 'provider:stripe:clearing', 'asset', 'debit');
                insert into truebook.account_balance
                select account_id, 'EUR', 'default', 0, 0, 0, 0, 0, 0 from truebook.account;
                update truebook.ledger_head set last_account = %d\
                """
                        .formatted(count, count + 1, count + 1));
        execute(database, "vacuum analyze");
    }

    static void execute(TestDatabase database, String sql) {
        try (var owner = database.ownerDataSource().getConnection();
                var statement = owner.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
