package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NEXT_DAY;
import static io.truebook.api.reconciliation.SettledDay.NOON;
import static io.truebook.api.reconciliation.SettledDay.lineOf;
import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.BreakCommand.AssignBreak;
import io.truebook.ledger.reconciliation.BreakCommand.CompleteRepair;
import io.truebook.ledger.reconciliation.BreakCommand.RejectRepair;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.ledger.reconciliation.RepairStep;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.rebuild.Projections;
import io.truebook.projection.store.EventJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From the break a run finds to the run that no longer finds it, on real PostgreSQL. */
@Tag("database")
class RepairsDbTest extends RepairingLedger {

    @Test
    void a_late_success_is_booked_by_itself_and_the_next_run_agrees() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", charge));
        assertThat(day.reconciled().breaks()).isEqualTo(1);

        work();

        assertThat(ledger.payment(charge)).isInstanceOf(Payment.Captured.class);
        assertThat(theUnbooked().status()).isEqualTo("resolved");
        assertThat(day.reconciled().breaks()).isZero();
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000);
    }

    @Test
    void a_late_success_that_somebody_uploaded_waits_for_people() throws IOException {
        var charge = aFailedCharge(10_000);
        day.upload(row("txn_1", "100.00", "charge", "ch_prov", charge));
        day.reconciled();
        work();

        assertThat(ledger.payment(charge)).isInstanceOf(Payment.Failed.class);
        assertThat(theUnbooked().status()).isEqualTo("open");
    }

    @Test
    void what_is_found_again_is_open_whatever_is_decided_later() throws IOException {
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", "ch_nobody_knows"));
        day.reconciled();
        propose("ann", RepairKind.PARK);
        approve("bob");
        work();
        assertThat(theUnbooked().status()).isEqualTo("resolved");
        foundAgain();

        var id = theUnbooked().id();
        decide("ann", new AssignBreak(id, "ann", "bob", facts(id), NEXT_DAY.instant()));

        assertThat(theUnbooked().status()).isEqualTo("open");
    }

    private void foundAgain() {
        ledger.jdbc
                .sql(
                        """
                        update truebook.reconciliation_break set status = 'open', last_position =
                            (select 1 + max(global_index) from truebook.journal_event
                                where event_type = 'repair-applied')
                        """)
                .update();
    }

    @Test
    void a_repair_that_is_driven_again_after_every_step_books_once() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", charge));
        day.reconciled();
        worker.workOnNext(); // Proposed and approved by the rule.
        var found = cases.of(LedgerFixture.TENANT, theUnbooked().id()).orElseThrow();
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
        assertThat(theUnbooked().status()).isEqualTo("resolved");
    }

    @Test
    void a_repair_whose_end_was_not_taken_is_ended_later() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", charge));
        day.reconciled();
        var busy =
                ledger.gateway.registerDispatchInterceptor(_ ->
                        (_, command) -> {
                            if (command.getPayload() instanceof CompleteRepair) {
                                throw new CommandRejected(Rejection.OVERLOADED, "Not now");
                            }
                            return command;
                        });
        work();
        assertThat(theUnbooked().status()).isEqualTo("applying");

        busy.close();
        due();
        work();

        assertThat(theUnbooked().status()).isEqualTo("resolved");
        assertThat(events("charge-captured")).isEqualTo(1);
    }

    @Test
    void the_callback_that_comes_after_the_repair_books_nothing_and_confirms_it()
            throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", charge));
        day.reconciled();
        work();
        assertThat(theUnbooked().status()).isEqualTo("resolved");

        tell(charge, captured("ch_prov", 10_000), "webhook");

        assertThat(events("charge-captured")).isEqualTo(1);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000);
        assertThat(ledger.posted("merchant:acme:payable")).isEqualTo(-10_000);
    }

    @Test
    void a_charge_that_another_row_takes_from_is_left_to_people() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(
                row("txn_1", "100.00", "charge", "ch_prov", charge)
                        + lineOf("txn_2", "-40.00", "partial_capture_reversal", "ch_prov", charge));
        day.reconciled();
        work();

        assertThat(ledger.payment(charge)).isInstanceOf(Payment.Failed.class);
    }

    @Test
    void a_strangers_money_waits_in_suspense_when_two_people_want_so() throws IOException {
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", "ch_nobody_knows"));
        day.reconciled();
        work();
        assertThat(theUnbooked().status()).isEqualTo("open");

        propose("ann", RepairKind.PARK);
        approve("bob");
        work();

        assertThat(ledger.posted("suspense:stripe")).isEqualTo(-10_000);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(10_000);
        assertThat(day.reconciled().breaks()).isZero();
        assertThat(theUnbooked().status()).isEqualTo("resolved");
    }

    @Test
    void what_is_parked_is_resolved_still_when_its_reversal_is_turned_down() throws IOException {
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", "ch_nobody_knows"));
        day.reconciled();
        propose("ann", RepairKind.PARK);
        approve("bob");
        work();

        propose("ann", RepairKind.REVERSE);
        assertThat(theUnbooked().status()).isEqualTo("proposed");
        decide("bob", new RejectRepair(theUnbooked().id(), "bob", "No", NEXT_DAY.instant()));

        assertThat(theUnbooked().status()).isEqualTo("resolved");
    }

    @Test
    void a_fact_the_payment_does_not_take_is_not_called_booked() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "99.00", "charge", "ch_prov", charge));
        day.reconciled();
        propose("ann", RepairKind.RECORD_FACT);
        approve("bob");
        var source = FactSource.first("stripe", "ch_prov", "pi_1", NOON);
        var failure = new Failure("declined", null, "No");
        tell(charge, new ProviderFact.ChargeFailed(source, failure), "webhook");

        work();

        assertThat(events("repair-failed")).isEqualTo(1);
        assertThat(theUnbooked().status()).isEqualTo("open");
    }

    @Test
    void what_is_booked_before_it_is_parked_is_not_parked() throws IOException {
        var charge = aFailedCharge(10_000);
        day.fetched(row("txn_1", "99.00", "charge", "ch_prov", charge));
        day.reconciled();
        propose("ann", RepairKind.PARK);
        approve("bob");
        tell(charge, captured("ch_prov", 9_900), "webhook");

        work();

        assertThat(ledger.posted("suspense:stripe")).isZero();
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(9_900);
        assertThat(day.reconciled().breaks()).isZero();
    }

    @Test
    void what_workers_ask_for_is_derived_again_from_the_events() throws Exception {
        day.fetched(row("txn_1", "100.00", "charge", "ch_prov", "ch_nobody_knows"));
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
        assertThat(theUnbooked().status()).isEqualTo("resolved");
    }

    private List<Map<String, Object>> caseRows() {
        return ledger.jdbc.sql("select * from truebook.break_case").query().listOfRows();
    }
}
