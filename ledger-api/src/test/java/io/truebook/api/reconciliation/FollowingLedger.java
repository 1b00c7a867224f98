package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.Deadlines;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import io.truebook.projection.saga.ReconciliationSagas;
import io.truebook.projection.saga.SagaClock;
import io.truebook.projection.saga.SagaOrders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A ledger whose operations are followed batch by batch, as a processor does; on PostgreSQL. */
abstract class FollowingLedger {

    static final Deadlines DEADLINES = Deadlines.USUAL;

    /** What nobody handles: the process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed");
        }
    }

    final LedgerFixture ledger = new LedgerFixture();
    final BreakQueries breaks = new BreakQueries(ledger.database.dataSource());
    final BreakCases cases =
            new BreakCases(
                    breaks,
                    new PaymentQueries(ledger.store, ledger.database.dataSource()),
                    ledger.store,
                    ledger.database.dataSource());
    final SagaOrders orders = new SagaCommands(ledger.gateway);
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger callbacks = new AtomicInteger();
    private Optional<TrackingToken> token = Optional.empty();

    @AfterEach
    void stop() {
        ledger.close();
    }

    /** A charge whose call nobody answered. */
    String unknown() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        told(charge, charge, new Outcome.Unknown("no answer"), "response");
        return charge;
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** Hands all events there are since the last time to the sagas, so many in one batch. */
    void follow(int atOnce) {
        follow(atOnce, orders);
    }

    void follow(int atOnce, SagaOrders how) {
        var sagas = sagas(how);
        List<TrackedEventMessage<?>> batch;
        do {
            batch = next(atOnce);
            if (!batch.isEmpty()) {
                handle(sagas, batch);
                token = Optional.of(batch.getLast().trackingToken());
            }
        } while (!batch.isEmpty());
    }

    private SimpleEventHandlerInvoker sagas(SagaOrders how) {
        return SimpleEventHandlerInvoker.builder()
                .eventHandlers(
                        List.of(
                                new ReconciliationSagas(
                                        ledger.database.dataSource(), how, DEADLINES)))
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .build();
    }

    private List<TrackedEventMessage<?>> next(int most) {
        var batch = new ArrayList<TrackedEventMessage<?>>();
        try (var stream = ledger.store.openStream(token.orElse(null))) {
            while (batch.size() < most && stream.peek().isPresent()) {
                batch.add(stream.nextAvailable());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return batch;
    }

    private void handle(SimpleEventHandlerInvoker sagas, List<? extends EventMessage<?>> batch) {
        var unit = new BatchingUnitOfWork<>(List.copyOf(batch));
        unit.attachTransaction(
                new SpringTransactionManager(
                        new JdbcTransactionManager(ledger.database.dataSource())));
        var result =
                unit.executeWithResult(() -> {
                    sagas.handle(unit.getMessage(), Segment.ROOT_SEGMENT);
                    return null;
                });
        if (result.isExceptional()) {
            throw new IllegalStateException(result.exceptionResult());
        }
    }

    /** From the first event on again, as after a reset. */
    void replay(int atOnce, SagaOrders how) {
        var sagas = sagas(how);
        var unit = new BatchingUnitOfWork<>(List.of(aMessage()));
        unit.attachTransaction(
                new SpringTransactionManager(
                        new JdbcTransactionManager(ledger.database.dataSource())));
        var result =
                unit.executeWithResult(() -> {
                    sagas.performReset();
                    return null;
                });
        if (result.isExceptional()) {
            throw new IllegalStateException(result.exceptionResult());
        }
        token = Optional.empty();
        follow(atOnce, how);
    }

    private static EventMessage<?> aMessage() {
        return GenericEventMessage.asEventMessage("reset");
    }

    void passes(Duration time) {
        tick(now().plus(time), orders);
    }

    void tick(Instant heardUntil, SagaOrders how) {
        tick(heardUntil, how, Long.MAX_VALUE);
    }

    /** While the sagas have come only so far in the journal. */
    void tick(Instant heardUntil, SagaOrders how, long heard) {
        var source = ledger.database.dataSource();
        new SagaClock(source, how, DEADLINES, () -> heardUntil, () -> heard).tick();
    }

    /** The call is answered: the attempt is written down and the payment told. */
    void answered(String paymentId, String operation, Outcome outcome) {
        told(paymentId, operation, outcome, "response");
        attempted(operation);
    }

    void attempted(String operation) {
        ledger.jdbc
                .sql(
                        """
                        insert into truebook.provider_attempt (operation_id, attempt_number, tenant,
                            connection, step, started_at, finished_at, outcome)
                        values (?, ?, 'default', 'stripe', 'send', now(), now(), 'succeeded')
                        """)
                .params(operation, attempts.incrementAndGet())
                .update();
    }

    void told(String paymentId, String operation, Outcome outcome, String channel) {
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                "tell-" + attempts.incrementAndGet(),
                new RecordOutcome(paymentId, operation, outcome, channel, now()));
    }

    /** A callback that was worked off. */
    void callback(String paymentId, ProviderFact fact) {
        ledger.jdbc
                .sql(
                        """
                        insert into truebook.provider_callback (tenant, connection, event_id,
                            event_type, subject, payment_id, body, status, received_at, due_at, told)
                        values ('default', 'stripe', ?, 'charge.succeeded', 'x', ?, '', 'done',
                            now(), 'infinity', ?)
                        """)
                .params(
                        "evt_" + callbacks.incrementAndGet(),
                        paymentId,
                        new String[] {ToldFact.of(fact).text()})
                .update();
    }

    static ProviderFact captured(String object, long minor) {
        return new ProviderFact.Captured(source(object), Money.of(minor, "EUR"));
    }

    static ProviderFact failed(String object) {
        return new ProviderFact.ChargeFailed(source(object), new Failure("declined", null, "No"));
    }

    static FactSource source(String object) {
        return FactSource.first("stripe", object, "pi_" + object, now());
    }

    static Outcome done(ProviderFact fact) {
        return new Outcome.Succeeded(List.of(fact));
    }

    long waiting() {
        return ledger.jdbc
                .sql("select count(*) from truebook.reconciliation_saga")
                .query(Long.class)
                .single();
    }

    List<BreakRow> listed() {
        var ever = Instant.parse("2100-01-01T00:00:00Z");
        var any = new Filter(null, null, null);
        return breaks.list(LedgerFixture.TENANT, any, Instant.EPOCH, ever, "", 100);
    }

    long events(String type) {
        return ledger.jdbc
                .sql("select count(*) from truebook.journal_event where event_type = ?")
                .param(type)
                .query(Long.class)
                .single();
    }
}
