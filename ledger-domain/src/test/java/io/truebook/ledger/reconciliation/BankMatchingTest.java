package io.truebook.ledger.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.BankFindings.Transit;
import io.truebook.ledger.reconciliation.BankMatching.Entry;
import io.truebook.ledger.reconciliation.BankMatching.Expected;
import io.truebook.ledger.reconciliation.BankMatching.Match;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of our bank and the payouts they are. */
class BankMatchingTest {

    /** A Friday. */
    private static final LocalDate ARRIVES = LocalDate.of(2026, 11, 20);

    private static final Expected PO = expected("stripe", "po_1AbC", null, 1_000);
    private static final Expected BATCH = expected("adyen", "batch-12-EUR", null, 2_000);

    @Nested
    class Named_by_its_text {

        @ParameterizedTest
        @CsvSource({
            "po_1AbC, PAYOUT_ID",
            "STRIPE PO-1ABC GMBH, PAYOUT_ID",
            "trace ref-77-x, TRACE_ID",
            "Adyen TX99 batch 12 Shop, BATCH_NUMBER",
            "ADYEN BATCH-0012, BATCH_NUMBER"
        })
        void whatever_the_amount(String text, BankMatching.Rule rule) {
            var traced = expected("stripe", "po_2", "REF77X", 500);

            var matches = match(List.of(PO, BATCH, traced), entry("e1", 20, 1, text));

            assertThat(matches).extracting(Match::rule).containsExactly(rule);
        }

        @ParameterizedTest
        @CsvSource({
            "ADYEN batch 112",
            "ADYEN batch 121",
            "ADYEN batch 1 2",
            "your batch 12",
            "Payment for batch 12 EUR 500",
            "order 1 batch 1 2 eur",
            "po_1AbD",
            "12",
            "''"
        })
        void and_not_by_what_is_only_alike(String text) {
            assertThat(match(List.of(PO, BATCH), entry("e1", 20, 1, text))).isEmpty();
        }

        @Test
        void is_no_payout_of_another_currency() {
            var dollars = new Entry("e1", ARRIVES, Money.of(1_000, "USD"), "po_1AbC");

            assertThat(match(List.of(PO), dollars)).isEmpty();
        }

        @Test
        void of_two_alike_is_the_one_it_fits_or_none() {
            var other = expected("adyen-us", "batch-12-EUR", null, 3_000);

            assertThat(match(List.of(BATCH, other), entry("e1", 20, 3_000, "batch 12")))
                    .extracting(found -> found.payout().connection())
                    .containsExactly("adyen-us");
            assertThat(match(List.of(BATCH, other), entry("e1", 20, 2_999, "batch 12"))).isEmpty();
        }
    }

    @Nested
    class Known_by_amount_and_date {

        @ParameterizedTest
        @CsvSource({"19, false", "20, true", "21, true", "24, true", "25, false"})
        void within_two_bank_days(int day, boolean found) {
            assertThat(match(List.of(PO), entry("e1", day, 1_000, "x")).size() == 1)
                    .isEqualTo(found);
        }

        @Test
        void is_recorded_as_such_and_exact() {
            assertThat(match(List.of(PO), entry("e1", 20, 1_000, "x")))
                    .extracting(Match::rule)
                    .containsExactly(BankMatching.Rule.AMOUNT_AND_DATE);
            assertThat(match(List.of(PO), entry("e1", 20, 999, "x"))).isEmpty();
        }

        @Test
        void two_entries_are_two_payouts_and_a_third_is_nobodys() {
            var second = expected("stripe", "po_2", null, 1_000);
            var matches =
                    match(
                            List.of(second, PO),
                            entry("e3", 21, 1_000, "x"),
                            entry("e1", 20, 1_000, "x"),
                            entry("e2", 20, 1_000, "x"));

            assertThat(matches)
                    .extracting(found -> found.entry().id() + found.payout().payoutId())
                    .containsExactly("e1po_1AbC", "e2po_2");
        }

        @Test
        void is_none_where_two_accounts_would_do() {
            var other = expected("stripe-us", "po_9", null, 1_000);

            assertThat(match(List.of(PO, other), entry("e1", 20, 1_000, "x"))).isEmpty();
        }

        @Test
        void leaves_a_payout_to_the_entry_that_names_it() {
            var matches =
                    match(
                            List.of(PO),
                            entry("e1", 20, 1_000, "x"),
                            entry("e2", 21, 1_000, "po_1AbC"));

            assertThat(matches).extracting(found -> found.entry().id()).containsExactly("e2");
        }

        @Test
        void takes_a_debit_for_a_payout_that_came_back() {
            var back = expected("stripe", "po_3", null, -1_000);

            assertThat(match(List.of(back), entry("e1", 20, -1_000, "x"))).hasSize(1);
        }
    }

    @Nested
    class A_payout_the_bank_has_not {

        @ParameterizedTest
        @CsvSource({
            "0, 2026-11-24, ",
            "0, 2026-11-25, BANK_SHORT",
            "999, 2026-11-25, BANK_SHORT",
            "1000, 2026-12-25, ",
            "1001, 2026-11-25, AMOUNT_MISMATCH"
        })
        void in_whole_two_bank_days_after_its_arrival(long banked, LocalDate asOf, String code) {
            var found = find(transit(1_000, banked, null), asOf);

            assertThat(found.map(finding -> finding.code().name()).orElse(null)).isEqualTo(code);
            found.ifPresent(
                    finding -> assertThat(finding.amount().minor()).isEqualTo(banked - 1_000));
        }

        @Test
        void given_back_in_time_is_waited_for() {
            var back = LocalDate.of(2026, 12, 1);

            assertThat(find(transit(0, 1_000, back), LocalDate.of(2026, 12, 3))).isEmpty();
            assertThat(find(transit(0, 1_000, back), LocalDate.of(2026, 12, 4)))
                    .map(Finding::code)
                    .contains(FindingCode.AMOUNT_MISMATCH);
        }

        private static Transit transit(long sent, long banked, @Nullable LocalDate back) {
            return new Transit(
                    "po_1", Money.of(sent, "EUR"), Money.of(banked, "EUR"), ARRIVES, back, null);
        }

        private static Optional<Finding> find(Transit transit, LocalDate asOf) {
            var at = Instant.parse(asOf + "T00:00:00Z");
            return BankFindings.of("stripe", transit, at, at, 2);
        }
    }

    private static List<Match> match(List<Expected> payouts, Entry... entries) {
        return BankMatching.of(Arrays.asList(entries), payouts, 2);
    }

    private static Entry entry(String id, int day, long minor, String text) {
        return new Entry(id, LocalDate.of(2026, 11, day), Money.of(minor, "EUR"), text);
    }

    private static Expected expected(
            String connection, String payout, @Nullable String trace, long open) {
        return new Expected(connection, payout, trace, Money.of(open, "EUR"), ARRIVES);
    }
}
