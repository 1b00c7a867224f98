package io.truebook.api.benchmark;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.reconciliation.SagaCommands;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.Deadlines;
import io.truebook.projection.saga.ReconciliationSagas;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * How fast the sagas go through a history: what one of their processor's threads does, batch by
 * batch, from reading the journal to the commit, without the row of its token.
 *
 * <p>Each payment is three events, copied by SQL from one that commands had made. Once with
 * callbacks that confirm them, so that every saga begins and ends in its batch, and once without,
 * so that every one is a row. Argument: the events, 200000 unless asked otherwise.
 */
public final class SagaReplayBenchmark {

    private static final int EVENTS_AT_ONCE = 1_000;
    private static final int EVENTS_OF_PAYMENT = 3;
    private static final String OBJECT = "py_template";

    private SagaReplayBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length == 0 ? 200_000 : Integer.parseInt(arguments[0]);
        measure(20_000, true, false); // Classes and code are warm, as in a ledger that runs.
        System.out.println("   events  callbacks     s  events/s  rows left");
        measure(events, true, true);
        measure(events, false, true);
        System.exit(0);
    }

    private static void measure(int events, boolean confirmed, boolean print) throws Exception {
        try (var ledger = new LedgerFixture()) {
            var template = template(ledger);
            int copies = events / EVENTS_OF_PAYMENT - 1;
            copy(ledger, template, copies, confirmed);
            long begin = System.nanoTime();
            long seen = replay(ledger);
            double seconds = (System.nanoTime() - begin) / 1e9;
            long left =
                    ledger.jdbc
                            .sql("select count(*) from truebook.reconciliation_saga")
                            .query(Long.class)
                            .single();
            if (seen != (copies + 1L) * EVENTS_OF_PAYMENT || left != (confirmed ? 1 : copies + 1)) {
                throw new IllegalStateException(seen + " events, " + left + " rows");
            }
            if (print) {
                System.out.printf(
                        "%9d  %9s %5.1f %9.0f %10d%n",
                        seen, confirmed, seconds, seen / seconds, left);
            }
        }
    }

    /** A charge that was answered by its call, with its fee. */
    private static String template(LedgerFixture ledger) {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        var source =
                FactSource.first(LedgerFixture.CONNECTION, OBJECT, "pi_template", Instant.now());
        var fee = FactSource.first(LedgerFixture.CONNECTION, "txn_template", null, Instant.now());
        var done =
                new Outcome.Succeeded(
                        List.of(
                                captured(source),
                                new ProviderFact.FeeCharged(fee, Money.of(29, "EUR"))));
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:benchmark",
                "template",
                new RecordOutcome(charge, charge, done, "response", Instant.now()));
        return charge;
    }

    private static ProviderFact captured(FactSource source) {
        return new ProviderFact.Captured(source, Money.of(1_000, "EUR"));
    }

    private static void copy(LedgerFixture ledger, String charge, int copies, boolean confirmed)
            throws SQLException {
        var source = FactSource.first(LedgerFixture.CONNECTION, OBJECT, null, Instant.EPOCH);
        var told = ToldFact.of(captured(source)).text();
        try (var connection = ledger.database.connectAsSuperuser();
                var statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    """
                    insert into truebook.journal_event (global_index, tenant, aggregate_type,
                        aggregate_id, sequence_number, event_id, event_type, event_revision,
                        recorded_at, payload, metadata)
                    select e.global_index + n * %1$d, e.tenant, e.aggregate_type, 'ch_copy' || n,
                        e.sequence_number, e.event_id || '-' || n, e.event_type, e.event_revision,
                        e.recorded_at, convert_to(replace(replace(convert_from(e.payload, 'UTF8'),
                            '%2$s', 'ch_copy' || n), '%3$s', '%3$s' || n), 'UTF8'), e.metadata
                    from truebook.journal_event e, generate_series(1, %4$d) n
                    where e.global_index <= %1$d
                    """
                            .formatted(EVENTS_OF_PAYMENT, charge, OBJECT, copies));
            if (confirmed) {
                statement.execute(
                        """
                        insert into truebook.provider_callback (tenant, connection, event_id,
                            event_type, subject, payment_id, body, status, received_at, due_at, told)
                        select 'default', 'stripe', 'evt_' || n, 'charge.succeeded', 'x',
                            'ch_copy' || n, '', 'done', now(), 'infinity',
                            array[replace('%2$s', '%1$s', '%1$s' || n)]
                        from generate_series(1, %3$d) n
                        """
                                .formatted(OBJECT, told, copies));
            }
            statement.execute(
                    "update truebook.ledger_head set last_index = last_index + "
                            + (long) copies * EVENTS_OF_PAYMENT);
            statement.execute("vacuum (analyze)");
        }
    }

    private static long replay(LedgerFixture ledger) throws InterruptedException {
        var sagas =
                SimpleEventHandlerInvoker.builder()
                        .eventHandlers(
                                List.of(
                                        new ReconciliationSagas(
                                                ledger.database.dataSource(),
                                                new SagaCommands(ledger.gateway),
                                                Deadlines.USUAL)))
                        .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                        .build();
        long seen = 0;
        try (var stream = ledger.store.openStream(null)) {
            for (var batch = next(stream); !batch.isEmpty(); batch = next(stream)) {
                handle(ledger, sagas, batch);
                seen += batch.size();
            }
        }
        return seen;
    }

    private static List<TrackedEventMessage<?>> next(BlockingStream<TrackedEventMessage<?>> stream)
            throws InterruptedException {
        var batch = new ArrayList<TrackedEventMessage<?>>();
        while (batch.size() < EVENTS_AT_ONCE && stream.peek().isPresent()) {
            batch.add(stream.nextAvailable());
        }
        return batch;
    }

    private static void handle(
            LedgerFixture ledger,
            SimpleEventHandlerInvoker sagas,
            List<TrackedEventMessage<?>> batch) {
        var unit = new BatchingUnitOfWork<>(batch);
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
}
