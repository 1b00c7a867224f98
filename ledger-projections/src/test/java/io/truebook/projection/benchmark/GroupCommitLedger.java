package io.truebook.projection.benchmark;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.journal.JournalEntry;
import io.truebook.projection.balance.Booking;
import io.truebook.projection.balance.PostingContributor;
import io.truebook.projection.store.JournalEventStorageEngine;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.Limits;
import io.truebook.projection.store.WriterSettings;
import io.truebook.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.postgresql.ds.PGSimpleDataSource;

/** Ours: the journal behind Axon, as production wires it. */
final class GroupCommitLedger implements MeasuredLedger {

    private final TestDatabase database = TestDatabase.fresh();
    private final CommandBus bus =
            SimpleCommandBus.builder().transactionManager(NoTransactionManager.INSTANCE).build();
    private final JournalWriter writer;

    GroupCommitLedger(int accounts) {
        MeasuredLedger.openAccounts(database, accounts);
        var unpooled = new PGSimpleDataSource();
        unpooled.setUrl(database.url());
        unpooled.setUser(TestDatabase.ROLE);
        unpooled.setPassword(TestDatabase.PASSWORD);
        writer = JournalWriter.start(unpooled, WriterSettings.of("benchmark"));
        var builder =
                JournalEventStorageEngine.builder()
                        .writer(writer)
                        .dataSource(database.dataSource())
                        .contributors(List.of(new PostingContributor(GroupCommitLedger::booking)));
        builder.eventSerializer(JSON).snapshotSerializer(JSON);
        MeasuredLedger.register(
                bus, EmbeddedEventStore.builder().storageEngine(builder.build()).build());
    }

    private static Optional<Booking> booking(Object event) {
        var moved = (TransferAggregate.Moved) event;
        var entry =
                JournalEntry.transfer(
                        moved.amount(),
                        new AccountName(moved.debit()),
                        new AccountName(moved.credit()),
                        moved.transferId());
        return Optional.of(new Booking(entry, Instant.EPOCH, Limits.OF_ACCOUNTS));
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Override
    public CommandBus bus() {
        return bus;
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
