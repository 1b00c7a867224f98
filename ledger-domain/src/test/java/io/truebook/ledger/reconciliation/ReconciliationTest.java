package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.Followed.CHARGE;
import static io.truebook.ledger.reconciliation.Followed.DEADLINES;
import static io.truebook.ledger.reconciliation.Followed.EUR_10;
import static io.truebook.ledger.reconciliation.Followed.after;
import static io.truebook.ledger.reconciliation.Followed.at;
import static io.truebook.ledger.reconciliation.Followed.done;
import static io.truebook.ledger.reconciliation.Followed.heard;
import static io.truebook.ledger.reconciliation.Followed.requested;
import static io.truebook.ledger.reconciliation.Followed.says;
import static io.truebook.ledger.reconciliation.Teller.CALL;
import static io.truebook.ledger.reconciliation.Teller.CALLBACK;
import static io.truebook.ledger.reconciliation.Teller.SETTLEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.OperationKind;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.BreakCommand.OpenBreak;
import io.truebook.ledger.reconciliation.OperationNews.Contradicted;
import io.truebook.ledger.reconciliation.OperationNews.Done;
import io.truebook.ledger.reconciliation.OperationNews.Over;
import io.truebook.ledger.reconciliation.OperationNews.Overtaken;
import io.truebook.ledger.reconciliation.OperationNews.Postponed;
import io.truebook.ledger.reconciliation.OperationNews.Requested;
import io.truebook.ledger.reconciliation.OperationNews.Unanswered;
import io.truebook.ledger.reconciliation.Reconciliation.Answered;
import io.truebook.ledger.reconciliation.Reconciliation.Ended;
import io.truebook.ledger.reconciliation.Reconciliation.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * How far ledger and provider agree about one operation, and which breaks that opens and closes.
 */
class ReconciliationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Followed it = new Followed();

    @Nested
    class Without_an_answer {

        @Test
        void it_is_a_break_after_a_day_and_not_before() {
            it.tell(requested(), new Unanswered("op_1"), at(DAY.minus(SECOND)));
            assertThat(it.did()).isEmpty();

            it.tell(at(DAY), at(DAY.multipliedBy(3)));

            assertThat(it.did()).containsExactly("open STALE_UNKNOWN");
            var open = (OpenBreak) it.steps.getFirst().command();
            assertThat(open.facts().amount()).isEqualTo(EUR_10);
            assertThat(open.facts().stands()).isTrue();
            assertThat(open.facts().evidence()).contains("nobody knows");
        }

        @Test
        void what_a_refund_puts_at_stake_is_what_may_have_left() {
            it.tell(new Requested(Followed.of(OperationKind.REFUND)), at(DAY));

            var open = (OpenBreak) it.steps.getFirst().command();
            assertThat(open.facts().amount()).isEqualTo(EUR_10.negated());
        }

        @Test
        void the_break_is_closed_by_the_answer() {
            it.tell(requested(), at(DAY), done(CALL, DAY.plus(SECOND)));

            assertThat(it.did()).containsExactly("open STALE_UNKNOWN", "close STALE_UNKNOWN");
            assertThat(it.state).isInstanceOf(Answered.class);
        }

        @Test
        void a_replay_that_never_opened_it_closes_it_if_the_answer_was_late() {
            it.tell(requested(), done(CALL, DAY.plus(SECOND)));

            assertThat(it.did()).containsExactly("close STALE_UNKNOWN");
        }

        @Test
        void a_provider_that_answers_later_has_a_week() {
            it.tell(requested(), new Postponed("op_1", after(SECOND)), at(DAY.multipliedBy(6)));
            assertThat(it.did()).isEmpty();

            it.tell(at(DAY.multipliedBy(8)));

            assertThat(it.did()).containsExactly("open STALE_UNKNOWN");
        }

        @Test
        void a_refusal_ends_it_at_once() {
            it.tell(requested(), new Over("op_1", after(SECOND)));

            assertThat(it.state).isInstanceOf(Ended.class);
            assertThat(it.did()).isEmpty();
        }
    }

    @Nested
    class Answered_by_a_call {

        @Test
        void it_ends_with_the_callback_that_tells_the_same() {
            it.tell(requested(), done(CALL, SECOND), heard(says(CALLBACK, EUR_10, SECOND)));

            assertThat(it.state).isInstanceOf(Ended.class);
            assertThat(it.did()).isEmpty();
        }

        @Test
        void another_answer_of_a_call_is_no_second_witness() {
            it.tell(requested(), done(CALL, SECOND), heard(says(CALL, EUR_10, SECOND)));

            assertThat(it.state).isInstanceOf(Answered.class);
        }

        @Test
        void a_callback_about_another_object_is_none_either() {
            var other = new ToldFact("stripe|ch_2|captured|1", EUR_10);
            it.tell(
                    requested(),
                    done(CALL, SECOND),
                    heard(new Testimony(CALLBACK, other, after(SECOND), "evt_2")));

            assertThat(it.state).isInstanceOf(Answered.class);
        }

        @Test
        void a_callback_of_another_amount_is_a_break_for_a_person() {
            var other = Money.of(900, "EUR");
            it.tell(
                    requested(),
                    done(CALL, SECOND),
                    heard(says(SETTLEMENT, EUR_10, SECOND), says(CALLBACK, other, SECOND)));

            assertThat(it.did()).containsExactly("open AMOUNT_MISMATCH");
            var facts = ((OpenBreak) it.steps.getFirst().command()).facts();
            assertThat(facts.ledger()).isEqualTo(EUR_10);
            assertThat(facts.provider()).isEqualTo(other);
            assertThat(facts.amount()).isEqualTo(Money.of(-100, "EUR"));
            assertThat(it.state).isInstanceOf(Ended.class);
        }

        @Test
        void one_of_another_currency_is_never_converted() {
            var other = Money.of(1_000, "USD");
            it.tell(requested(), done(CALL, SECOND), heard(says(CALLBACK, other, SECOND)));

            var facts = ((OpenBreak) it.steps.getFirst().command()).facts();
            assertThat(facts.amount()).isEqualTo(other);
        }

        @Test
        void no_callback_in_a_day_and_no_reply_is_a_break_until_a_settlement_row_agrees() {
            it.tell(requested(), done(CALL, SECOND), at(DAY.plus(SECOND)));
            assertThat(it.did()).containsExactly("ask");

            it.tell(at(DAY.plus(SECOND).plus(DEADLINES.question())));

            assertThat(it.did()).last().isEqualTo("open MISSING_AT_PROVIDER");
            var facts = ((OpenBreak) it.steps.getFirst().command()).facts();
            assertThat(facts.amount()).isEqualTo(EUR_10.negated());
            assertThat(facts.evidence()).contains("it has not replied");

            it.tell(heard(says(SETTLEMENT, EUR_10, DAY.multipliedBy(2))));

            assertThat(it.did()).last().isEqualTo("close MISSING_AT_PROVIDER");
            assertThat(it.state).isInstanceOf(Ended.class);
        }

        @Test
        void looks_come_the_rarer_the_longer_it_takes_and_the_last_one_in_time() {
            it.tell(requested(), done(CALL, SECOND));
            var looks = 0;
            while (it.did().isEmpty()) {
                it.tell(
                        new OperationNews.TimeReached(
                                "op_1", ((Reconciliation.Open) it.state).dueAt()));
                looks++;
            }

            assertThat(looks).isBetween(10, 25);
            assertThat(it.did()).containsExactly("ask");
            assertThat(((Answered) it.state).askedAt()).isEqualTo(after(DAY.plus(SECOND)));
        }

        @Test
        void gone_again_by_the_books_it_is_over() {
            it.tell(requested(), done(CALL, SECOND), new Over("op_1", after(DAY)));

            assertThat(it.state).isInstanceOf(Ended.class);
        }

        @Test
        void what_is_only_held_ends_when_it_is_taken_or_given_back() {
            var hold = new Answer(CALL, new ToldFact(Followed.KEY, EUR_10), after(SECOND), true);
            it.tell(requested(), new Done("op_1", hold), new Overtaken("op_1", after(DAY)));

            assertThat(it.state).isInstanceOf(Ended.class);
        }
    }

    @Nested
    class Answered_by_a_callback {

        @Test
        void it_ends_with_the_answer_to_the_call() {
            it.tell(
                    requested(),
                    done(CALLBACK, SECOND),
                    heard(new Testimony(CALL, null, after(SECOND), "op_1, attempt 1")));

            assertThat(it.state).isInstanceOf(Ended.class);
        }

        @Test
        void it_waits_a_week_for_the_settlement_where_the_answer_was_lost() {
            it.tell(requested(), done(CALLBACK, SECOND), at(DAY.multipliedBy(6)));
            assertThat(it.did()).isEmpty();

            it.tell(at(DAY.multipliedBy(8)), at(DAY.multipliedBy(9)));

            assertThat(it.did()).containsExactly("ask", "open MISSING_AT_PROVIDER");
        }
    }

    @Test
    void a_settlement_row_that_is_the_first_to_tell_is_the_last_as_well() {
        it.tell(requested(), done(SETTLEMENT, SECOND));

        assertThat(it.state).isInstanceOf(Ended.class);
    }

    @Test
    void the_opposite_of_what_was_said_is_a_break_also_when_all_had_ended_long_ago() {
        var answer = new Answer(CALLBACK, new ToldFact(Followed.KEY, EUR_10), after(DAY), false);

        it.tell(new Contradicted(CHARGE, answer, "It was done after all."));
        it.tell(new Contradicted(CHARGE, answer, "It was done after all."));

        assertThat(it.did()).containsExactly("open STATUS_MISMATCH", "open STATUS_MISMATCH");
        assertThat(it.steps.getFirst()).isEqualTo(it.steps.getLast());
    }

    @Test
    void who_hears_nothing_is_not_followed() {
        it.tell(done(CALL, SECOND), at(DAY), heard(says(CALLBACK, EUR_10, SECOND)));

        assertThat(it.state).isInstanceOf(Reconciliation.NotFollowed.class);
        assertThat(it.did()).isEmpty();
    }

    @Test
    void every_state_that_is_not_over_has_a_due_time() {
        it.tell(requested());

        assertThat(((Waiting) it.state).dueAt())
                .isEqualTo(CHARGE.requestedAt().plus(DEADLINES.unanswered()));
    }
}
