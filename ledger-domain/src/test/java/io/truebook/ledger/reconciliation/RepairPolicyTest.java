package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.Breaks.EUR_20;
import static io.truebook.ledger.reconciliation.Breaks.FITS;
import static io.truebook.ledger.reconciliation.Breaks.NOON;
import static io.truebook.ledger.reconciliation.Breaks.aLateSuccess;
import static io.truebook.ledger.reconciliation.Breaks.aRefund;
import static io.truebook.ledger.reconciliation.Breaks.aRefundFromTheDashboard;
import static io.truebook.ledger.reconciliation.Breaks.aSecondCharge;
import static io.truebook.ledger.reconciliation.Breaks.aStrangersCharge;
import static io.truebook.ledger.reconciliation.Breaks.charge;
import static io.truebook.ledger.reconciliation.Breaks.facts;
import static io.truebook.ledger.reconciliation.Breaks.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BreakFacts.Ours;
import io.truebook.ledger.reconciliation.BreakFacts.Standing;
import io.truebook.ledger.reconciliation.Finding.Leg;
import io.truebook.ledger.reconciliation.RepairPolicy.Suggestion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rules make of a break, and when they ask nobody. */
class RepairPolicyTest {

    private static final Money EUR_1000 = Money.of(100_000, "EUR");

    private static Suggestion suggestion(BreakFacts facts) {
        return RepairPolicy.suggest(facts).orElseThrow();
    }

    private static boolean isProposedByItself(BreakFacts facts) {
        return RepairPolicy.isProposedByItself(suggestion(facts), facts);
    }

    /** The expected column is a switch: a new code does not compile until someone decides. */
    @ParameterizedTest
    @EnumSource
    void has_an_opinion_on_every_code(FindingCode code) {
        Optional<RepairKind> expected =
                switch (code) {
                    case MISSING_IN_LEDGER, STATUS_MISMATCH -> Optional.of(RepairKind.RECORD_FACT);
                    case AMOUNT_MISMATCH,
                            CURRENCY_MISMATCH,
                            ORPHAN_REFUND,
                            ORPHAN_DISPUTE,
                            UNKNOWN_ROW ->
                            Optional.of(RepairKind.PARK);
                    case DUPLICATE_AT_PROVIDER -> Optional.of(RepairKind.REFUND_DUPLICATE);
                    case STALE_UNKNOWN -> Optional.of(RepairKind.ASK_AGAIN);
                    case FX_DIFFERENCE -> Optional.of(RepairKind.BOOK_FX);
                    case MATCHED,
                            TIMING,
                            MISSING_AT_PROVIDER,
                            FEE_MISMATCH,
                            DUPLICATE_IN_LEDGER,
                            PAYOUT_MISMATCH,
                            BANK_ONLY,
                            BANK_SHORT,
                            FILE_INTEGRITY ->
                            Optional.empty();
                };

        var ours = new Ours("ch_1", "captured", EUR_20, EUR_20, EUR_20, FITS);
        var suggested = RepairPolicy.suggest(facts(code, EUR_20, charge(EUR_20, true), ours));

        assertThat(suggested.map(Suggestion::kind)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMING", "GONE"})
    void suggests_nothing_for_what_may_explain_itself(Standing standing) {
        assertThat(RepairPolicy.suggest(Breaks.standing(aLateSuccess(), standing))).isEmpty();
    }

    @Test
    void parks_what_nobody_knows_and_asks_for_it() {
        assertThat(suggestion(aStrangersCharge()).kind()).isEqualTo(RepairKind.PARK);
        assertThat(suggestion(aStrangersCharge()).isAutomatic()).isFalse();
        assertThat(isProposedByItself(aStrangersCharge())).isFalse();
    }

    @Test
    void proposes_the_refund_of_a_second_charge_and_never_sends_it_unasked() {
        assertThat(suggestion(aSecondCharge()).isAutomatic()).isFalse();
        assertThat(isProposedByItself(aSecondCharge())).isTrue();
    }

    /** Else who brought the file could have the money sent alone. */
    @Test
    void proposes_no_refund_by_itself_for_a_row_that_somebody_uploaded() {
        var fetched = aSecondCharge();
        var uploaded = Breaks.uploaded(fetched);

        assertThat(suggestion(uploaded).kind()).isEqualTo(RepairKind.REFUND_DUPLICATE);
        assertThat(isProposedByItself(uploaded)).isFalse();
    }

    @Test
    void parks_no_payout_and_no_fee() {
        var payout =
                facts(
                        FindingCode.MISSING_IN_LEDGER,
                        Leg.PAYOUT,
                        Standing.OPEN,
                        EUR_20,
                        NOON,
                        null,
                        null);

        assertThat(RepairPolicy.suggest(payout)).isEmpty();
    }

    @Test
    void records_nothing_that_the_payment_would_not_book() {
        var strange = new Bearing(false, false, false, List.of(), List.of(), null);
        var ours = new Ours("ch_1", "failed", EUR_20, EUR_20, EUR_20, strange);
        var facts = facts(FindingCode.MISSING_IN_LEDGER, EUR_20, charge(EUR_20, true), ours);

        assertThat(suggestion(facts).kind()).isEqualTo(RepairKind.PARK);
    }

    @Test
    void parks_nothing_that_is_booked_by_now() {
        var booked = new Bearing(false, true, true, List.of(), List.of(), null);
        var ours = new Ours("ch_1", "captured", EUR_20, EUR_20, EUR_20, booked);
        var facts = facts(FindingCode.MISSING_IN_LEDGER, EUR_20, charge(EUR_20, true), ours);

        assertThat(RepairPolicy.possible(facts)).isEmpty();
    }

    @Test
    void refunds_only_one_of_two_objects_that_hold_money() {
        var only = new Bearing(true, true, true, List.of(), List.of(), null);
        var failed = new Bearing(false, false, false, List.of("ch_8"), List.of(), null);
        var givenUp = new Bearing(true, true, false, List.of("ch_8"), List.of(), null);
        var both = new Bearing(true, true, true, List.of("ch_8"), List.of(), null);

        assertThat(RepairPolicy.suggest(aSecondCharge(only))).isEmpty();
        assertThat(RepairPolicy.suggest(aSecondCharge(failed))).isEmpty();
        assertThat(RepairPolicy.suggest(aSecondCharge(givenUp))).isEmpty();
        assertThat(RepairPolicy.suggest(aSecondCharge(both))).isPresent();
    }

    @Test
    void refunds_nothing_once_the_payer_has_one_of_the_two_back() {
        var booked = new Bearing(true, true, true, List.of("ch_8"), List.of(), null);

        for (var bearing : List.of(FITS, booked)) {
            assertThat(RepairPolicy.suggest(aSecondCharge(bearing, EUR_20))).isEmpty();
            assertThat(RepairPolicy.suggest(aSecondCharge(bearing, Money.of(500, "EUR"))))
                    .isPresent();
        }
    }

    @Test
    void refunds_the_third_charge_after_the_second_and_no_smaller_one_beside_a_refund_of_it() {
        var eur40 = EUR_20.plus(EUR_20);
        var third = new Ours("ch_1", "captured", EUR_20, eur40, EUR_20, FITS);
        var five = Money.of(500, "EUR");
        var smaller = new Ours("ch_1", "captured", EUR_20, EUR_20, EUR_20.minus(five), FITS);

        assertThat(third.holdsTwice(charge(EUR_20, true))).isTrue();
        assertThat(smaller.holdsTwice(charge(five, true))).isFalse();
    }

    /** Each condition on its own is enough to ask a person. */
    @Nested
    class Is_automatic {

        @Test
        void for_a_late_success_that_agrees_in_everything() {
            assertThat(suggestion(aLateSuccess()).isAutomatic()).isTrue();
        }

        @Test
        void for_a_refund_from_the_dashboard_within_what_is_left() {
            assertThat(suggestion(aRefundFromTheDashboard(EUR_20)).isAutomatic()).isTrue();
            assertThat(suggestion(aRefundFromTheDashboard(Money.of(2_001, "EUR"))).isAutomatic())
                    .isFalse();
        }

        @Test
        void not_for_a_refund_that_may_be_one_of_ours_under_way() {
            var open = new Bearing(true, false, false, List.of(), List.of("re_1"), null);

            assertThat(suggestion(aRefund(null, open)).isAutomatic()).isFalse();
        }

        @Test
        void for_a_refund_of_ours_only_of_the_amount_we_asked_for() {
            var asked = new Bearing(true, false, false, List.of(), List.of("re_1"), EUR_20);
            var less =
                    new Bearing(true, false, false, List.of(), List.of("re_1"), Money.of(1, "EUR"));
            var unknown = new Bearing(true, false, false, List.of(), List.of(), null);

            assertThat(suggestion(aRefund("re_1", asked)).isAutomatic()).isTrue();
            assertThat(suggestion(aRefund("re_1", less)).isAutomatic()).isFalse();
            assertThat(suggestion(aRefund("re_1", unknown)).isAutomatic()).isFalse();
        }

        @Test
        void not_for_another_amount() {
            assertAsks(charge(Money.of(1_999, "EUR"), true), failed());
        }

        @Test
        void not_for_a_file_that_somebody_uploaded() {
            var uploaded =
                    new BreakFacts.Settled(
                            "charge", EUR_20, "ch_9", "pi_9", null, NOON, true, "upload");

            assertAsks(uploaded, failed());
        }

        @Test
        void not_for_another_currency() {
            assertAsks(charge(Money.of(2_000, "USD"), true), failed());
        }

        @Test
        void not_when_the_payment_is_captured_already() {
            assertAsks(
                    charge(EUR_20, true),
                    new Ours("ch_1", "captured", EUR_20, EUR_20, EUR_20, FITS));
        }

        @Test
        void not_when_another_row_changes_what_it_says() {
            assertAsks(charge(EUR_20, false), failed());
        }

        @Test
        void not_from_the_limit_on() {
            var nothing = Money.of(0, "EUR");
            var ours = new Ours("ch_1", "failed", EUR_1000, nothing, nothing, FITS);
            var below = Money.of(99_999, "EUR");

            assertAsks(charge(EUR_1000, true), ours);
            assertThat(
                            suggestion(
                                            facts(
                                                    FindingCode.MISSING_IN_LEDGER,
                                                    below,
                                                    charge(below, true),
                                                    new Ours(
                                                            "ch_1", "failed", below, nothing,
                                                            nothing, FITS)))
                                    .isAutomatic())
                    .isTrue();
        }

        private static void assertAsks(BreakFacts.Settled row, Ours ours) {
            var facts = facts(FindingCode.MISSING_IN_LEDGER, row.gross(), row, ours);
            assertThat(suggestion(facts).kind()).isEqualTo(RepairKind.RECORD_FACT);
            assertThat(suggestion(facts).againstAutomatic()).isNotEmpty();
        }
    }
}
