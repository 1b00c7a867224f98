package io.truebook.projection.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.truebook.projection.store.CommandContext;
import io.truebook.testing.TestDatabase;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Axon's stock JDBC engine doing the same work: one transaction per command with the event, the
 * transaction id, two balances in account order (so that they cannot deadlock) and two postings.
 */
final class StockLedger implements MeasuredLedger {

    private record Leg(String account, String side, long minor) {}

    private final TestDatabase database = TestDatabase.fresh();
    private final CommandBus bus;
    private final HikariDataSource pool = new HikariDataSource();
    private final JdbcClient jdbc;
    private final Map<String, Long> accounts;

    StockLedger(int accountCount, int poolSize) {
        MeasuredLedger.openAccounts(database, accountCount);
        pool.setJdbcUrl(database.url());
        pool.setUsername(TestDatabase.ROLE);
        pool.setPassword(TestDatabase.PASSWORD);
        pool.setSchema("truebook");
        pool.setMaximumPoolSize(poolSize);
        pool.setConnectionTimeout(60_000);
        var bound = new TransactionAwareDataSourceProxy(pool);
        jdbc = JdbcClient.create(bound);
        accounts = accountIds();
        var transactions = spring(new DataSourceTransactionManager(pool));
        createTables(transactions);
        var engine =
                JdbcEventStorageEngine.builder()
                        .connectionProvider(bound::getConnection)
                        .transactionManager(transactions)
                        .eventSerializer(JSON)
                        .snapshotSerializer(JSON)
                        .build();
        var events = EmbeddedEventStore.builder().storageEngine(engine).build();
        var _ = events.subscribe(messages -> messages.forEach(this::book));
        bus = SimpleCommandBus.builder().transactionManager(transactions).build();
        MeasuredLedger.register(bus, events);
    }

    private static TransactionManager spring(DataSourceTransactionManager manager) {
        return () -> {
            var status = manager.getTransaction(new DefaultTransactionDefinition());
            return new Transaction() {
                @Override
                public void commit() {
                    manager.commit(status);
                }

                @Override
                public void rollback() {
                    manager.rollback(status);
                }
            };
        };
    }

    private void createTables(TransactionManager transactions) {
        JdbcEventStorageEngine.builder()
                .connectionProvider(database.ownerDataSource()::getConnection)
                .transactionManager(transactions)
                .eventSerializer(JSON)
                .snapshotSerializer(JSON)
                .build()
                .createSchema(PostgresEventTableFactory.INSTANCE);
        MeasuredLedger.execute(
                database,
                """
                grant select, insert on domainevententry, snapshotevententry to truebook;
                grant usage on all sequences in schema truebook to truebook\
                """);
    }

    private Map<String, Long> accountIds() {
        Map<String, Long> ids = new java.util.HashMap<>();
        jdbc.sql("select name, account_id from account")
                .query((row, _) -> ids.put(row.getString(1), row.getLong(2)))
                .list();
        return ids;
    }

    /** Runs in the command's transaction, right after the event was inserted. */
    private void book(EventMessage<?> message) {
        var moved = (TransferAggregate.Moved) message.getPayload();
        var command = CurrentUnitOfWork.get().root().getMessage();
        var context = CommandContext.from(command.getMetaData()).orElseThrow();
        jdbc.sql(
                        """
                        insert into transaction_register (tenant, origin, transaction_id,
                            command_name, principal, fields_version, fields, first_index,
                            last_index, position)
                        values (?, ?, ?, ?, ?, ?, ?, 1, 1, 1)\
                        """)
                .params(
                        context.tenant(),
                        context.origin(),
                        context.transaction().id(),
                        context.commandName(),
                        context.principal(),
                        1,
                        context.fields().toString())
                .update();
        var legs = new ArrayList<Leg>();
        legs.add(new Leg(moved.debit(), "debit", moved.amount().minor()));
        legs.add(new Leg(moved.credit(), "credit", moved.amount().minor()));
        insertPostings(moved, legs);
    }

    private void insertPostings(TransferAggregate.Moved moved, List<Leg> legs) {
        var inOrder = legs.stream().sorted(Comparator.comparing(Leg::account)).toList();
        long index = Long.parseLong(moved.transferId().substring(3));
        var parameters = new ArrayList<Object>();
        for (int leg = 0; leg < inOrder.size(); leg++) {
            var each = inOrder.get(leg);
            long balance = move(each, index);
            parameters.addAll(
                    List.of(
                            index,
                            leg,
                            accounts.get(each.account()),
                            each.side(),
                            each.minor(),
                            balance,
                            balance,
                            moved.transferId(),
                            OffsetDateTime.now(ZoneOffset.UTC)));
        }
        jdbc.sql(
                        """
                        insert into posting (global_index, leg, tenant, account_id, currency, layer,
                            side, amount_minor, balance_minor, available_minor, item, effective_at)
                        values (?, ?, 'default', ?, 'EUR', 'posted', ?, ?, ?, ?, ?, ?),
                            (?, ?, 'default', ?, 'EUR', 'posted', ?, ?, ?, ?, ?, ?)\
                        """)
                .params(parameters)
                .update();
    }

    private long move(Leg leg, long index) {
        return jdbc.sql(
                        """
                        update account_balance set posted_%ss = posted_%<ss + ?,
                            version = version + 1, updated_index = ?
                        where account_id = ? and currency = 'EUR'
                        returning posted_credits - posted_debits\
                        """
                                .formatted(leg.side()))
                .params(leg.minor(), index, accounts.get(leg.account()))
                .query(Long.class)
                .single();
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
        pool.close();
        database.close();
    }
}
