package io.truebook.api.provider;

import io.truebook.ledger.accountmovement.AccountMovementAggregate;
import io.truebook.ledger.books.BooksAggregate;
import io.truebook.ledger.merchantpayout.MerchantPayoutAggregate;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentAggregate;
import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.providerobject.PayoutAggregate;
import io.truebook.ledger.reconciliation.BreakAggregate;
import io.truebook.projection.balance.PostingContributor;
import io.truebook.projection.outbox.BreakContributor;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.outbox.OperationContributor;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalEventStorageEngine;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.WriterSettings;
import io.truebook.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger on real PostgreSQL, from the command gateway down, without HTTP. */
public final class LedgerFixture implements AutoCloseable {

    public static final String TENANT = "default";
    public static final String CONNECTION = "stripe";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    public final TestDatabase database = TestDatabase.fresh();
    public final EventStore store;
    public final FoldedPayments payments;
    public final CommandGateway gateway;
    public final OutcomeRecorder recorder;
    public final JdbcClient jdbc;

    private final JournalWriter writer;
    private final Configuration axon;
    private final List<Runnable> wakeUps = new ArrayList<>();

    public LedgerFixture() {
        writer =
                JournalWriter.start(
                        unpooled(), WriterSettings.of("test-" + COUNTER.incrementAndGet()));
        var json = new EventJson(PaymentEvents.TYPES);
        var contributors =
                List.of(
                        new PostingContributor(PaymentEvents::booking),
                        new OperationContributor(() -> wakeUps.forEach(Runnable::run)),
                        new BreakContributor(() -> {}));
        var builder =
                JournalEventStorageEngine.builder()
                        .writer(writer)
                        .dataSource(database.dataSource())
                        .contributors(contributors)
                        .stateResource(Payment.RESOURCE);
        builder.eventSerializer(json).snapshotSerializer(json);
        store = EmbeddedEventStore.builder().storageEngine(builder.build()).build();
        axon =
                DefaultConfigurer.defaultConfiguration()
                        .configureEventStore(_ -> store)
                        .configureSerializer(_ -> json)
                        .configureCommandBus(_ -> commandBus())
                        .configureAggregate(PaymentAggregate.class)
                        .configureAggregate(PayoutAggregate.class)
                        .configureAggregate(AccountMovementAggregate.class)
                        .configureAggregate(MerchantPayoutAggregate.class)
                        .configureAggregate(BooksAggregate.class)
                        .configureAggregate(BreakAggregate.class)
                        .start();
        payments = new FoldedPayments(store);
        gateway = axon.commandGateway();
        recorder = new OutcomeRecorder(gateway);
        jdbc = JdbcClient.create(database.dataSource());
    }

    private static AsynchronousCommandBus commandBus() {
        return AsynchronousCommandBus.builder()
                .executor(task -> Thread.ofVirtual().start(task))
                .transactionManager(NoTransactionManager.INSTANCE)
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .build();
    }

    private PGSimpleDataSource unpooled() {
        var source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser(TestDatabase.ROLE);
        source.setPassword(TestDatabase.PASSWORD);
        return source;
    }

    /** Called after each commit that opens an operation. */
    public LedgerFixture waking(Runnable wake) {
        wakeUps.add(wake);
        return this;
    }

    /** An id like the ones clients are given. */
    public static String newId(String prefix) {
        return prefix + "test" + Long.toString(System.nanoTime(), 36) + COUNTER.incrementAndGet();
    }

    public String charge(long amount, CaptureMode capture) {
        return charge(amount, capture, "pm_card_visa");
    }

    public String charge(long amount, CaptureMode capture, String paymentMethod) {
        return charge(CONNECTION, amount, capture, paymentMethod);
    }

    public String charge(
            String connection, long amount, CaptureMode capture, String paymentMethod) {
        var id = newId("ch_");
        send(
                new RequestCharge(
                        id,
                        TENANT,
                        TransactionId.ofClient(id),
                        Money.of(amount, "EUR"),
                        "acme",
                        connection,
                        paymentMethod,
                        capture,
                        "https://shop.example/back",
                        1,
                        Personal.NONE,
                        Instant.now()),
                id);
        return id;
    }

    public void capture(String paymentId, Long amount) {
        var id = newId("tx-");
        send(
                new CaptureCharge(
                        paymentId, TENANT, TransactionId.ofClient(id), amount, Instant.now()),
                id);
    }

    public void voidCharge(String paymentId) {
        var id = newId("tx-");
        send(new VoidCharge(paymentId, TENANT, TransactionId.ofClient(id), Instant.now()), id);
    }

    public String refund(String paymentId, long amount) {
        var id = newId("re_");
        send(
                new RequestRefund(
                        paymentId,
                        TENANT,
                        TransactionId.ofClient(id),
                        id,
                        amount,
                        null,
                        Personal.NONE,
                        Instant.now()),
                id);
        return id;
    }

    private void send(PaymentCommand command, String transaction) {
        var context =
                new CommandContext(
                        TransactionKey.ofClient(TENANT, transaction),
                        "alice",
                        command.getClass().getSimpleName(),
                        RequestFields.NONE);
        gateway.sendAndWait(new GenericCommandMessage<>(command).withMetaData(context.metaData()));
    }

    public Payment payment(String id) {
        return payments.of(id);
    }

    /** The payment once it is as wanted; fails after ten seconds. */
    public Payment await(String id, Predicate<Payment> wanted) {
        return await(() -> payments.of(id), wanted);
    }

    public static <T> T await(java.util.function.Supplier<T> looked, Predicate<? super T> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            var value = looked.get();
            if (wanted.test(value)) {
                return value;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within ten seconds; it is " + value);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Posted balance of an account in EUR, debits less credits. */
    public long posted(String account) {
        return jdbc.sql(
                        """
                        select coalesce(sum(b.posted_debits - b.posted_credits), 0)
                        from truebook.account_balance b
                        join truebook.account a using (account_id)
                        where a.name = ? and b.currency = 'EUR'
                        """)
                .param(account)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        axon.shutdown();
        writer.close();
        database.close();
    }
}
