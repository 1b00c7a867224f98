package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.Breaks.ID;
import static io.truebook.ledger.reconciliation.Breaks.NOW;
import static io.truebook.ledger.reconciliation.Breaks.aLateSuccess;
import static io.truebook.ledger.reconciliation.Breaks.aStrangersCharge;
import static io.truebook.ledger.reconciliation.Breaks.gone;
import static io.truebook.ledger.reconciliation.DecidingBreak.approve;
import static io.truebook.ledger.reconciliation.DecidingBreak.complete;
import static io.truebook.ledger.reconciliation.DecidingBreak.propose;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.Break.Status;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.AssignBreak;
import io.truebook.ledger.reconciliation.BreakCommand.BeginRepair;
import io.truebook.ledger.reconciliation.BreakCommand.CloseBreak;
import io.truebook.ledger.reconciliation.BreakCommand.ConfirmRepair;
import io.truebook.ledger.reconciliation.BreakCommand.DismissBreak;
import io.truebook.ledger.reconciliation.BreakCommand.FailRepair;
import io.truebook.ledger.reconciliation.BreakCommand.OpenBreak;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.BreakCommand.RejectRepair;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who may decide what about a break, and what a repair does to the accounts. */
class BreakTest {

    private static final String CLEARING = "provider:stripe:clearing";
    private static final String SUSPENSE = "suspense:stripe";

    private final DecidingBreak it = new DecidingBreak();

    @Nested
    class A_proposal {

        @Test
        void waits_for_a_second_person() {
            it.decide(propose("ann", RepairKind.PARK, aStrangersCharge()));

            assertThat(it.state.status()).isEqualTo(Status.PROPOSED);
            assertThat(it.decide(approve("ann", aStrangersCharge())))
                    .isEqualTo(Rejection.REPAIR_BY_SAME_PERSON);
            assertThat(it.decide(approve("bob", aStrangersCharge()))).isNull();
            assertThat(it.state.status()).isEqualTo(Status.APPROVED);
        }

        @Test
        void is_not_made_twice_nor_for_what_has_explained_itself() {
            assertThat(it.decide(propose("ann", RepairKind.PARK, gone(aStrangersCharge()))))
                    .isEqualTo(Rejection.BREAK_NOT_OPEN);

            it.decide(propose("ann", RepairKind.PARK, aStrangersCharge()));

            assertThat(it.decide(propose("bob", RepairKind.PARK, aStrangersCharge())))
                    .isEqualTo(Rejection.BREAK_NOT_OPEN);
        }

        @Test
        void is_refused_where_the_rules_do_not_know_it() {
            assertThat(it.decide(propose("ann", RepairKind.RECORD_FACT, aStrangersCharge())))
                    .isEqualTo(Rejection.REPAIR_NOT_POSSIBLE);
            assertThat(it.decide(propose("ann", RepairKind.REVERSE, aStrangersCharge())))
                    .isEqualTo(Rejection.REPAIR_NOT_POSSIBLE);
        }

        @Test
        void is_possible_again_where_it_was_dismissed_at_another_amount() {
            var then = Breaks.anAmountMismatch(Money.of(1, "EUR"));
            var now = Breaks.anAmountMismatch(Money.of(2, "EUR"));
            it.decide(new DismissBreak(ID, "ann", "A cent", then, NOW));

            assertThat(it.decide(propose("ann", RepairKind.PARK, then)))
                    .isEqualTo(Rejection.BREAK_NOT_OPEN);
            it.decide(new AssignBreak(ID, "ann", "bob", then, NOW));
            assertThat(it.state.status()).isEqualTo(Status.DISMISSED);
            assertThat(it.decide(propose("ann", RepairKind.PARK, now))).isNull();
        }

        @Test
        void is_outdated_when_the_break_is_another_by_the_time_of_approval() {
            it.decide(propose("ann", RepairKind.PARK, aStrangersCharge()));

            assertThat(it.decide(approve("bob", gone(aStrangersCharge()))))
                    .isEqualTo(Rejection.REPAIR_OUTDATED);
            assertThat(it.decide(approve("bob", Breaks.anAmountMismatch(Money.of(1, "EUR")))))
                    .isEqualTo(Rejection.REPAIR_OUTDATED);
        }

        @Test
        void is_outdated_when_it_is_not_the_proposal_that_was_read() {
            var facts = aStrangersCharge();
            it.decide(propose("ann", RepairKind.PARK, facts));

            assertThat(it.decide(new ApproveRepair(ID, "bob", 2L, null, facts, NOW)))
                    .isEqualTo(Rejection.REPAIR_OUTDATED);
            assertThat(it.decide(new ApproveRepair(ID, "bob", 1L, null, facts, NOW))).isNull();
        }

        @Test
        void is_outdated_when_what_was_taken_twice_was_given_back_in_the_meantime() {
            var refunded = Breaks.aSecondCharge(Breaks.FITS, Breaks.EUR_20);
            it.decide(propose("ann", RepairKind.REFUND_DUPLICATE, Breaks.aSecondCharge()));

            assertThat(it.decide(approve("bob", refunded))).isEqualTo(Rejection.REPAIR_OUTDATED);
            assertThat(it.decide(approve("bob", Breaks.aSecondCharge()))).isNull();
        }

        @Test
        void is_turned_down_by_anybody_and_made_again() {
            it.decide(propose("ann", RepairKind.PARK, aStrangersCharge()));

            assertThat(it.decide(new RejectRepair(ID, "ann", "my mistake", NOW))).isNull();

            assertThat(it.state.status()).isEqualTo(Status.OPEN);
            assertThat(it.decide(approve("bob", aStrangersCharge())))
                    .isEqualTo(Rejection.REPAIR_NOT_PROPOSED);
            it.decide(propose("ann", RepairKind.PARK, aStrangersCharge()));
            assertThat(it.state.attempts()).isEqualTo(2);
        }

        @Test
        void is_approved_by_the_rule_alone_only_where_the_rule_says_so() {
            var automatic =
                    new ProposeRepair(
                            ID,
                            "system:repair",
                            RepairKind.PARK,
                            null,
                            "why",
                            true,
                            aStrangersCharge(),
                            NOW);

            assertThat(it.decide(automatic)).isEqualTo(Rejection.REPAIR_NOT_POSSIBLE);
            assertThat(
                            it.decide(
                                    new ProposeRepair(
                                            ID,
                                            "system:repair",
                                            RepairKind.RECORD_FACT,
                                            null,
                                            "why",
                                            true,
                                            aLateSuccess(),
                                            NOW)))
                    .isNull();
            assertThat(it.state.status()).isEqualTo(Status.APPROVED);
        }
    }

    @Nested
    class A_repair {

        @Test
        void that_parks_takes_the_difference_to_suspense_once() {
            it.repair(RepairKind.PARK, aStrangersCharge());
            it.decide(complete(1));

            assertThat(it.books)
                    .containsOnly(Map.entry(CLEARING, 2_000L), Map.entry(SUSPENSE, -2_000L));
            assertThat(it.state.status()).isEqualTo(Status.RESOLVED);
        }

        @Test
        void that_is_taken_back_leaves_nothing() {
            it.repair(RepairKind.PARK, aStrangersCharge());
            it.repair(RepairKind.REVERSE, gone(aStrangersCharge()));

            assertThat(it.books.values()).containsOnly(0L);
            assertThat(it.state.parked()).isNull();
            assertThat(it.state.status()).isEqualTo(Status.OPEN);
        }

        @Test
        void that_holds_is_resolved_still_when_what_comes_next_is_turned_down() {
            it.repair(RepairKind.PARK, aStrangersCharge());

            it.decide(propose("ann", RepairKind.REVERSE, gone(aStrangersCharge())));
            it.decide(new RejectRepair(ID, "bob", "Not ours", NOW));
            assertThat(it.state.status()).isEqualTo(Status.RESOLVED);

            // Found once more: there is a difference beside what is parked.
            it.decide(propose("ann", RepairKind.REVERSE, aStrangersCharge()));
            it.decide(new RejectRepair(ID, "bob", "Not ours", NOW));
            assertThat(it.state.status()).isEqualTo(Status.OPEN);
        }

        @Test
        void is_begun_once_and_ends_refused_or_done() {
            it.decide(propose("ann", RepairKind.RECORD_FACT, aLateSuccess()));
            it.decide(approve("bob", aLateSuccess()));
            it.decide(new BeginRepair(ID, 1, NOW));
            assertThat(it.state.status()).isEqualTo(Status.APPLYING);
            assertThat(it.state.decide(new BeginRepair(ID, 1, NOW)))
                    .isEqualTo(Decision.accept(List.of()));

            it.decide(new FailRepair(ID, 1, "refund_exceeds_remaining", "0 EUR", NOW));

            assertThat(it.state.status()).isEqualTo(Status.OPEN);
            assertThat(it.state.decide(complete(1))).isEqualTo(Decision.accept(List.of()));
        }

        @Test
        void is_confirmed_by_the_providers_own_word() {
            it.repair(RepairKind.RECORD_FACT, aLateSuccess());

            it.decide(new ConfirmRepair(ID, "stripe|ch_9|captured|1", "evt_1", NOW));

            assertThat(it.state.status()).isEqualTo(Status.CONFIRMED);
            assertThat(it.books).isEmpty();
        }
    }

    @Test
    void is_dismissed_with_a_reason_once_and_then_left_alone() {
        var dismissal = new DismissBreak(ID, "ann", "a test", aStrangersCharge(), NOW);

        assertThat(it.decide(dismissal)).isNull();
        assertThat(it.decide(dismissal)).isEqualTo(Rejection.BREAK_NOT_OPEN);
        assertThat(it.decide(propose("bob", RepairKind.PARK, aStrangersCharge())))
                .isEqualTo(Rejection.BREAK_NOT_OPEN);
    }

    @Test
    void is_open_again_when_it_was_dismissed_and_another_contradiction_comes() {
        var then = Breaks.because("It has failed.", aStrangersCharge());
        it.decide(new OpenBreak(ID, then, NOW));
        it.decide(new DismissBreak(ID, "ann", "Known", then, NOW));

        it.decide(new CloseBreak(ID, "Both agree.", NOW));
        it.decide(new OpenBreak(ID, then, NOW));
        assertThat(it.state.status()).isEqualTo(Status.DISMISSED);

        it.decide(new OpenBreak(ID, Breaks.because("It was done after all.", then), NOW));
        assertThat(it.state.status()).isEqualTo(Status.OPEN);
    }

    @Test
    void has_one_owner_at_a_time() {
        it.decide(new AssignBreak(ID, "ann", "bob", aStrangersCharge(), NOW));

        assertThat(it.state.owner()).isEqualTo("bob");
        assertThat(it.state.decide(new AssignBreak(ID, "ann", "bob", aStrangersCharge(), NOW)))
                .isEqualTo(Decision.accept(List.of()));
    }

    @Test
    void the_aggregate_appends_what_was_decided() {
        var facts = aStrangersCharge();
        new AggregateTestFixture<>(BreakAggregate.class)
                .given(
                        new BreakEvent.RepairProposed(
                                ID, NOW, "ann", 1, RepairKind.PARK, null, "why", 1, facts))
                .when(approve("bob", facts))
                .expectEvents(new BreakEvent.RepairApproved(ID, NOW, "bob", 1, false, null));
    }
}
