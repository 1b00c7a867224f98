package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDay.NOON;
import static io.truebook.api.reconciliation.SettledDay.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.reconciliation.SagaStep;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.rebuild.Projections;
import io.truebook.projection.saga.SagaOrders;
import io.truebook.projection.store.EventJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node dies at any step of a saga, another does the same, and all is replayed: once each. */
@Tag("database")
class SagaCrashDbTest extends FollowingLedger {

    private static final Duration LATE = Duration.ofHours(25);

    /** The node dies instead of sending anything. */
    private static final SagaOrders DIES_BEFORE =
            _ -> {
                throw new Killed();
            };

    /** The node dies when the journal has what was sent, and before the saga is kept. */
    private SagaOrders diesAfter() {
        return steps -> {
            orders.carryOut(steps);
            throw new Killed();
        };
    }

    /** As a batch sees it, whose transaction has to end. */
    private static SagaOrders failing(SagaOrders dying) {
        return steps -> {
            try {
                dying.carryOut(steps);
            } catch (Killed killed) {
                throw new IllegalStateException(killed.getMessage());
            }
        };
    }

    @Test
    void a_deadline_that_broke_off_before_and_after_its_command_opens_one_break() {
        unknown();
        follow(100);

        assertThatThrownBy(() -> tick(now().plus(LATE), DIES_BEFORE)).hasMessage("killed");
        assertThat(listed()).isEmpty();
        assertThatThrownBy(() -> tick(now().plus(LATE), diesAfter())).hasMessage("killed");
        passes(LATE);
        passes(LATE.plus(LATE));

        assertThat(events("break-opened")).isOne();
        assertThat(listed()).singleElement().extracting("status").isEqualTo("open");
    }

    @Test
    void a_batch_that_broke_off_before_and_after_its_command_closes_it_once() {
        var charge = unknown();
        follow(100);
        passes(LATE);
        answered(charge, charge, done(captured("ch_1", 1_000)));

        assertThatThrownBy(() -> follow(100, failing(DIES_BEFORE))).hasRootCauseMessage("killed");
        assertThatThrownBy(() -> follow(100, failing(diesAfter()))).hasRootCauseMessage("killed");
        follow(100);

        assertThat(events("break-closed")).isOne();
        assertThat(listed()).singleElement().extracting("status").isEqualTo("resolved");
    }

    @Test
    void two_nodes_that_look_at_the_same_time_open_each_break_once() throws Exception {
        for (int i = 0; i < 40; i++) {
            unknown();
        }
        follow(100);
        var late = now().plus(LATE);

        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            var ticks = new ArrayList<Future<?>>();
            for (int node = 0; node < 4; node++) {
                ticks.add(nodes.submit(() -> tick(late, orders)));
            }
            for (var tick : ticks) {
                tick.get();
            }
        }

        assertThat(events("break-opened")).isEqualTo(40);
        assertThat(listed()).hasSize(40);
    }

    @Test
    void one_that_cannot_be_moved_on_keeps_no_other_from_its_deadline() {
        var stuck = unknown();
        for (int i = 0; i < 3; i++) {
            unknown();
        }
        follow(100);
        SagaOrders refusing =
                steps -> {
                    if (steps.stream().anyMatch(step -> step.transactionId().startsWith(stuck))) {
                        throw new IllegalStateException("no such break");
                    }
                    orders.carryOut(steps);
                };

        tick(now().plus(LATE), refusing);

        assertThat(listed()).hasSize(3).noneMatch(found -> found.object().equals(stuck));
        passes(LATE);
        assertThat(listed()).hasSize(4);
    }

    @Test
    void a_replay_changes_nothing_and_sends_nothing_that_had_no_deadline() {
        var late = unknown();
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        var fact = captured("ch_1", 1_000);
        answered(charge, charge, done(fact));
        callback(charge, fact);
        follow(1);
        passes(LATE);
        answered(late, late, done(captured("ch_2", 1_000)));
        callback(late, captured("ch_2", 1_000));
        follow(1);
        var before = allEvents();
        var sent = new ArrayList<SagaStep>();

        replay(
                100,
                steps -> {
                    sent.addAll(steps);
                    orders.carryOut(steps);
                });
        passes(LATE);

        assertThat(sent).as("its answer was not late by the events' own times").isEmpty();
        assertThat(allEvents()).isEqualTo(before);
        assertThat(waiting()).isZero();
    }

    private long allEvents() {
        return ledger.jdbc
                .sql("select count(*) from truebook.journal_event")
                .query(Long.class)
                .single();
    }

    @Test
    void what_a_run_has_matched_needs_no_other_witness() throws IOException {
        var day = new SettledDay(ledger);
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        var broken = ledger.charge(2_000, CaptureMode.AUTOMATIC);
        answered(charge, charge, done(at(NOON, "ch_1", 1_000)));
        answered(broken, broken, done(at(NOON, "ch_2", 2_000)));
        follow(100);
        ledger.jdbc
                .sql(
                        """
                        update truebook.reconciliation_saga set due_at = due_at + interval '2 days'
                        where operation_id = ?
                        """)
                .param(charge)
                .update();
        passes(LATE);
        passes(LATE.plus(Duration.ofHours(7)));
        assertThat(listed()).singleElement().extracting("code").isEqualTo("MISSING_AT_PROVIDER");

        day.fetched(
                row("txn_1", "10.00", "charge", "ch_1", charge)
                        + SettledDay.lineOf("txn_2", "20.00", "charge", "ch_2", broken));
        assertThat(day.reconciled().matched()).isEqualTo(2);
        passes(LATE);

        assertThat(waiting()).isZero();
        assertThat(listed()).singleElement().extracting("status").isEqualTo("resolved");
    }

    private static ProviderFact at(Instant time, String object, long minor) {
        return new ProviderFact.Captured(
                FactSource.first("stripe", object, "pi_" + object, time), Money.of(minor, "EUR"));
    }

    @Test
    void the_list_of_breaks_is_the_same_when_it_is_rebuilt() throws Exception {
        var charge = unknown();
        unknown();
        follow(100);
        passes(LATE);
        answered(charge, charge, done(captured("ch_1", 1_000)));
        follow(100);
        var before = listed();

        Projections.rebuild(
                        "breaks",
                        ledger.database.ownerDataSource(),
                        new EventJson(PaymentEvents.TYPES),
                        _ -> {})
                .run(false);

        assertThat(listed()).isEqualTo(before);
    }
}
