package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDays.day;
import static io.truebook.api.reconciliation.SettledDays.days;
import static io.truebook.api.reconciliation.SettledDays.noonOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.restore.CatchUps;
import io.truebook.api.restore.LostOperations;
import io.truebook.api.restore.RestoreGuard;
import io.truebook.api.webhook.ToldFacts;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What runs and sagas find of the same operation. */
@Tag("database")
class SagaAndRunDbTest extends FollowingLedger {

    private final SettledDays books = new SettledDays(ledger);

    @Test
    void an_operation_that_both_find_unanswered_is_one_break() {
        var charge = unknown();
        follow(100);
        passes(Duration.ofHours(25));
        var found = listed().getFirst();

        books.upload(SettledDays.row("txn_1", charge, "10.00", 20));
        books.reconciled(days(20, 26), noonOf(27));

        assertThat(rowsOf("reconciliation_break", found.id())).isOne();
        assertThat(listed()).containsExactly(found);
        assertThat(breaks.of(LedgerFixture.TENANT, found.id())).contains(found);
        told(charge, charge, done(captured("ch_1", 1_000)), "query");
        follow(100);
        assertThat(listed()).singleElement().extracting("status").isEqualTo("resolved");
    }

    @Test
    void the_rules_are_asked_once_about_what_both_have_found() {
        var charge = unknown();
        follow(100);
        passes(Duration.ofHours(25));
        books.upload(SettledDays.row("txn_1", charge, "10.00", 20));
        books.reconciled(days(20, 26), noonOf(27));
        assertThat(cases.unjudged(now(), 100)).hasSize(1);

        worker().workOnNext();

        assertThat(cases.unjudged(now(), 100)).isEmpty();
    }

    private RepairWorker worker() {
        var source = ledger.database.dataSource();
        var restored = new RestoreGuard(new CatchUps(source), new LostOperations(source));
        var told = new ToldFacts(List.of(), source);
        var repairs = new Repairs(ledger.gateway, restored, ledger.payments, told, (_, _) -> false);
        return new RepairWorker(cases, repairs, Clock.systemUTC());
    }

    @Test
    void a_run_is_told_when_the_sagas_have_come_as_far_as_it() {
        answeredAndSettled();

        tick(now(), orders, 0);
        assertThat(waiting()).isOne();

        tick(now(), orders, Long.MAX_VALUE);
        assertThat(waiting()).isZero();
    }

    @Test
    void of_two_runs_the_one_that_is_committed_last_is_told_too() {
        answeredAndSettled();
        ledger.jdbc.sql("update truebook.reconciliation_run set told_to_sagas = true").update();
        books.reconciled(day(21));
        tick(now(), orders);
        assertThat(waiting()).isOne();
        ledger.jdbc
                .sql(
                        """
                        update truebook.reconciliation_run set told_to_sagas = false
                        where sequence = 1
                        """)
                .update();

        tick(now(), orders);

        assertThat(waiting()).isZero();
    }

    @Test
    void a_difference_that_was_booked_away_confirms_nothing() {
        answeredAndSettled();
        ledger.jdbc
                .sql(
                        """
                        insert into truebook.break_case (break_id, tenant, connection, status,
                            decided_at, due_at, updated_index)
                        select finding_id, 'default', 'stripe', 'resolved', now(), 'infinity', 1
                        from truebook.reconciliation_item where code = 'MATCHED'
                        """)
                .update();

        tick(now(), orders);

        assertThat(waiting()).isOne();
    }

    private void answeredAndSettled() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        var source = FactSource.first("stripe", "prov_" + charge, "pi_" + charge, noonOf(20));
        var fact = new ProviderFact.Captured(source, Money.of(1_000, "EUR"));
        answered(charge, charge, done(fact));
        follow(100);
        books.upload(SettledDays.row("txn_1", charge, "10.00", 20));
        assertThat(books.reconciled(day(20)).matched()).isOne();
    }

    private long rowsOf(String table, String breakId) {
        return ledger.jdbc
                .sql("select count(*) from truebook." + table + " where break_id = ?")
                .param(breakId)
                .query(Long.class)
                .single();
    }
}
