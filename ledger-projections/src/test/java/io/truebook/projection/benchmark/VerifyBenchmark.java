package io.truebook.projection.benchmark;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.ChargeTerms;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Parties;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentEvent.ChargeAuthorized;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;
import io.truebook.ledger.payment.PaymentEvent.ProviderFeeRecorded;
import io.truebook.ledger.payment.PaymentEvent.Reported;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.projection.balance.PostingContributor;
import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.integrity.IntegrityReport;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalChange;
import io.truebook.projection.store.JournalEventStorageEngine;
import io.truebook.projection.store.JournalWriter;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.WriterSettings;
import io.truebook.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How long a check of the whole journal takes: writes a ledger of that many events through the
 * writer and verifies it, in one JVM whose heap bounds both.
 *
 * <p>Four events for each charge: requested, authorized, captured, fee. Arguments: {@code [events
 * [merchants]]}, a million of ten thousand merchants unless asked otherwise.
 */
public final class VerifyBenchmark {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final Answered NOTHING = new Answered(List.of(), List.of());
    private static final int EVENTS_OF_A_CHARGE = 4;
    private static final int IN_FLIGHT = 256;

    private final EventJson json = new EventJson(PaymentEvents.TYPES);
    private final TestDatabase database;
    private final int charges;
    private final int merchants;

    private VerifyBenchmark(TestDatabase database, int events, int merchants) {
        this.database = database;
        this.charges = events / EVENTS_OF_A_CHARGE;
        this.merchants = merchants;
    }

    public static void main(String[] arguments)
            throws SQLException, InterruptedException, ExecutionException {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int merchants = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        try (var database = TestDatabase.fresh()) {
            var benchmark = new VerifyBenchmark(database, events, merchants);
            benchmark.write();
            benchmark.verify();
        }
        System.exit(0);
    }

    private void write() throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        var unpooled = new PGSimpleDataSource();
        unpooled.setUrl(database.url());
        unpooled.setUser(TestDatabase.ROLE);
        unpooled.setPassword(TestDatabase.PASSWORD);
        try (var writer = JournalWriter.start(unpooled, WriterSettings.of("benchmark"));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var builder =
                    JournalEventStorageEngine.builder()
                            .writer(writer)
                            .dataSource(database.dataSource())
                            .contributors(
                                    List.of(
                                            new PostingContributor(PaymentEvents::booking),
                                            VerifyBenchmark::references))
                            .stateResource(Payment.RESOURCE);
            builder.eventSerializer(json).snapshotSerializer(json);
            var engine = builder.build();
            var next = new AtomicInteger();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT; i++) {
                all.add(
                        clients.submit(() -> {
                            for (int n = next.getAndIncrement();
                                    n < charges;
                                    n = next.getAndIncrement()) {
                                append(engine, n);
                            }
                        }));
            }
            for (var each : all) {
                each.get();
            }
        }
        say("wrote %,d events in %.1f s%n", charges * EVENTS_OF_A_CHARGE, secondsSince(begin));
    }

    private void append(JournalEventStorageEngine engine, int number) {
        var context =
                new CommandContext(
                        TransactionKey.ofClient("default", "order-" + number),
                        "benchmark",
                        "RequestCharge",
                        RequestFields.NONE);
        var command = GenericCommandMessage.asCommandMessage("charge");
        var unit = DefaultUnitOfWork.startAndGet(command.withMetaData(context.metaData()));
        unit.onPrepareCommit(_ -> engine.appendEvents(messages(number)));
        unit.commit();
    }

    private List<DomainEventMessage<?>> messages(int number) {
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (var event : charge("ch_%026d".formatted(number), "m-" + number % merchants)) {
            messages.add(
                    new GenericDomainEventMessage<>(
                            "payment", event.paymentId(), messages.size(), event));
        }
        return messages;
    }

    private static List<PaymentEvent> charge(String id, String merchant) {
        var parties = new Parties(merchant, "stripe");
        var amount = Money.of(1_999, "EUR");
        var terms =
                new ChargeTerms(
                        "default",
                        TransactionId.ofClient(id),
                        amount,
                        merchant,
                        "stripe",
                        "pm_card_visa",
                        CaptureMode.AUTOMATIC,
                        null,
                        1);
        return List.of(
                new ChargeRequested(id, AT, terms, null),
                new ChargeAuthorized(
                        id, AT, evidence(id, "authorized"), NOTHING, parties, amount, false),
                new ChargeCaptured(
                        id, AT, evidence(id, "captured"), NOTHING, parties, amount, amount, false),
                new ProviderFeeRecorded(
                        id,
                        AT,
                        evidence(id, "fee"),
                        NOTHING,
                        "stripe",
                        Money.of(59, "EUR"),
                        false));
    }

    private static Evidence evidence(String id, String kind) {
        var object = "pc_" + id;
        return new Evidence(
                "stripe|" + object + "|" + kind + "|1", object, "pi_" + id, AT, AT, "webhook");
    }

    private static void references(JournalChange change, BatchRows rows) {
        for (var message : change.events()) {
            if (message.getPayload() instanceof Reported event) {
                var evidence = event.evidence();
                rows.reference("stripe", "charge", evidence.objectId(), event.paymentId());
                rows.reference(
                        "stripe",
                        "payment",
                        String.valueOf(evidence.paymentReference()),
                        event.paymentId());
            }
        }
    }

    private void verify() throws SQLException {
        var check = new IntegrityCheck(database.dataSource(), json, PaymentEvents::booking);
        long begin = System.nanoTime();
        var stage = new String[] {""};
        IntegrityReport report =
                check.run((what, _, _) -> {
                    if (!stage[0].equals(what)) {
                        stage[0] = what;
                        say("  from %5.1f s: %s%n", secondsSince(begin), what);
                    }
                });
        double seconds = secondsSince(begin);
        say("verified in %.1f s, %,.0f events/s: %s%n", seconds, report.events() / seconds, report);
        var runtime = Runtime.getRuntime();
        say("heap at most %,d MiB%n", runtime.maxMemory() >> 20);
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency of its own.
    private static void say(String words, Object... values) {
        System.out.printf(words, values);
    }
}
