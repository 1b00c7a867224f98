package io.truebook.api.reconciliation;

import static io.truebook.api.reconciliation.SettledDays.day;
import static io.truebook.api.reconciliation.SettledDays.days;
import static io.truebook.api.reconciliation.SettledDays.noonOf;
import static io.truebook.api.reconciliation.SettledDays.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.BreakQueries;
import io.truebook.projection.reconciliation.FindingItems.Item;
import io.truebook.projection.reconciliation.ReconciliationRuns.Summary;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a day leaves unresolved, and what comes in for it later, is judged by the runs after it. */
@Tag("database")
class CarriedDbTest {

    private final LedgerFixture ledger = new LedgerFixture();
    private final SettledDays books = new SettledDays(ledger);

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void a_booking_without_a_row_becomes_missing_in_the_run_of_a_later_day() {
        var charge = books.charge(10_000, 20);

        for (int day = 20; day <= 22; day++) {
            assertThat(books.reconciled(day(day)).timing()).isEqualTo(1);
        }
        var late = books.reconciled(day(23));

        assertThat(late.breaks()).isEqualTo(1);
        assertThat(books.lines(late).getFirst().broughtForwardMinor()).isEqualTo(-10_000);
        assertThat(books.breaks("open")).containsExactly("MISSING_AT_PROVIDER " + charge);
        assertThat(books.breaks("timing")).isEmpty();
    }

    @Test
    void a_row_in_a_file_that_comes_late_resolves_what_its_day_left() {
        var charge = books.charge(10_000, 20);
        books.reconciled(day(20));
        books.upload(row("txn_1", charge, "100.00", 20));

        var next = books.reconciled(day(21));

        assertThat(books.lines(next)).extracting(Item::code).containsExactly("MATCHED");
        assertThat(books.breaks("resolved")).containsExactly("TIMING " + charge);
        assertThat(books.reconciled(day(22)).matched()).isZero();
    }

    @Test
    void a_row_that_comes_late_closes_a_break_that_was_open() {
        var charge = books.charge(10_000, 20);
        for (int day = 20; day <= 24; day++) {
            books.reconciled(day(day));
        }
        books.upload(row("txn_1", charge, "100.00", 25));

        var settled = books.reconciled(day(25));

        assertThat(books.breaks("open")).isEmpty();
        assertThat(settled.breaks()).isZero();
        assertThat(books.lines(settled).getFirst().broughtForwardMinor()).isEqualTo(-10_000);
    }

    @Test
    void a_later_file_that_says_another_amount_of_a_day_that_agreed_is_found() {
        var charge = books.charge(10_000, 20);
        books.upload(row("txn_1", charge, "100.00", 20));
        assertThat(books.reconciled(day(20)).matched()).isEqualTo(1);
        books.upload(row("txn_1", charge, "90.00", 20));

        books.reconciled(day(21));

        assertThat(books.breaks("open")).containsExactly("AMOUNT_MISMATCH " + charge);
    }

    @Test
    void a_row_of_nobody_that_comes_late_is_found() {
        books.reconciled(day(20));
        books.upload(row("txn_1", "ch_nobody", "90.00", 20));

        assertThat(books.reconciled(day(21)).breaks()).isEqualTo(1);
        assertThat(books.reconciled(day(22)).breaks()).isEqualTo(1);
    }

    @Test
    void a_booking_that_is_told_late_closes_the_break_of_its_row() {
        var charge = books.asked(10_000);
        books.upload(row("txn_1", charge, "100.00", 20));
        books.reconciled(day(20));
        books.captured(charge, 10_000, 20);

        assertThat(books.reconciled(day(21)).matched()).isEqualTo(1);
        assertThat(books.breaks("timing")).isEmpty();
    }

    @Test
    void a_booking_that_is_told_late_and_never_settled_becomes_missing() {
        books.reconciled(day(20));
        var charge = books.charge(10_000, 20);

        assertThat(books.reconciled(day(21)).timing()).isEqualTo(1);
        books.reconciled(day(24));

        assertThat(books.breaks("open")).containsExactly("MISSING_AT_PROVIDER " + charge);
    }

    @Test
    void days_that_nobody_reconciled_are_made_up_for_by_the_next_run() {
        books.reconciled(day(20));
        var charge = books.charge(10_000, 21);
        books.upload(row("txn_1", "ch_nobody", "90.00", 22));

        books.reconciled(day(24));

        assertThat(books.breaks("open"))
                .containsExactly("MISSING_AT_PROVIDER " + charge, "MISSING_IN_LEDGER ch_nobody");
    }

    @Test
    void days_that_nobody_reconciled_are_made_up_for_whenever_they_were_known() {
        var charge = books.charge(10_000, 21);
        books.upload(row("txn_1", "ch_nobody", "90.00", 22));
        books.reconciled(day(20));

        books.reconciled(day(24));

        assertThat(books.breaks("open"))
                .containsExactly("MISSING_AT_PROVIDER " + charge, "MISSING_IN_LEDGER ch_nobody");
    }

    @Test
    void an_earlier_day_made_again_hides_nothing_of_the_days_after_it() {
        books.reconciled(day(20));
        books.reconciled(day(21));
        var charge = books.charge(10_000, 21);
        books.charge(500, 20);
        books.reconciled(day(20));

        books.reconciled(day(25));

        assertThat(books.breaks("open")).contains("MISSING_AT_PROVIDER " + charge);
    }

    @Test
    void a_run_made_again_is_the_same_bytes_whatever_was_run_after_it() {
        aWeek();
        Map<Integer, Summary> first = new HashMap<>();
        Map<Integer, byte[]> bytes = new HashMap<>();
        for (int day = 20; day <= 25; day++) {
            first.put(day, books.reconciled(day(day)));
            bytes.put(day, books.report(first.get(day)));
        }

        for (int day : List.of(23, 20, 25, 21, 22, 24)) {
            var again = books.reconciled(day(day));
            assertThat(again).isEqualTo(first.get(day));
            assertThat(books.report(again)).isEqualTo(bytes.get(day));
        }
        assertThat(
                        ledger.jdbc
                                .sql("select count(*) from truebook.reconciliation_run")
                                .query(Long.class)
                                .single())
                .isEqualTo(6);
    }

    @Test
    void days_in_any_order_end_with_the_breaks_of_one_run_over_all() {
        var charges = aWeek();

        for (int day : List.of(23, 20, 22, 21, 25, 24, 25)) {
            books.reconciled(day(day), noonOf(26));
        }

        assertThat(books.breaks("open"))
                .containsExactly(
                        "AMOUNT_MISMATCH " + charges.get("less"),
                        "MISSING_AT_PROVIDER " + charges.get("never"),
                        "MISSING_IN_LEDGER ch_nobody");
        assertThat(books.breaks("timing")).isEmpty();
        assertThat(books.reconciled(days(20, 25), noonOf(26)).breaks()).isEqualTo(3);
    }

    @Test
    void periods_that_overlap_and_days_of_another_zone_name_the_same_breaks() {
        aWeek();
        var berlin = ZoneId.of("Europe/Berlin");

        books.reconciled(days(20, 22), noonOf(26));
        books.reconciled(days(21, 24), noonOf(26));
        var last = LocalDate.of(2026, 11, 25);
        books.reconciled(Period.ofDays(last, last, berlin), noonOf(26));

        assertThat(books.breaks("open")).hasSize(3);
        assertThat(books.breaks("timing")).isEmpty();
    }

    @Test
    void a_proposal_whose_difference_is_gone_is_resolved() {
        var charge = books.charge(10_000, 20);
        books.upload(row("txn_1", charge, "90.00", 20));
        books.reconciled(day(20));
        var id =
                ledger.jdbc
                        .sql("select break_id from truebook.reconciliation_break")
                        .query(String.class)
                        .single();
        ledger.jdbc
                .sql(
                        """
                        insert into truebook.break_case
                            (break_id, tenant, connection, status, decided_at, due_at, updated_index)
                        values (?, 'default', 'stripe', 'proposed', now(), 'infinity', 1)
                        """)
                .param(id)
                .update();
        var breaks = new BreakQueries(ledger.database.dataSource());
        assertThat(breaks.of("default", id).orElseThrow().status()).isEqualTo("proposed");

        books.upload(row("txn_1", charge, "100.00", 20));
        books.reconciled(day(21));

        assertThat(breaks.of("default", id).orElseThrow().status()).isEqualTo("resolved");
    }

    /** One that agrees, one settled days later, one less, one never, and a row of nobody. */
    private Map<String, String> aWeek() {
        var agrees = books.charge(1_000, 20);
        var later = books.charge(2_000, 20);
        var less = books.charge(3_000, 21);
        var never = books.charge(4_000, 21);
        books.upload(
                row("txn_1", agrees, "10.00", 20),
                row("txn_2", later, "20.00", 23),
                row("txn_3", less, "29.00", 22),
                row("txn_4", "ch_nobody", "5.00", 22));
        return Map.of("less", less, "never", never);
    }
}
