package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static io.truebook.api.reconciliation.SettledDay.NOON;
import static io.truebook.api.reconciliation.SettledDay.lineOf;
import static io.truebook.api.reconciliation.SettledDay.row;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.restore.CatchUps;
import io.truebook.api.restore.LostOperations;
import io.truebook.api.restore.RestoreGuard;
import io.truebook.api.webhook.ToldFacts;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.BreakCommand;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.BreakFacts;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.AfterEach;

/** A ledger whose breaks a worker repairs, and people who decide about them; on real PostgreSQL. */
abstract class RepairingLedger {

    final LedgerFixture ledger = new LedgerFixture();
    final SettledDay day = new SettledDay(ledger);
    final BreakQueries rows = new BreakQueries(ledger.database.dataSource());
    final BreakCases cases =
            new BreakCases(
                    rows,
                    new PaymentQueries(ledger.store, ledger.database.dataSource()),
                    ledger.store,
                    ledger.database.dataSource());

    /** Payments the provider was to be asked about. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    RepairWorker worker = worker();
    private final AtomicInteger decisions = new AtomicInteger();

    @AfterEach
    void stop() {
        ledger.close();
    }

    /** A worker as it begins with an application. */
    RepairWorker worker() {
        return worker(NEXT_DAY);
    }

    RepairWorker worker(Clock clock) {
        var told = new ToldFacts(List.of(), ledger.database.dataSource());
        var restored =
                new RestoreGuard(
                        new CatchUps(ledger.database.dataSource()),
                        new LostOperations(ledger.database.dataSource()));
        var repairs =
                new Repairs(
                        ledger.gateway,
                        restored,
                        ledger.payments,
                        told,
                        (_, payment) -> asked.add(payment));
        return new RepairWorker(cases, repairs, clock);
    }

    void work() {
        for (int looks = 0; looks < 4; looks++) { // What one decides is due in the next.
            worker.workOnNext();
        }
    }

    void due() {
        ledger.jdbc
                .sql("update truebook.break_case set due_at = ? where due_at < 'infinity'")
                .param(NEXT_DAY.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    BreakRow the(String code) {
        return listed(new Filter(null, code, null)).getFirst();
    }

    /** What the provider has and the books have not, whatever we were told of its end. */
    BreakRow theUnbooked() {
        return listed(new Filter(null, null, null)).stream()
                .filter(row ->
                        row.code().equals("MISSING_IN_LEDGER")
                                || row.code().equals("STATUS_MISMATCH"))
                .findFirst()
                .orElseThrow();
    }

    List<BreakRow> listed(Filter filter) {
        var ever = Instant.parse("2100-01-01T00:00:00Z");
        return rows.list(LedgerFixture.TENANT, filter, Instant.EPOCH, ever, "", 100);
    }

    BreakFacts facts(String id) {
        return cases.of(LedgerFixture.TENANT, id).orElseThrow().facts();
    }

    void propose(String by, RepairKind kind) {
        proposeFor(theUnbooked().id(), by, kind);
    }

    void proposeFor(String id, String by, RepairKind kind) {
        decide(
                by,
                new ProposeRepair(id, by, kind, null, "why", false, facts(id), NEXT_DAY.instant()));
    }

    void approve(String by) {
        var id = listed(new Filter("proposed", null, null)).getFirst().id();
        decide(by, new ApproveRepair(id, by, null, null, facts(id), NEXT_DAY.instant()));
    }

    void decide(String by, BreakCommand command) {
        send("api", "decision-" + decisions.incrementAndGet(), by, command);
    }

    void send(String origin, String id, String by, Object command) {
        var context =
                new CommandContext(
                        new TransactionKey(LedgerFixture.TENANT, origin, id),
                        by,
                        command.getClass().getSimpleName(),
                        RequestFields.NONE);
        ledger.gateway.sendAndWait(
                new GenericCommandMessage<>(command).withMetaData(context.metaData()));
    }

    long events(String type) {
        return ledger.jdbc
                .sql("select count(*) from truebook.journal_event where event_type = ?")
                .param(type)
                .query(Long.class)
                .single();
    }

    String aFailedCharge(long amount) {
        var id = ledger.charge(amount, CaptureMode.AUTOMATIC);
        var source = FactSource.first("stripe", id, null, NOON);
        tell(
                id,
                new ProviderFact.ChargeFailed(source, new Failure("not_found", null, "No trace")),
                "query");
        return id;
    }

    /** A charge that was captured once, and stands in the provider's file twice. */
    String aChargeSettledTwice() throws IOException {
        var charge = aTakenCharge();
        day.fetched(twice(charge));
        day.reconciled();
        work();
        return charge;
    }

    String aTakenCharge() {
        var charge = ledger.charge(10_000, CaptureMode.AUTOMATIC);
        tell(charge, captured("ch_prov", 10_000), "response");
        return charge;
    }

    static String twice(String charge) {
        return row("txn_1", "100.00", "charge", "ch_prov", charge)
                + lineOf("txn_2", "100.00", "charge", "ch_twice", charge);
    }

    static ProviderFact captured(String object, long amount) {
        return captured(object, "pi_1", amount);
    }

    static ProviderFact captured(String object, String intent, long amount) {
        var source = FactSource.first("stripe", object, intent, NOON);
        return new ProviderFact.Captured(source, Money.of(amount, "EUR"));
    }

    void tell(String payment, ProviderFact fact, String channel) {
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                fact.key() + channel,
                new RecordOutcome(
                        payment, null, new Outcome.Succeeded(List.of(fact)), channel, NOON));
    }
}
