package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static io.truebook.api.reconciliation.SettledDay.NOON;
import static io.truebook.api.reconciliation.SettledDay.lineOf;
import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.webhook.ToldFacts;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
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
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.rebuild.Projections;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From the break a run finds to the run that no longer finds it, on real PostgreSQL. */
@Tag("database")
class RepairsDbTest {

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettledDay day = new SettledDay(ledger);
    private final BreakQueries rows = new BreakQueries(ledger.database.dataSource());
    private final BreakCases cases =
            new BreakCases(
                    rows,
                    new PaymentQueries(ledger.store, ledger.database.dataSource()),
                    ledger.store,
                    ledger.database.dataSource());
    private final RepairWorker worker = worker();
    private final AtomicInteger decisions = new AtomicInteger();

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_late_success_is_booked_by_itself_and_the_next_run_agrees() throws IOException {
        var charge = aFailedCharge(10_000);
        day.upload(row("txn_1", "100.00", "charge", "ch_prov", charge));
        assertThat(day.reconciled().breaks()).isEqualTo(1);

        work();

        assertThat(ledger.payment(charge)).isInstanceOf(Payment.Captured.class);
        assertThat(the("MISSING_IN_LEDGER").status()).isEqualTo("resolved");
        assertThat(day.reconciled().breaks()).isZero();
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000);
    }

    @Test
    void a_repair_that_is_driven_again_after_every_step_books_once() throws IOException {
        var charge = aFailedCharge(10_000);
        day.upload(row("txn_1", "100.00", "charge", "ch_prov", charge));
        day.reconciled();
        worker.workOnNext(); // Proposed and approved by the rule.
        var found = cases.of(LedgerFixture.TENANT, the("MISSING_IN_LEDGER").id()).orElseThrow();
        var step =
                RepairStep.of(
                                LedgerFixture.TENANT,
                                found.row().id(),
                                found.state().proposal(),
                                NEXT_DAY.instant())
                        .getFirst();

        // A node told the payment and died before it could note that.
        send("sys:repair", step.transactionId(), "system:repair", step.command());
        work();

        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000);
        assertThat(events("charge-captured")).isEqualTo(1);
        assertThat(events("repair-applied")).isEqualTo(1);
        assertThat(the("MISSING_IN_LEDGER").status()).isEqualTo("resolved");
    }

    @Test
    void the_callback_that_comes_after_the_repair_books_nothing_and_confirms_it()
            throws IOException {
        var charge = aFailedCharge(10_000);
        day.upload(row("txn_1", "100.00", "charge", "ch_prov", charge));
        day.reconciled();
        work();
        assertThat(the("MISSING_IN_LEDGER").status()).isEqualTo("resolved");

        tell(charge, captured("ch_prov", 10_000), "webhook");

        assertThat(events("charge-captured")).isEqualTo(1);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000);
        assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-10_000);
    }

    @Test
    void a_charge_that_another_row_takes_from_is_left_to_people() throws IOException {
        var charge = aFailedCharge(10_000);
        day.upload(
                row("txn_1", "100.00", "charge", "ch_prov", charge)
                        + lineOf("txn_2", "-40.00", "partial_capture_reversal", "ch_prov", charge));
        day.reconciled();
        work();

        assertThat(ledger.payment(charge)).isInstanceOf(Payment.Failed.class);
    }

    @Test
    void a_strangers_money_waits_in_suspense_when_two_people_want_so() throws IOException {
        day.upload(row("txn_1", "100.00", "charge", "ch_prov", "ch_nobody_knows"));
        day.reconciled();
        work();
        assertThat(the("MISSING_IN_LEDGER").status()).isEqualTo("open");

        propose("ann", RepairKind.PARK);
        approve("bob");
        work();

        assertThat(ledger.posted("suspense:stripe")).isEqualTo(-10_000);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000);
        assertThat(day.reconciled().breaks()).isZero();
        assertThat(the("MISSING_IN_LEDGER").status()).isEqualTo("resolved");
    }

    @Test
    void a_second_charge_of_one_operation_is_booked_and_refunded_when_a_person_agrees()
            throws IOException {
        var charge = ledger.charge(10_000, CaptureMode.AUTOMATIC);
        tell(charge, captured("ch_prov", 10_000), "response");
        day.upload(
                row("txn_1", "100.00", "charge", "ch_prov", charge)
                        + lineOf("txn_2", "100.00", "charge", "ch_twice", charge));
        day.reconciled();
        work();
        var found = the("DUPLICATE_AT_PROVIDER");
        assertThat(found.status()).isEqualTo("proposed");

        approve("ann");
        work();
        assertThat(the("DUPLICATE_AT_PROVIDER").status()).isEqualTo("applying");
        var refund = RepairStep.refundId(found.id(), 1);
        var source = FactSource.first("stripe", "re_prov", "pi_1", NOON);
        tell(
                charge,
                new ProviderFact.RefundSucceeded(source, refund, Money.of(10_000, "EUR")),
                "webhook");
        due();
        work();

        assertThat(the("DUPLICATE_AT_PROVIDER").status()).isEqualTo("resolved");
        assertThat(events("refund-requested")).isEqualTo(1);
        assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-10_000);
    }

    @Test
    void what_workers_ask_for_is_derived_again_from_the_events() throws Exception {
        day.upload(row("txn_1", "100.00", "charge", "ch_prov", "ch_nobody_knows"));
        day.reconciled();
        propose("ann", RepairKind.PARK);
        approve("bob");
        var before = caseRows();
        var owner = JdbcClient.create(ledger.database.ownerDataSource());
        owner.sql("truncate truebook.break_case").update();
        var report =
                Projections.rebuild(
                                "breaks",
                                ledger.database.ownerDataSource(),
                                new EventJson(PaymentEvents.TYPES),
                                _ -> {})
                        .run(false);

        assertThat(report.differences()).isEqualTo(1);
        assertThat(caseRows()).isEqualTo(before);
        work();
        assertThat(the("MISSING_IN_LEDGER").status()).isEqualTo("resolved");
    }

    private List<Map<String, Object>> caseRows() {
        return ledger.jdbc.sql("select * from truebook.break_case").query().listOfRows();
    }

    private RepairWorker worker() {
        var told = new ToldFacts(List.of(), ledger.database.dataSource());
        var repairs = new Repairs(ledger.gateway, ledger.payments, told, (_, _) -> false);
        return new RepairWorker(cases, repairs, NEXT_DAY);
    }

    private void work() {
        for (int looks = 0; looks < 4; looks++) { // What one decides is due in the next.
            worker.workOnNext();
        }
    }

    private void due() {
        ledger.jdbc
                .sql("update truebook.break_case set due_at = ? where due_at < 'infinity'")
                .param(NEXT_DAY.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private BreakRow the(String code) {
        return listed(new Filter(null, code, null)).getFirst();
    }

    private List<BreakRow> listed(Filter filter) {
        var ever = Instant.parse("2100-01-01T00:00:00Z");
        return rows.list(LedgerFixture.TENANT, filter, Instant.EPOCH, ever, "", 100);
    }

    private BreakFacts facts(String id) {
        return cases.of(LedgerFixture.TENANT, id).orElseThrow().facts();
    }

    private void propose(String by, RepairKind kind) {
        var id = the("MISSING_IN_LEDGER").id();
        decide(
                by,
                new ProposeRepair(id, by, kind, null, "why", false, facts(id), NEXT_DAY.instant()));
    }

    private void approve(String by) {
        var id = listed(new Filter("proposed", null, null)).getFirst().id();
        decide(by, new ApproveRepair(id, by, null, facts(id), NEXT_DAY.instant()));
    }

    private void decide(String by, BreakCommand command) {
        send("api", "decision-" + decisions.incrementAndGet(), by, command);
    }

    private void send(String origin, String id, String by, Object command) {
        var context =
                new CommandContext(
                        new TransactionKey(LedgerFixture.TENANT, origin, id),
                        by,
                        command.getClass().getSimpleName(),
                        RequestFields.NONE);
        ledger.gateway.sendAndWait(
                new GenericCommandMessage<>(command).withMetaData(context.metaData()));
    }

    private long events(String type) {
        return ledger.jdbc
                .sql("select count(*) from truebook.journal_event where event_type = ?")
                .param(type)
                .query(Long.class)
                .single();
    }

    private String aFailedCharge(long amount) {
        var id = ledger.charge(amount, CaptureMode.AUTOMATIC);
        var source = FactSource.first("stripe", id, null, NOON);
        tell(
                id,
                new ProviderFact.ChargeFailed(source, new Failure("not_found", null, "No trace")),
                "query");
        return id;
    }

    private static ProviderFact captured(String object, long amount) {
        var source = FactSource.first("stripe", object, "pi_1", NOON);
        return new ProviderFact.Captured(source, Money.of(amount, "EUR"));
    }

    private void tell(String payment, ProviderFact fact, String channel) {
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                fact.key() + channel,
                new RecordOutcome(
                        payment, null, new Outcome.Succeeded(List.of(fact)), channel, NOON));
    }
}
