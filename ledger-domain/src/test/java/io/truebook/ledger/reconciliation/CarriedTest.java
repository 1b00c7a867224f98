package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.BooksAndFile.DAY;
import static io.truebook.ledger.reconciliation.BooksAndFile.NOON;
import static io.truebook.ledger.reconciliation.BooksAndFile.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a day leaves unresolved is judged again on each day that follows. */
class CarriedTest {

    private final BooksAndFile books =
            new BooksAndFile().opening(eur(0)).bookedCharge("ch_1", eur(100), NOON);

    @Test
    void a_booking_without_a_row_is_timing_first_and_missing_after_its_window() {
        books.carried("ch_1");

        assertThat(on(1).timing()).hasSize(1);
        assertThat(on(1).breaks()).isEmpty();
        assertThat(on(3).breaks())
                .singleElement()
                .satisfies(missing -> {
                    assertThat(missing.code()).isEqualTo(FindingCode.MISSING_AT_PROVIDER);
                    assertThat(missing.broughtForwardMinor()).isEqualTo(-100);
                });
    }

    @Test
    void a_row_that_comes_late_for_its_own_day_makes_it_agree() {
        books.carried("ch_1").settledCharge("t1", "ch_1", eur(100), eur(0), NOON);

        var next = on(2);

        assertThat(next.matched()).hasSize(1);
        assertThat(next.rollForwards().getFirst().broughtForward()).isZero();
    }

    @Test
    void a_row_that_comes_late_with_another_amount_is_found() {
        books.carried("ch_1").settledCharge("t1", "ch_1", eur(70), eur(0), NOON);

        assertThat(on(2).breaks())
                .singleElement()
                .satisfies(other -> {
                    assertThat(other.code()).isEqualTo(FindingCode.AMOUNT_MISMATCH);
                    assertThat(other.amount()).isEqualTo(eur(-30));
                    assertThat(other.broughtForwardMinor()).isEqualTo(-30);
                });
    }

    @Test
    void what_nobody_carries_is_left_to_its_own_day() {
        books.bookedRefund("re_1", "ch_1", eur(40), dayAfter(2));

        assertThat(on(2).findings())
                .singleElement()
                .satisfies(refund -> assertThat(refund.object()).isEqualTo("re_1"));
    }

    @Test
    void an_item_is_carried_by_its_row_too_whosever_it_has_become() {
        books.carried("t1").settledCharge("t1", "ch_1", eur(100), eur(0), NOON);

        assertThat(on(1).matched()).hasSize(1);
    }

    @Test
    void what_is_parked_on_its_day_agrees_on_the_days_after() {
        books.carried("ch_1");
        repaired(on(4).breaks().getFirst().id(), eur(-100), NOON);

        var agreed = on(4);
        assertThat(agreed.breaks()).isEmpty();
        assertThat(agreed.matched())
                .singleElement()
                .satisfies(parked -> assertThat(parked.broughtForwardMinor()).isZero());
    }

    @Test
    void what_is_parked_today_for_an_older_day_agrees_from_today_on() {
        books.carried("ch_1");
        var missing = on(4).breaks().getFirst();
        repaired(missing.id(), eur(-100), dayAfter(4));

        assertThat(on(3).findings()).extracting(Finding::code).containsExactly(FindingCode.TIMING);
        assertThat(on(4).matched())
                .singleElement()
                .satisfies(parked -> assertThat(parked.broughtForwardMinor()).isEqualTo(-100));
    }

    @Test
    void a_parked_amount_whose_row_comes_after_all_has_to_be_taken_back() {
        books.carried("ch_1");
        repaired(on(4).breaks().getFirst().id(), eur(-100), NOON);
        books.settledCharge("t1", "ch_1", eur(100), eur(0), dayAfter(4));

        var settled = on(4);

        assertThat(settled.matched()).hasSize(1);
        assertThat(settled.breaks())
                .singleElement()
                .satisfies(left -> {
                    assertThat(left.amount()).isEqualTo(eur(100));
                    assertThat(left.broughtForwardMinor()).isEqualTo(100);
                });
    }

    @Test
    void a_parked_amount_is_no_break_where_only_its_payment_is_seen() {
        books.asOf(dayAfter(4));
        repaired(books.compared().breaks().getFirst().id(), eur(-100), NOON);
        books.bookedRefund("re_1", "ch_1", eur(40), dayAfter(4));

        assertThat(on(4).findings())
                .singleElement()
                .satisfies(refund -> assertThat(refund.object()).isEqualTo("re_1"));
    }

    @Test
    void each_day_opens_with_what_the_day_before_closed_with() {
        books.carried("ch_1").carried("ch_2").bookedCharge("ch_2", eur(70), dayAfter(1));
        books.settledCharge("t2", "ch_2", eur(50), eur(0), dayAfter(3));

        var brought =
                LongStream.rangeClosed(1, 5)
                        .map(day -> on(day).rollForwards().getFirst().broughtForward());
        var closed =
                LongStream.rangeClosed(0, 4)
                        .map(day -> on(day).rollForwards().getFirst().closing().difference());

        assertThat(brought.toArray()).isEqualTo(closed.toArray());
    }

    private void repaired(String breakId, Money amount, Instant at) {
        books.booked(LedgerMovement.Kind.REPAIR, breakId, breakId, breakId, amount, at);
    }

    private static Instant dayAfter(long days) {
        return NOON.plus(Duration.ofDays(days));
    }

    private Comparison on(long day) {
        var date = DAY.plusDays(day);
        var period = Period.ofDays(date, date, ZoneOffset.UTC);
        books.asOf(period.to());
        return Comparison.of(books.input(period));
    }
}
