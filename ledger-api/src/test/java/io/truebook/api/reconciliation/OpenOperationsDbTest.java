package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.reconciliation.BreakCommand;
import io.truebook.projection.integrity.IntegrityCheck;
import io.truebook.projection.integrity.IntegrityReport;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.sql.SQLException;
import java.time.Duration;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What verify says of operations that are not over, on real PostgreSQL. */
@Tag("database")
class OpenOperationsDbTest extends FollowingLedger {

    @Test
    void one_that_waits_within_its_time_and_one_that_is_a_break_are_in_order() throws SQLException {
        ledger.charge(1_000, CaptureMode.AUTOMATIC);
        follow(100);
        seenAll();
        assertThat(verified().isSound()).isTrue();

        passes(Duration.ofHours(25));

        assertThat(listed()).hasSize(1);
        assertThat(verified().difference()).isEmpty();
    }

    @Test
    void one_that_the_sagas_have_not_seen_yet_is_in_order() throws SQLException {
        follow(100);
        seenAll();
        ledger.charge(1_000, CaptureMode.AUTOMATIC);

        assertThat(verified().difference()).isEmpty();
    }

    @Test
    void one_that_nobody_follows_is_not() throws SQLException {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        follow(100);
        seenAll();
        run("delete from truebook.reconciliation_saga");

        assertThat(found()).contains("nobody follows " + charge);
    }

    @Test
    void one_whose_time_has_passed_unseen_is_not() throws SQLException {
        ledger.charge(1_000, CaptureMode.AUTOMATIC);
        follow(100);
        passes(Duration.ofHours(1));
        run("update truebook.reconciliation_saga set due_at = now() - interval '1 day'");

        assertThat(found()).contains("has passed and nobody has looked at it");
    }

    @Test
    void one_that_counts_as_a_break_without_one_is_not() throws SQLException {
        ledger.charge(1_000, CaptureMode.AUTOMATIC);
        follow(100);
        run("update truebook.reconciliation_saga set broken = 'STALE_UNKNOWN'");

        assertThat(found()).contains("counts as a break, and there is none");
    }

    @Test
    void a_break_that_is_listed_as_over_is_not() throws SQLException {
        aBreak();
        run("update truebook.operation_break set status = 'resolved'");

        assertThat(found()).contains("does not say of brk_").contains("whether it is open");
    }

    @Test
    void a_break_of_another_owner_than_it_was_given_is_not() throws SQLException {
        aBreak();
        assigned(listed().getFirst().id(), "ann");
        assertThat(verified().difference()).isEmpty();

        run("update truebook.break_case set owner = 'bob'");

        assertThat(found()).contains("has another owner than it was given");
    }

    @Test
    void a_break_without_an_age_is_not() throws SQLException {
        aBreak();
        run("update truebook.operation_break set first_seen_at = 'infinity'");

        assertThat(found()).contains("has no age, so no due time");
    }

    @Test
    void an_open_break_that_nobody_looks_at_is_not() throws SQLException {
        var charge = aBreak();
        answered(charge, charge, done(captured("ch_1", 1_000)));
        follow(100, _ -> {});
        seenAll();
        run("delete from truebook.reconciliation_saga");

        assertThat(found()).contains("is open and nobody looks whether it is still");
    }

    private String aBreak() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        follow(100);
        passes(Duration.ofHours(25));
        seenAll();
        return charge;
    }

    private void seenAll() {
        run(
                """
                insert into truebook.axon_token (processor_name, segment, token)
                select 'reconciliation-saga', 0,
                    convert_to('{"globalIndex":' || last_index || '}', 'UTF8')
                from truebook.ledger_head
                on conflict (processor_name, segment) do update set token = excluded.token
                """);
    }

    private void assigned(String breakId, String owner) {
        var facts = cases.of(LedgerFixture.TENANT, breakId).orElseThrow().facts();
        var command = new BreakCommand.AssignBreak(breakId, "ann", owner, facts, now());
        var context =
                new CommandContext(
                        TransactionKey.ofClient(LedgerFixture.TENANT, "assign"),
                        "ann",
                        "assign-break",
                        RequestFields.NONE);
        ledger.gateway.sendAndWait(
                new GenericCommandMessage<>(command).withMetaData(context.metaData()));
    }

    private void run(String sql) {
        ledger.jdbc.sql(sql).update();
    }

    private String found() throws SQLException {
        return verified().difference().map(IntegrityReport.Difference::message).orElse("nothing");
    }

    private IntegrityReport verified() throws SQLException {
        return new IntegrityCheck(
                        ledger.database.dataSource(),
                        new EventJson(PaymentEvents.TYPES),
                        PaymentEvents::booking)
                .run();
    }
}
